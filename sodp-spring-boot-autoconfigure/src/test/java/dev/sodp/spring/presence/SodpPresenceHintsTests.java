// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.presence;

import java.util.List;

import dev.sodp.spring.Score;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What ahead-of-time processing knows about methods that declare presence.
 */
class SodpPresenceHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	@BeforeEach
	void process() {
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(this.hints, Instances.class);
	}

	@Test
	void theMethodMayBeInvoked() throws Exception {
		assertThat(
				RuntimeHintsPredicates.reflection().onMethodInvocation(Instances.class.getDeclaredMethod("instance")))
			.accepts(this.hints);
	}

	@Test
	void theValueMayBeWritten() throws Exception {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Score.class.getDeclaredMethod("points")))
			.accepts(this.hints);
	}

	static class Instances {

		@SodpPresence(key = "a", path = "/b")
		List<Score> instance() {
			return List.of();
		}

	}

}
