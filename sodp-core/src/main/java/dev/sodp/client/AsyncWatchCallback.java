// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * A {@link WatchCallback} that finishes later: the next event of the subscription waits
 * for the returned stage.
 *
 * @param <T> type of the values
 */
@FunctionalInterface
public interface AsyncWatchCallback<T> {

	/**
	 * Called with each new value.
	 * @param value the value; null if the key does not exist or holds null
	 * @param meta version and origin
	 * @return completes when the next event may come; a failure is reported to the
	 * {@link SodpErrorListener}
	 * @throws Exception anything; it is reported and the next event is delivered
	 */
	CompletionStage<?> onValue(@Nullable T value, WatchMeta meta) throws Exception;

}
