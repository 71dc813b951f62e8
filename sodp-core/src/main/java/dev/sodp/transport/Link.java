// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

/**
 * A WebSocket as the client engine sees it. No method blocks, throws because of the
 * network, or calls the listener before it returns; failures arrive at
 * {@link LinkListener#closed}.
 */
public interface Link {

	/**
	 * Sends a binary message after all earlier ones.
	 * @param frame the message; must not be modified afterwards
	 */
	void send(byte[] frame);

	/** Sends a WebSocket ping. The pong is reported to {@link LinkListener#alive()}. */
	void ping();

	/**
	 * Sends a close frame after all earlier messages and waits only briefly for the peer
	 * to answer it.
	 * @param code WebSocket close code
	 * @param reason text for the peer, at most 123 bytes
	 */
	void close(int code, String reason);

	/** Drops the connection without a close frame. */
	void abort();

	/**
	 * What the report of an attempt that takes too long should say about where it leads.
	 * @return text to append, empty if there is nothing to say
	 */
	default String details() {
		return "";
	}

}
