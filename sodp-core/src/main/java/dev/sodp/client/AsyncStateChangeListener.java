// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.util.concurrent.CompletionStage;

/**
 * A {@link StateChangeListener} that finishes later: the next event of the subscription
 * waits for the returned stage.
 *
 * @param <T> type of the values
 */
@FunctionalInterface
public interface AsyncStateChangeListener<T> {

	/**
	 * Called with the first value and with each change.
	 * @param change the step from the value delivered before
	 * @return completes when the next event may come; a failure is reported to the
	 * {@link SodpErrorListener}
	 * @throws Exception anything; it is reported and the next event is delivered
	 */
	CompletionStage<?> onChange(StateChange<T> change) throws Exception;

}
