// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.util.concurrent.CompletionStage;

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

}
