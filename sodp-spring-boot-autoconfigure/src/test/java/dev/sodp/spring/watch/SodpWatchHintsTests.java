package dev.sodp.spring.watch;

import dev.sodp.spring.Score;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What ahead-of-time processing knows about watching methods.
 */
class SodpWatchHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	@BeforeEach
	void process() {
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(this.hints, Watcher.class);
	}

	@Test
	void theMethodMayBeInvoked() throws Exception {
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Watcher.class.getDeclaredMethod("on", Score.class))).accepts(this.hints);
	}

	@Test
	void theValuesTypeMayBeBound() throws Exception {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Score.class.getDeclaredMethod("points")))
			.accepts(this.hints);
	}

	static class Watcher {

		@SodpWatch("a")
		void on(Score score) {
		}

	}

}
