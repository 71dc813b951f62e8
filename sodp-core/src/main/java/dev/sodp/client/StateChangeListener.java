// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

/**
 * Receives the changes of a watched key. Called on the callback executor, one call at a
 * time per subscription and in version order. It may block and may use the client.
 * Exceptions are reported to the {@link SodpErrorListener}.
 *
 * @param <T> type of the values
 */
@FunctionalInterface
public interface StateChangeListener<T> {

	/**
	 * Called with the first value and with each change.
	 * @param change the change from the value delivered before
	 * @throws Exception any exception; it is reported and the next event is delivered
	 */
	void onChange(StateChange<T> change) throws Exception;

}
