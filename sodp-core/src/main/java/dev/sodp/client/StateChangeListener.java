// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

/**
 * Receives the steps from value to value of a watched key. Called by the callback
 * executor, one call at a time per subscription and in version order; it may block and
 * may use the client. What it throws reaches the {@link SodpErrorListener}.
 *
 * @param <T> type of the values
 */
@FunctionalInterface
public interface StateChangeListener<T> {

	/**
	 * Called with the first value and with each change.
	 * @param change the step from the value delivered before
	 * @throws Exception anything; it is reported and the next event is delivered
	 */
	void onChange(StateChange<T> change) throws Exception;

}
