// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

/** What happens to a call while no session is live. */
public enum OfflinePolicy {

	/**
	 * The call waits for the next session, within the call timeout and the limits of the
	 * queue.
	 */
	QUEUE,

	/** The call fails at once with {@link SodpNotSentException}. */
	FAIL

}
