// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.nio.ByteBuffer;

/**
 * Where a WebSocket container reports what happens to the socket of a session. One call
 * at a time per session, except {@link #closed}.
 */
public interface SessionInput {

	/**
	 * Processes a complete binary message. May block while the peer does not read the
	 * answers to its own requests; this is the back-pressure of a session. If
	 * {@linkplain SessionSocket#mayReaderWait() the reader must not wait}, it blocks for
	 * some milliseconds at most.
	 * @param message the bytes, valid only during this call
	 */
	void received(ByteBuffer message);

	/** Processes a text message, which SODP does not use. */
	void receivedText();

	/** Processes a pong: the peer is alive. */
	void pong();

	/**
	 * Ends the session because the socket is closed. May be called from any thread and
	 * more than once.
	 * @param code WebSocket close code
	 * @param reason text for the log
	 */
	void closed(int code, String reason);

}
