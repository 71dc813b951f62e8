// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.nio.ByteBuffer;
import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/**
 * Puts the fragments of a message together (RFC 6455, section 5.4). Unlike Netty's
 * aggregator keeps one array for all of them, so that many small fragments take no more
 * memory than their message, and tells a message that is too large from a connection that
 * is lost.
 */
final class MessageAssembly {

	private static final byte[] EMPTY = {};

	private final int maxMessageBytes;

	private final Scratch scratch;

	private final MessageListener listener;

	private Content content = Content.NONE;

	private byte[] gathered = EMPTY;

	private int length;

	/**
	 * Creates an assembly.
	 * @param maxMessageBytes largest message
	 * @param scratch memory of the event loop
	 * @param listener takes the messages
	 */
	MessageAssembly(int maxMessageBytes, Scratch scratch, MessageListener listener) {
		this.maxMessageBytes = maxMessageBytes;
		this.scratch = scratch;
		this.listener = listener;
	}

	/**
	 * Adds a frame.
	 * @param frame no control frame, and in an order that the decoder has checked
	 */
	void add(WebSocketFrame frame) {
		if (frame instanceof BinaryWebSocketFrame) {
			this.content = Content.BINARY;
		}
		else if (frame instanceof TextWebSocketFrame) {
			this.content = Content.NONE;
		}
		boolean last = frame.isFinalFragment();
		switch (this.content) {
			case BINARY -> add(frame.content(), last);
			case NONE -> {
				if (last) {
					this.listener.text();
				}
			}
			case DROPPED -> {
			}
		}
	}

	private void add(ByteBuf bytes, boolean last) {
		int size = bytes.readableBytes();
		if (size > this.maxMessageBytes - this.length) {
			clear();
			this.content = Content.DROPPED;
			this.listener.tooLarge();
		}
		else if (last && this.length == 0) {
			byte[] whole = this.scratch.bytes(size);
			bytes.readBytes(whole, 0, size);
			this.listener.binary(ByteBuffer.wrap(whole, 0, size));
		}
		else {
			gather(bytes, size);
			if (last) {
				ByteBuffer message = ByteBuffer.wrap(this.gathered, 0, this.length);
				clear();
				this.listener.binary(message);
			}
		}
	}

	private void gather(ByteBuf bytes, int size) {
		int needed = this.length + size;
		if (needed > this.gathered.length) {
			int grown = (int) Math.min(this.maxMessageBytes, Math.max(needed, 2L * this.gathered.length));
			this.gathered = Arrays.copyOf(this.gathered, grown);
		}
		bytes.readBytes(this.gathered, this.length, size);
		this.length = needed;
	}

	private void clear() {
		this.gathered = EMPTY;
		this.length = 0;
	}

	/** What is kept of the message at hand. */
	private enum Content {

		/** All of it. */
		BINARY,

		/** Nothing, since it is a text. */
		NONE,

		/** Nothing, since it is too large, which was told. */
		DROPPED

	}

}
