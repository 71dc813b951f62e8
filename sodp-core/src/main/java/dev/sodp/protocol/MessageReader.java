// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePackException;
import org.msgpack.value.ValueType;

/**
 * Reads one MessagePack message step by step, never beyond its end. Every failure is a
 * {@link Malformed}.
 *
 * <p>
 * Counts that a peer declares are trusted only while the remaining bytes can hold one
 * byte for each item still owed by <em>all</em> open containers. So what is allocated for
 * declared items never exceeds the message, even if each of many nested arrays claims all
 * that remains.
 */
final class MessageReader {

	private final MessageInput input = new MessageInput();

	/** Items that open containers still owe. */
	private long owed;

	/** Starts with the remaining bytes of a buffer and consumes them. */
	void open(ByteBuffer message) {
		this.input.open(message);
		this.owed = 1;
	}

	/** Moves back to a position where one item starts. */
	void rewind(long offset) {
		this.input.rewind(offset);
		this.owed = 1;
	}

	/** Releases the message. */
	void close() {
		this.input.close();
	}

	/** Returns the number of bytes read so far. */
	long offset() {
		return this.input.offset();
	}

	Malformed malformed(String reason) {
		return this.input.malformed(reason);
	}

	Malformed missing(String field) {
		return malformed("field '" + field + "' is missing");
	}

	<T> T required(@Nullable T value, String field) {
		if (value == null) {
			throw missing(field);
		}
		return value;
	}

	/** Returns what comes next without consuming it. */
	MessageFormat peek() {
		return this.input.peek();
	}

	boolean atText() {
		return switch (peek()) {
			case FIXSTR, STR8, STR16, STR32 -> true;
			default -> false;
		};
	}

	private MessageFormat take(ValueType expected, String what) {
		MessageFormat format = peek();
		if (format == MessageFormat.NEVER_USED || format.getValueType() != expected) {
			throw malformed("expected " + what + " but found " + describe(format));
		}
		this.owed--;
		return format;
	}

	static String describe(MessageFormat format) {
		return (format == MessageFormat.NEVER_USED) ? "the byte 0xc1, which MessagePack never uses"
				: switch (format.getValueType()) {
					case NIL -> "nil";
					case BOOLEAN -> "a boolean";
					case INTEGER -> "an integer";
					case FLOAT -> "a floating point number";
					case STRING -> "a text";
					case BINARY -> "binary data";
					case ARRAY -> "an array";
					case MAP -> "a map";
					case EXTENSION -> "an extension type";
				};
	}

	boolean tryNil() {
		if (peek() != MessageFormat.NIL) {
			return false;
		}
		try {
			this.input.unpacker().unpackNil();
		}
		catch (IOException | MessagePackException ex) {
			throw this.input.failure(ex);
		}
		this.owed--;
		return true;
	}

	boolean bool() {
		take(ValueType.BOOLEAN, "a boolean");
		try {
			return this.input.unpacker().unpackBoolean();
		}
		catch (IOException | MessagePackException ex) {
			throw this.input.failure(ex);
		}
	}

	/**
	 * Returns the 64 bits of an integer of any width; negative also for an unsigned one
	 * beyond {@link Long#MAX_VALUE}.
	 */
	long integerBits() {
		boolean huge = take(ValueType.INTEGER, "an integer") == MessageFormat.UINT64 && this.input.hasHighBit();
		try {
			return huge ? this.input.unpacker().unpackBigInteger().longValue() : this.input.unpacker().unpackLong();
		}
		catch (IOException | MessagePackException ex) {
			throw this.input.failure(ex);
		}
	}

	/** Returns an integer of any width and signedness from 0 to {@code max}. */
	long unsigned(String what, long max) {
		long value = integerBits();
		if (value < 0 || value > max) {
			throw malformed(what + " must be between 0 and " + max);
		}
		return value;
	}

	double number() {
		take(ValueType.FLOAT, "a floating point number");
		try {
			return this.input.unpacker().unpackDouble();
		}
		catch (IOException | MessagePackException ex) {
			throw this.input.failure(ex);
		}
	}

	/** Returns a string that is unlikely to occur again. */
	String text() {
		return this.input.text(textSize("a text"));
	}

	/** Returns a string that has probably occurred before: a name, a key, a path. */
	String knownText(String what) {
		return this.input.knownText(textSize(what));
	}

	/** Returns a string that is probably the given one. */
	String knownText(String what, String expected) {
		return this.input.knownText(textSize(what), expected);
	}

	private int textSize(String what) {
		take(ValueType.STRING, what);
		try {
			return this.input.unpacker().unpackRawStringHeader();
		}
		catch (IOException | MessagePackException ex) {
			throw this.input.failure(ex);
		}
	}

	/** Opens an array. */
	int arrayHeader(String what) {
		take(ValueType.ARRAY, what);
		try {
			return owe(this.input.unpacker().unpackArrayHeader(), 1);
		}
		catch (IOException | MessagePackException ex) {
			throw this.input.failure(ex);
		}
	}

	/** Opens a map. */
	int mapHeader(String what) {
		take(ValueType.MAP, what);
		try {
			return owe(this.input.unpacker().unpackMapHeader(), 2);
		}
		catch (IOException | MessagePackException ex) {
			throw this.input.failure(ex);
		}
	}

	private int owe(int count, int itemsEach) {
		this.owed += (long) count * itemsEach;
		if (this.owed > this.input.remaining()) {
			throw malformed(count + " entries do not fit into the " + this.input.remaining() + " bytes that remain");
		}
		return count;
	}

	/** Skips one item with everything in it. */
	void skip() {
		long enclosing = this.owed - 1;
		while (this.owed > enclosing) {
			skipHead();
		}
	}

	private void skipHead() {
		MessageFormat format = peek();
		try {
			switch (format) {
				case FIXARRAY, ARRAY16, ARRAY32 -> arrayHeader("an array");
				case FIXMAP, MAP16, MAP32 -> mapHeader("a map");
				case FIXSTR, STR8, STR16, STR32 -> this.input.skip(textSize("a text"));
				case BIN8, BIN16, BIN32 -> {
					this.owed--;
					this.input.skip(this.input.unpacker().unpackBinaryHeader());
				}
				case FIXEXT1, FIXEXT2, FIXEXT4, FIXEXT8, FIXEXT16, EXT8, EXT16, EXT32 -> {
					this.owed--;
					this.input.skip(this.input.unpacker().unpackExtensionTypeHeader().getLength());
				}
				case NEVER_USED -> throw malformed("found " + describe(format));
				default -> {
					this.owed--;
					this.input.unpacker().skipValue();
				}
			}
		}
		catch (IOException | MessagePackException ex) {
			throw this.input.failure(ex);
		}
	}

	/**
	 * Returns the defect if anything follows the message, which is one item; null if
	 * nothing does.
	 */
	@Nullable Malformed trailing() {
		return (this.input.remaining() == 0) ? null : malformed(this.input.remaining() + " bytes follow the frame");
	}

}
