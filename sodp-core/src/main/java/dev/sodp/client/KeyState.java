// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

/**
 * How a watched key stands to the server.
 */
public enum KeyState {

	/** The value here follows the server's. */
	LIVE,

	/** The server's value is awaited; until it comes the value here may be stale. */
	RESTORING,

	/** The server refused the subscription; it is asked again in the next session. */
	DENIED,

	/** The value here follows the server's, and the key does not exist there. */
	GONE

}
