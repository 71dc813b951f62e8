// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * A {@link StateChangeListener} that completes asynchronously: the next event of the
 * subscription is delivered when the returned stage has completed.
 *
 * @param <T> type of the values
 */
@FunctionalInterface
public interface AsyncStateChangeListener<T> {

	/**
	 * Called with the first value and with each change.
	 * @param change the change from the value delivered before
	 * @return completes when the next event may be delivered; a failure is reported to
	 * the {@link SodpErrorListener}
	 * @throws Exception any exception; it is reported and the next event is delivered
	 */
	CompletionStage<?> onChange(StateChange<T> change) throws Exception;

	/**
	 * Returns a listener that has completed when another one returns.
	 * @param <T> type of the values
	 * @param listener called with each change
	 * @return the listener, in asynchronous form
	 */
	static <T> AsyncStateChangeListener<T> of(StateChangeListener<T> listener) {
		Objects.requireNonNull(listener, "listener must not be null");
		CompletableFuture<@Nullable Void> done = CompletableFuture.completedFuture(null);
		return (change) -> {
			listener.onChange(change);
			return done;
		};
	}

}
