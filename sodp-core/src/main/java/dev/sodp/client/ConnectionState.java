// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

/**
 * Where a client stands between starting and its end.
 */
public enum ConnectionState {

	/** Not started, or stopped; {@code start()} leads on. */
	STOPPED,

	/** Opening the socket, waiting for HELLO, or authenticating. */
	CONNECTING,

	/**
	 * Live; some keys that were watched when the session began still wait for the
	 * server's value.
	 */
	CONNECTED,

	/** Live, and every key that was watched when the session began has been restored. */
	RESTORED,

	/** Disconnected; the next attempt follows after a delay. */
	WAITING,

	/**
	 * Given up: the token was refused or reconnecting is switched off. {@code start()}
	 * tries again.
	 */
	FAILED,

	/** Closed for good. */
	CLOSED;

	/**
	 * Whether calls can be answered now.
	 * @return true in {@link #CONNECTED} and {@link #RESTORED}
	 */
	public boolean isLive() {
		return this == CONNECTED || this == RESTORED;
	}

}
