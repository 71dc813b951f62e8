// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessageInsufficientBufferException;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.core.buffer.ArrayBufferInput;

/** The bytes of one message at a time, with the current position. */
final class MessageInput {

	/**
	 * Larger messages in buffers without an accessible array get an array of their own,
	 * which is not kept.
	 */
	private static final int KEPT_COPY_BYTES = 64 * 1024;

	private static final byte[] NOTHING = {};

	private static final char REPLACEMENT = '\uFFFD';

	private final ArrayBufferInput input = new ArrayBufferInput(NOTHING);

	private final MessageUnpacker unpacker = new MessagePack.UnpackerConfig().withAllowReadingBinaryAsString(false)
		.withAllowReadingStringAsBinary(false)
		.newUnpacker(this.input);

	private final TextCache texts = new TextCache();

	private byte[] copy = NOTHING;

	private byte[] bytes = NOTHING;

	private int start;

	private int length;

	/** Where the unpacker started. */
	private int base;

	/** Continues at {@link #offset()}. */
	MessageUnpacker unpacker() {
		return this.unpacker;
	}

	/** Starts with the remaining bytes of a buffer and consumes them. */
	void open(ByteBuffer message) {
		this.length = message.remaining();
		if (message.hasArray()) {
			this.bytes = message.array();
			this.start = message.arrayOffset() + message.position();
			message.position(message.limit());
		}
		else {
			this.bytes = (this.copy.length >= this.length) ? this.copy : new byte[this.length];
			this.copy = (this.bytes.length <= KEPT_COPY_BYTES) ? this.bytes : NOTHING;
			this.start = 0;
			message.get(this.bytes, 0, this.length);
		}
		rewind(0);
	}

	/** Moves to another position. */
	void rewind(long offset) {
		this.base = (int) offset;
		this.input.reset(this.bytes, this.start + this.base, this.length - this.base);
		resetUnpacker();
	}

	/** Releases the message, which may be large, until the next one arrives. */
	void close() {
		this.bytes = NOTHING;
		this.length = 0;
		this.base = 0;
		this.input.reset(NOTHING);
		resetUnpacker();
	}

	private void resetUnpacker() {
		try {
			this.unpacker.reset(this.input);
		}
		catch (IOException ex) {
			throw failure(ex);
		}
	}

	/** Returns the number of bytes read so far. */
	long offset() {
		return this.base + this.unpacker.getTotalReadBytes();
	}

	long remaining() {
		return this.length - offset();
	}

	/** Returns what comes next without consuming it. */
	MessageFormat peek() {
		if (remaining() == 0) {
			throw malformed("the message ends where a value should follow");
		}
		return MessageFormat.valueOf(this.bytes[position()]);
	}

	/** Returns whether the number after the next byte has its highest bit set. */
	boolean hasHighBit() {
		return remaining() > 1 && this.bytes[position() + 1] < 0;
	}

	private int position() {
		return this.start + (int) offset();
	}

	/** Consumes bytes without looking at them. */
	void skip(int size) {
		checkFits(size);
		advance(size);
	}

	/** Consumes bytes as a string that is unlikely to occur again. */
	String text(int size) {
		checkFits(size);
		String text = decode(position(), size);
		advance(size);
		return text;
	}

	/**
	 * Consumes bytes as a string that has probably occurred before: a name, a key, a
	 * path.
	 */
	String knownText(int size) {
		checkFits(size);
		int from = position();
		String text = this.texts.find(this.bytes, from, size);
		if (text == null) {
			text = decode(from, size);
			this.texts.add(text, this.bytes, from, size);
		}
		advance(size);
		return text;
	}

	/** Consumes bytes as a string that is probably the given one. */
	String knownText(int size, String expected) {
		checkFits(size);
		if (!TextCache.isAt(expected, this.bytes, position(), size)) {
			return knownText(size);
		}
		advance(size);
		return expected;
	}

	private String decode(int from, int size) {
		String text = new String(this.bytes, from, size, StandardCharsets.UTF_8);
		// Java replaces bytes that are not UTF-8 by U+FFFD; only then is it worth
		// checking whether the peer sent that character.
		if (text.indexOf(REPLACEMENT) >= 0) {
			byte[] again = text.getBytes(StandardCharsets.UTF_8);
			if (!Arrays.equals(again, 0, again.length, this.bytes, from, from + size)) {
				throw malformed("a text is not UTF-8");
			}
		}
		return text;
	}

	private void checkFits(int size) {
		if (size > remaining()) {
			throw malformed(size + " bytes do not fit into the " + remaining() + " that remain");
		}
	}

	private void advance(int size) {
		try {
			this.unpacker.readPayloadAsReference(size);
		}
		catch (IOException | MessagePackException ex) {
			throw failure(ex);
		}
	}

	Malformed malformed(String reason) {
		return new Malformed(reason, offset(), null);
	}

	Malformed failure(Exception ex) {
		String reason = (ex instanceof MessageInsufficientBufferException) ? "the message ends inside a value"
				: "this is not MessagePack: " + ex.getMessage();
		return new Malformed(reason, offset(), ex);
	}

}
