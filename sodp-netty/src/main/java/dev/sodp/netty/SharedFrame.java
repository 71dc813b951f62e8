// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The frame that an event loop has sent last. A delta goes to many sessions one after the
 * other, all of which send the same memory. Used on the loop only.
 */
final class SharedFrame {

	private byte @Nullable [] message;

	private @Nullable ByteBuf frame;

	/**
	 * Returns the frame of a message.
	 * @param sent the message, never modified
	 * @param memory for the frame, if it is another one than the last
	 * @return the frame, to be released by the caller
	 */
	ByteBuf of(byte[] sent, ByteBufAllocator memory) {
		ByteBuf current = this.frame;
		if (current == null || sent != this.message) {
			release();
			current = FrameWriter.binary(memory, sent);
			this.message = sent;
			this.frame = current;
		}
		return current.retainedDuplicate();
	}

	/** Keeps nothing any more. */
	void release() {
		this.message = null;
		if (this.frame != null) {
			this.frame.release();
			this.frame = null;
		}
	}

}
