// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import dev.sodp.client.ClientError;
import dev.sodp.spring.Score;
import dev.sodp.spring.Seen;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.stereotype.Component;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What happens to an event that a method cannot take.
 */
class WatchFailuresTests {

	private static ClientError awaitError(WatchContext watches) {
		await().until(() -> !watches.errors.isEmpty());
		return watches.errors.get(0);
	}

	@Test
	void whatAMethodThrowsIsReportedWithKeyVersionAndMethod() {
		try (WatchContext watches = WatchContext.start(ThrowingWatcher.class)) {
			long version = watches.server.set("a", 1);

			ClientError error = awaitError(watches);

			assertThat(error.source()).isEqualTo(ClientError.Source.CALLBACK);
			assertThat(error.key()).isEqualTo("a");
			assertThat(error.version()).isEqualTo(version);
			assertThat(error.cause()).isInstanceOf(SodpWatchInvocationException.class)
				.hasMessageContaining("WatchFailuresTests$ThrowingWatcher.on(Integer)")
				.hasMessageContaining("'a' at version " + version)
				.hasRootCauseMessage("one is refused");
		}
	}

	@Test
	void aParameterThatMustNotBeNullIsReportedWithTheKeyThatHasNoValue() {
		try (WatchContext watches = WatchContext.start(NonNullWatcher.class)) {
			ClientError error = awaitError(watches);

			assertThat(error.key()).isEqualTo("absent");
			assertThat(error.cause()).isInstanceOf(SodpWatchInvocationException.class)
				.hasMessageContaining("'nonNullWatcher.on'")
				.hasMessageContaining("NonNullWatcher.on(Integer)")
				.hasMessageContaining("for key 'absent'")
				.hasMessageContaining("Parameter specified as non-null is null");
		}
	}

	/** What Kotlin compiles a parameter of the type Int to. */
	@Component("nonNullWatcher")
	static class NonNullWatcher {

		@SodpWatch("absent")
		void on(Integer value) {
			Objects.requireNonNull(value, "Parameter specified as non-null is null: method on, parameter value");
		}

	}

	@Test
	void theNextEventIsDeliveredAfterAFailure() {
		try (WatchContext watches = WatchContext.start(ThrowingWatcher.class)) {
			watches.server.set("a", 1);
			awaitError(watches);

			watches.server.set("a", 2);

			watches.bean(ThrowingWatcher.class).awaitLast(2);
		}
	}

	@Test
	void aFailureHurtsNoOtherMethod() {
		try (WatchContext watches = WatchContext.start(ThrowingWatcher.class, OtherWatcher.class)) {
			watches.server.set("a", 1);

			watches.bean(OtherWatcher.class).awaitLast(1);
		}
	}

	static class ThrowingWatcher extends Seen {

		@SodpWatch("a")
		void on(@Nullable Integer value) {
			if (value != null && value == 1) {
				throw new IllegalStateException("one is refused");
			}
			add(value);
		}

	}

	static class OtherWatcher extends Seen {

		@SodpWatch("a")
		void on(@Nullable Integer value) {
			add(value);
		}

	}

	@Test
	void anErrorIsReportedLikeAnException() {
		try (WatchContext watches = WatchContext.start(ErrorWatcher.class)) {
			assertThat(awaitError(watches).cause()).hasRootCauseInstanceOf(AssertionError.class);
		}
	}

	static class ErrorWatcher {

		@SodpWatch("a")
		void on() {
			throw new AssertionError("wrong");
		}

	}

	@Test
	void aFailedStageIsReported() {
		try (WatchContext watches = WatchContext.start(FailedStageWatcher.class)) {
			assertThat(awaitError(watches).cause()).hasMessageContaining("FailedStageWatcher.on()")
				.hasRootCauseMessage("later");
		}
	}

	static class FailedStageWatcher {

		@SodpWatch("a")
		CompletableFuture<Void> on() {
			return CompletableFuture.failedFuture(new IllegalStateException("later"));
		}

	}

	@Test
	void aValueThatDoesNotFitTheParameterIsReported() {
		try (WatchContext watches = WatchContext.start(OtherWatcher.class)) {
			long version = watches.server.set("a", "text");

			ClientError error = awaitError(watches);

			assertThat(error.version()).isEqualTo(version);
			assertThat(error.cause()).hasMessageContaining("OtherWatcher.on(Integer)");
		}
	}

	@Test
	void aPrimitiveWithoutValueIsReportedWithARemedy() {
		try (WatchContext watches = WatchContext.start(PrimitiveWatcher.class)) {
			assertThat(awaitError(watches).cause()).hasMessageContaining("there is no value")
				.hasMessageContaining("declare it as Long or Optional<Long>");
		}
	}

	static class PrimitiveWatcher {

		@SodpWatch("a")
		void on(long value) {
		}

	}

	@Test
	void anInvalidValueIsReportedAndNotDelivered() {
		try (WatchContext watches = WatchContext.start(ValidatingWatcher.class, LocalValidatorFactoryBean.class)) {
			watches.server.set("a", new Score("anna", 101));
			assertThat(awaitError(watches).cause()).hasMessageContaining("points");

			watches.server.set("a", new Score("anna", 100));

			ValidatingWatcher watcher = watches.bean(ValidatingWatcher.class);
			watcher.awaitLast(new Score("anna", 100));
			assertThat(watcher.all()).doesNotContain(new Score("anna", 101));
		}
	}

	@Test
	void withoutAValidatorNothingIsValidated() {
		try (WatchContext watches = WatchContext.start(ValidatingWatcher.class)) {
			watches.server.set("a", new Score("anna", 101));

			watches.bean(ValidatingWatcher.class).awaitLast(new Score("anna", 101));
		}
	}

	static class ValidatingWatcher extends Seen {

		@SodpWatch("a")
		void on(@Valid @Nullable Score score) {
			add(score);
		}

	}

}
