// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * A {@link WatchCallback} that completes asynchronously: the next event of the
 * subscription is delivered when the returned stage has completed.
 *
 * @param <T> type of the values
 */
@FunctionalInterface
public interface AsyncWatchCallback<T> {

	/**
	 * Called with each new value.
	 * @param value the value; {@code null} if the key does not exist or holds null
	 * @param meta version and origin of the value
	 * @return completes when the next event may be delivered; a failure is reported to
	 * the {@link SodpErrorListener}
	 * @throws Exception any exception; it is reported and the next event is delivered
	 */
	CompletionStage<?> onValue(@Nullable T value, WatchMeta meta) throws Exception;

	/**
	 * Returns a callback that has completed when another one returns.
	 * @param <T> type of the values
	 * @param callback called with each value
	 * @return the callback, in asynchronous form
	 */
	static <T> AsyncWatchCallback<T> of(WatchCallback<? super T> callback) {
		Objects.requireNonNull(callback, "callback must not be null");
		CompletableFuture<@Nullable Void> done = CompletableFuture.completedFuture(null);
		return (value, meta) -> {
			callback.onValue(value, meta);
			return done;
		};
	}

}
