// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

/**
 * What becomes of a call while no session is live.
 */
public enum OfflinePolicy {

	/**
	 * It waits for the next session, within the call timeout and the bounds of the queue.
	 */
	QUEUE,

	/** It fails at once with {@link SodpNotSentException}. */
	FAIL

}
