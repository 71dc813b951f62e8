// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

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

}
