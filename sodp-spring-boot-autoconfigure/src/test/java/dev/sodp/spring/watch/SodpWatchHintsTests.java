// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.sodp.client.StateChange;
import dev.sodp.client.StateRef;
import dev.sodp.client.WatchMeta;
import dev.sodp.spring.Score;
import dev.sodp.state.DeltaOp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.SendTo;

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

	private void assertBound(Class<?> type, String accessor) throws Exception {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(type.getDeclaredMethod(accessor)))
			.accepts(this.hints);
	}

	@Test
	void typesInsideOthersMayBeBound() throws Exception {
		assertBound(InChange.class, "a");
		assertBound(InOptional.class, "a");
		assertBound(InMessage.class, "a");
		assertBound(InRef.class, "a");
	}

	@Test
	void aResultThatIsSentMayBeBound() throws Exception {
		assertBound(Sent.class, "a");
	}

	@Test
	void aResultThatIsNotSentNeedsNoBinding() throws Exception {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(NotSent.class.getDeclaredMethod("a")))
			.rejects(this.hints);
	}

	@Test
	void whatTheEngineMakesNeedsNoBinding() {
		assertThat(RuntimeHintsPredicates.reflection().onType(WatchMeta.class)).rejects(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(DeltaOp.class)).rejects(this.hints);
	}

	@Test
	void aMethodWithSeveralAnnotationsMayBeInvoked() throws Exception {
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Watcher.class.getDeclaredMethod("repeated", InRepeated.class))).accepts(this.hints);
		assertBound(InRepeated.class, "a");
	}

	@Test
	void aMethodWithAComposedAnnotationMayBeInvoked() throws Exception {
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Watcher.class.getDeclaredMethod("composed", InComposed.class))).accepts(this.hints);
		assertBound(InComposed.class, "a");
	}

	record InChange(int a) {
	}

	record InOptional(int a) {
	}

	record InMessage(int a) {
	}

	record InRef(int a) {
	}

	record InRepeated(int a) {
	}

	record InComposed(int a) {
	}

	record Sent(int a) {
	}

	record NotSent(int a) {
	}

	@Retention(RetentionPolicy.RUNTIME)
	@SodpWatch("a")
	@interface Composed {

	}

	static class Watcher {

		@SodpWatch("a")
		void change(StateChange<InChange> change, WatchMeta meta, List<DeltaOp> ops) {
		}

		@SodpWatch("a")
		void optional(Optional<InOptional> value, Message<InMessage> message, StateRef<InRef> ref) {
		}

		@SodpWatch("a")
		@SendTo("b")
		CompletionStage<Sent> sent() {
			return CompletableFuture.completedFuture(new Sent(1));
		}

		@SodpWatch("a")
		CompletionStage<NotSent> notSent() {
			return CompletableFuture.completedFuture(new NotSent(1));
		}

		@SodpWatch("a")
		@SodpWatch("b")
		void repeated(InRepeated value) {
		}

		@Composed
		void composed(InComposed value) {
		}

		@SodpWatch("a")
		void on(Score score) {
		}

	}

}
