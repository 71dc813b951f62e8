// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Joins the parts of a binary message. Not thread-safe: a container delivers the parts of
 * a session one after another.
 */
final class MessageAssembly {

	private static final byte[] EMPTY = {};

	/**
	 * One byte more than the largest allowed message, so that the consumer can tell that
	 * it is too large.
	 */
	private final int capacity;

	private byte[] gathered = EMPTY;

	private int length;

	private boolean overflown;

	MessageAssembly(int maxMessageBytes) {
		this.capacity = (maxMessageBytes < Integer.MAX_VALUE) ? maxMessageBytes + 1 : maxMessageBytes;
	}

	/**
	 * Adds a part.
	 * @param part the bytes
	 * @param last whether this is the last part of the message
	 * @param consumer receives the message once it is complete or too large; the bytes
	 * are valid only during the call
	 */
	void add(ByteBuffer part, boolean last, Consumer<ByteBuffer> consumer) {
		if (this.overflown) {
			this.overflown = !last;
			return;
		}
		if (last && this.length == 0 && part.remaining() <= this.capacity) {
			consumer.accept(part);
			return;
		}
		gather(part);
		if (last || this.length == this.capacity) {
			this.overflown = !last;
			ByteBuffer message = ByteBuffer.wrap(this.gathered, 0, this.length);
			this.gathered = EMPTY;
			this.length = 0;
			consumer.accept(message);
		}
	}

	private void gather(ByteBuffer part) {
		int added = Math.min(part.remaining(), this.capacity - this.length);
		int needed = this.length + added;
		if (needed > this.gathered.length) {
			int grown = (int) Math.min(this.capacity, Math.max(needed, 2L * this.gathered.length));
			this.gathered = Arrays.copyOf(this.gathered, grown);
		}
		part.get(this.gathered, this.length, added);
		this.length = needed;
	}

}
