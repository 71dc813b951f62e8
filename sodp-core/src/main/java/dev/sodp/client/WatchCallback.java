// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import org.jspecify.annotations.Nullable;

/**
 * Receives the values of a watched key. Called on the client's callback executor, one
 * call at a time per subscription and in version order. It may block and may use the
 * client. Exceptions are reported to the {@link SodpErrorListener}.
 *
 * @param <T> type of the values
 */
@FunctionalInterface
public interface WatchCallback<T> {

	/**
	 * Called with each new value.
	 * @param value the value; {@code null} if the key does not exist or holds null. A
	 * JSON tree is immutable. A {@code Map} with strings as keys is unmodifiable, and its
	 * values are the same instances as in the previous call where they did not change, so
	 * they must not be modified
	 * @param meta version and origin of the value
	 * @throws Exception any exception; it is reported and the next event is delivered
	 */
	void onValue(@Nullable T value, WatchMeta meta) throws Exception;

}
