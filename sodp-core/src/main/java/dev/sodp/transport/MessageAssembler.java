// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Joins the fragments of a message, up to a limit. A message that arrives in one piece is
 * passed on without copying.
 */
final class MessageAssembler {

	private static final int INITIAL_BYTES = 8 * 1024;

	/** A buffer beyond this size is released after use. */
	private static final int RETAINED_BYTES = 256 * 1024;

	private final int limit;

	private byte[] buffer = new byte[0];

	private int length;

	MessageAssembler(int limit) {
		this.limit = limit;
	}

	/**
	 * Adds a fragment.
	 * @return the whole message if this was its last fragment, valid until the next call
	 */
	@Nullable ByteBuffer add(ByteBuffer fragment, boolean last) {
		int size = fragment.remaining();
		if (size > this.limit - this.length) {
			throw new MessageTooBigException(this.limit);
		}
		if (last && this.length == 0) {
			return fragment;
		}
		ensureCapacity(this.length + size);
		fragment.get(this.buffer, this.length, size);
		this.length += size;
		if (!last) {
			return null;
		}
		ByteBuffer message = ByteBuffer.wrap(this.buffer, 0, this.length);
		this.length = 0;
		if (this.buffer.length > RETAINED_BYTES) {
			this.buffer = new byte[0];
		}
		return message;
	}

	private void ensureCapacity(int needed) {
		if (needed > this.buffer.length) {
			long doubled = Math.max(INITIAL_BYTES, this.buffer.length * 2L);
			this.buffer = Arrays.copyOf(this.buffer, (int) Math.max(needed, Math.min(doubled, this.limit)));
		}
	}

}
