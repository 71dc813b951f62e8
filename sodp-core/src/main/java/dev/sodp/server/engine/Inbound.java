// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import dev.sodp.protocol.Frame;
import dev.sodp.protocol.MalformedFrameException;

/**
 * A message from a client, as far as it could be understood.
 */
public sealed interface Inbound {

	/**
	 * A frame.
	 *
	 * @param frame the frame
	 */
	record Decoded(Frame frame) implements Inbound {
	}

	/**
	 * Not a frame.
	 *
	 * @param cause what is wrong with it
	 */
	record Malformed(MalformedFrameException cause) implements Inbound {
	}

	/**
	 * More bytes than a frame may have.
	 *
	 * @param bytes size of the message
	 * @param limit the limit
	 */
	record TooLarge(int bytes, int limit) implements Inbound {
	}

	/** A text message. */
	record Text() implements Inbound {
	}

}
