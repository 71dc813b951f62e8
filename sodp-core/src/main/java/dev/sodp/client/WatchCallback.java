// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import org.jspecify.annotations.Nullable;

/**
 * Receives the values of a watched key. Called by the client's callback executor, one
 * call at a time per subscription and in version order; it may block and may use the
 * client. What it throws reaches the {@link SodpErrorListener}.
 *
 * @param <T> type of the values
 */
@FunctionalInterface
public interface WatchCallback<T> {

	/**
	 * Called with each new value.
	 * @param value the value; null if the key does not exist or holds null. A JSON tree
	 * is immutable. A {@code Map} with text as keys is unmodifiable, and values in it
	 * that did not change are the instances of the call before, so they must not be
	 * changed
	 * @param meta version and origin
	 * @throws Exception anything; it is reported and the next event is delivered
	 */
	void onValue(@Nullable T value, WatchMeta meta) throws Exception;

}
