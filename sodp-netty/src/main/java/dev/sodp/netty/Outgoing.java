// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what a session writes until it is flushed, so that it is one write. A message
 * that is alone is not copied if other sessions of the loop send it as well, and neither
 * is a large one. Used on the loop only.
 */
final class Outgoing {

	/** Larger messages gain nothing from being gathered. */
	private static final int LARGE = 16 * 1024;

	/** With more than that the socket is asked whether it takes it. */
	private static final int ENOUGH = 32 * 1024;

	private static final int SMALLEST = 512;

	private final Channel channel;

	private final SharedFrame shared;

	/** A message that may remain alone. */
	private byte @Nullable [] alone;

	private @Nullable ByteBuf gathered;

	Outgoing(Channel channel, SharedFrame shared) {
		this.channel = channel;
		this.shared = shared;
	}

	void add(byte[] message) {
		if (message.length >= LARGE) {
			flush();
			this.alone = message;
			flush();
			return;
		}
		if (this.alone == null && this.gathered == null) {
			this.alone = message;
			return;
		}
		ByteBuf to = this.gathered;
		if (to == null) {
			to = this.channel.alloc().directBuffer(SMALLEST);
			this.gathered = to;
		}
		if (this.alone != null) {
			FrameWriter.binary(to, this.alone);
			this.alone = null;
		}
		FrameWriter.binary(to, message);
		if (to.readableBytes() >= ENOUGH) {
			flush();
		}
	}

	void flush() {
		if (this.gathered != null) {
			ByteBuf written = this.gathered;
			this.gathered = null;
			this.channel.writeAndFlush(written, this.channel.voidPromise());
		}
		else if (this.alone != null) {
			ByteBuf written = this.shared.of(this.alone, this.channel.alloc());
			this.alone = null;
			this.channel.writeAndFlush(written, this.channel.voidPromise());
		}
	}

	/** Drops what has not been flushed. */
	void release() {
		this.alone = null;
		if (this.gathered != null) {
			this.gathered.release();
			this.gathered = null;
		}
	}

}
