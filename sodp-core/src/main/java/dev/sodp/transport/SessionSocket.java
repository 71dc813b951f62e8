// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.io.IOException;

/**
 * An accepted WebSocket that a server session writes to. {@link #write} and
 * {@link #flush} are called by one thread at a time and may block.
 */
public interface SessionSocket {

	/**
	 * Writes a binary message, possibly into a buffer.
	 * @param frame the message; shared with other sessions, must not be modified
	 * @throws IOException if the socket is broken
	 */
	void write(byte[] frame) throws IOException;

	/**
	 * Sends everything written so far. Called when the queue of the session has run
	 * empty.
	 * @throws IOException if the socket is broken
	 */
	void flush() throws IOException;

	/**
	 * Closes the socket. May be called from any thread, even while a write blocks, and
	 * more than once.
	 * @param code WebSocket close code
	 * @param reason text for the peer, at most 123 bytes
	 */
	void close(int code, String reason);

}
