// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.sodp.client.AsyncStateChangeListener;
import dev.sodp.client.StateChange;
import dev.sodp.client.Subscription;
import dev.sodp.internal.Durations;
import tools.jackson.core.JacksonException;

/**
 * Waits for the first value that meets a condition. Uses an executor of its own so that a
 * callback of the client that waits cannot prevent the value from arriving.
 *
 * @param <T> type of the value
 */
final class ValueWait<T> {

	private static final CompletionStage<?> DONE = CompletableFuture.completedFuture(null);

	private final CompletableFuture<T> future = new CompletableFuture<>();

	private final Predicate<? super T> condition;

	private final Duration timeout;

	private final SodpState<T> state;

	ValueWait(Predicate<? super T> condition, Duration timeout, SodpState<T> state) {
		this.condition = Objects.requireNonNull(condition, "condition must not be null");
		this.timeout = Durations.positive(timeout, "timeout");
		this.state = state;
	}

	CompletableFuture<T> future() {
		return this.future;
	}

	Executor executor() {
		return this.future.defaultExecutor();
	}

	void begin(Function<AsyncStateChangeListener<T>, Subscription> watch) {
		Subscription subscription = watch.apply(this::onChange);
		CompletableFuture<Void> time = new CompletableFuture<>();
		this.future.whenComplete((value, failure) -> {
			subscription.close();
			time.complete(null);
		});
		time.orTimeout(Durations.toNanos(this.timeout), TimeUnit.NANOSECONDS).whenCompleteAsync((nothing, late) -> {
			if (late != null) {
				this.future.completeExceptionally(timedOut());
			}
		}, executor());
	}

	/**
	 * A value that cannot be converted does not meet any condition; reported as the
	 * cause.
	 */
	private TimeoutException timedOut() {
		TimeoutException failure = new TimeoutException(
				"No value met the condition within " + this.timeout + ": " + this.state.status());
		try {
			this.state.get();
		}
		catch (JacksonException ex) {
			failure.initCause(ex);
		}
		return failure;
	}

	private CompletionStage<?> onChange(StateChange<T> change) {
		T value = change.current();
		try {
			if (value != null && this.condition.test(value)) {
				this.future.complete(value);
			}
		}
		catch (Throwable ex) {
			this.future.completeExceptionally(ex);
		}
		return DONE;
	}

}
