// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.nio.ByteBuffer;

/**
 * Takes the messages of a client.
 */
interface MessageListener {

	/** Whether it takes anything more right now. */
	boolean isReading();

	/**
	 * A whole binary message.
	 * @param message valid only during this call
	 */
	void binary(ByteBuffer message);

	/** A whole text message, whose content is not kept. */
	void text();

	/** A message of which nothing is kept. */
	void tooLarge();

}
