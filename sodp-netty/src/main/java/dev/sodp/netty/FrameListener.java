// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.nio.ByteBuffer;

/**
 * Takes what a {@link FrameParser} has found.
 */
interface FrameListener {

	/** Whether it takes anything more right now. */
	boolean isReading();

	/**
	 * A whole binary message.
	 * @param message valid only during this call
	 */
	void binary(ByteBuffer message);

	/** A whole text message, whose content is not kept. */
	void text();

	/**
	 * A ping to be answered.
	 * @param payload valid only during this call
	 */
	void ping(byte[] payload);

	/** An answer to a ping. */
	void pong();

	/**
	 * The peer ends the connection.
	 * @param code its close code, or 1005 if it sent none
	 * @param reason its text
	 */
	void closing(int code, String reason);

	/**
	 * The peer violates the WebSocket protocol; nothing more is taken.
	 * @param reason what it did
	 */
	void violation(String reason);

}
