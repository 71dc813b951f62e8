// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

/** The states of a client between start and close. */
public enum ConnectionState {

	/** Not started, or stopped; {@code start()} connects. */
	STOPPED,

	/** Opening the socket, waiting for HELLO, or authenticating. */
	CONNECTING,

	/**
	 * Live, but some of the keys watched when the session began still wait for the
	 * server's value.
	 */
	CONNECTED,

	/** Live, and every key that was watched when the session began has been restored. */
	RESTORED,

	/** Disconnected; the next attempt follows after a back-off. */
	WAITING,

	/**
	 * Given up because the token was refused or reconnecting is switched off.
	 * {@code start()} tries again.
	 */
	FAILED,

	/** Closed for good. */
	CLOSED;

	/**
	 * Returns whether calls can be answered in this state.
	 * @return {@code true} for {@link #CONNECTED} and {@link #RESTORED}
	 */
	public boolean isLive() {
		return this == CONNECTED || this == RESTORED;
	}

}
