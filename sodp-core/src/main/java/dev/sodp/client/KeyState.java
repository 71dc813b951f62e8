// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

/** Whether a watched key is in sync with the server. */
public enum KeyState {

	/** The local value follows the server's. */
	LIVE,

	/**
	 * The server's value has been requested or is about to be; until it arrives, the
	 * local value may be stale.
	 */
	RESTORING,

	/** The server refused the subscription; it is requested again in the next session. */
	DENIED,

	/** The local value follows the server's, and the key does not exist there. */
	GONE

}
