// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.nio.ByteBuffer;

/**
 * Where a WebSocket container reports what happens to a session's socket. One call at a
 * time per session.
 */
public interface SessionInput {

	/**
	 * A whole binary message arrived. May block for as long as the peer does not read the
	 * answers to its own requests; this is the session's back-pressure.
	 * @param message the bytes, valid only during this call
	 */
	void received(ByteBuffer message);

	/** A text message arrived, which SODP has no use for. */
	void receivedText();

	/** A pong arrived: the peer is alive. */
	void pong();

	/**
	 * The socket is gone. May be called from any thread and more than once.
	 * @param code WebSocket close code
	 * @param reason text for the log
	 */
	void closed(int code, String reason);

}
