// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Finds the messages of a client in the bytes it sends (RFC 6455, section 5). Keeps
 * little more than the fragments of a message, so that an idle session is small: the
 * memory to unmask in belongs to the event loop.
 */
final class FrameParser {

	private static final int CONTINUATION = 0;

	private static final int TEXT = 1;

	private static final int BINARY = 2;

	private static final int CLOSE = 8;

	private static final int PING = 9;

	private static final int PONG = 10;

	private static final int MOST_CONTROL_BYTES = 125;

	private static final int NO_CODE = 1005;

	private static final byte[] EMPTY = {};

	private final int maxMessageBytes;

	private final Scratch scratch;

	private final FrameListener listener;

	/** Of the message of which fragments have arrived, or {@link #CONTINUATION}. */
	private int fragmented = CONTINUATION;

	private byte[] gathered = EMPTY;

	private int length;

	/** Bytes of the frame at hand that are of no interest. */
	private long skipped;

	/** Whether a text message ends with them. */
	private boolean textEnds;

	/** Whether the message at hand was too large, so that its rest is of no interest. */
	private boolean dropping;

	/**
	 * Creates a parser.
	 * @param maxMessageBytes largest message; of a larger one only as much is passed on
	 * that the receiver can tell
	 * @param scratch memory of the event loop
	 * @param listener takes what is found
	 */
	FrameParser(int maxMessageBytes, Scratch scratch, FrameListener listener) {
		this.maxMessageBytes = maxMessageBytes;
		this.scratch = scratch;
		this.listener = listener;
	}

	/**
	 * Finds all that is complete.
	 * @param in the bytes; what is left of them must be passed again, with what follows
	 */
	void parse(ByteBuf in) {
		boolean progress = true;
		while (progress && this.listener.isReading()) {
			progress = (this.skipped > 0) ? skip(in) : parseFrame(in);
		}
	}

	private boolean skip(ByteBuf in) {
		int now = (int) Math.min(this.skipped, in.readableBytes());
		in.skipBytes(now);
		this.skipped -= now;
		if (this.skipped > 0) {
			return false;
		}
		if (this.textEnds) {
			this.textEnds = false;
			this.listener.text();
		}
		return true;
	}

	/** Returns false if there is no whole frame. */
	private boolean parseFrame(ByteBuf in) {
		if (in.readableBytes() < 2) {
			return false;
		}
		int start = in.readerIndex();
		int first = in.getUnsignedByte(start);
		int second = in.getUnsignedByte(start + 1);
		int header = 2 + lengthBytes(second & 0x7F) + 4;
		String violation = violation(first, second);
		if (violation != null) {
			this.listener.violation(violation);
			return false;
		}
		if (in.readableBytes() < header) {
			return false;
		}
		long payload = payloadLength(in, start, second & 0x7F);
		if (payload < 0) {
			this.listener.violation("a length is negative");
			return false;
		}
		boolean last = (first & 0x80) != 0;
		int opcode = first & 0x0F;
		if (opcode < CLOSE && isSkipped(opcode, payload)) {
			in.skipBytes(header);
			skip(opcode, payload, last);
			return true;
		}
		if (in.readableBytes() < header + payload) {
			return false;
		}
		int mask = in.getInt(start + header - 4);
		in.skipBytes(header);
		if (opcode >= CLOSE) {
			control(opcode, in, (int) payload, mask);
		}
		else {
			data(in, (int) payload, mask, last);
		}
		return true;
	}

	private static int lengthBytes(int length) {
		return switch (length) {
			case 126 -> 2;
			case 127 -> 8;
			default -> 0;
		};
	}

	private static long payloadLength(ByteBuf in, int start, int length) {
		return switch (length) {
			case 126 -> in.getUnsignedShort(start + 2);
			case 127 -> in.getLong(start + 2);
			default -> length;
		};
	}

	private @Nullable String violation(int first, int second) {
		int opcode = first & 0x0F;
		if ((first & 0x70) != 0) {
			return "a reserved bit is set";
		}
		if ((second & 0x80) == 0) {
			return "a frame is not masked";
		}
		if (opcode > PONG || (opcode > BINARY && opcode < CLOSE)) {
			return "the opcode " + opcode + " is unknown";
		}
		if (opcode >= CLOSE) {
			boolean fragment = (first & 0x80) == 0;
			return (fragment || (second & 0x7F) > MOST_CONTROL_BYTES) ? "a control frame is too long or fragmented"
					: null;
		}
		if ((opcode == CONTINUATION) != (this.fragmented != CONTINUATION)) {
			return (opcode == CONTINUATION) ? "a fragment continues nothing" : "a message begins within another";
		}
		return null;
	}

	/** Told at once, since the rest may be as long as its sender likes. */
	private boolean isSkipped(int opcode, long payload) {
		boolean text = opcode == TEXT || (opcode == CONTINUATION && this.fragmented == TEXT);
		if (!text && !this.dropping && payload > this.maxMessageBytes - this.length) {
			this.dropping = true;
			this.gathered = EMPTY;
			this.length = 0;
			this.listener.binary(ByteBuffer.wrap(new byte[this.maxMessageBytes + 1]));
		}
		return text || this.dropping;
	}

	private void skip(int opcode, long payload, boolean last) {
		boolean ends = last && !this.dropping;
		if (last) {
			this.fragmented = CONTINUATION;
			this.dropping = false;
		}
		else if (opcode != CONTINUATION) {
			this.fragmented = opcode;
		}
		this.skipped = payload;
		this.textEnds = ends && payload > 0;
		if (ends && payload == 0) {
			this.listener.text();
		}
	}

	private void data(ByteBuf in, int payload, int mask, boolean last) {
		if (last && this.length == 0) {
			byte[] bytes = this.scratch.bytes(payload);
			in.readBytes(bytes, 0, payload);
			Masking.apply(bytes, 0, payload, mask);
			this.fragmented = CONTINUATION;
			this.listener.binary(ByteBuffer.wrap(bytes, 0, payload));
			return;
		}
		gather(in, payload, mask);
		this.fragmented = last ? CONTINUATION : BINARY;
		if (last) {
			ByteBuffer message = ByteBuffer.wrap(this.gathered, 0, this.length);
			this.gathered = EMPTY;
			this.length = 0;
			this.listener.binary(message);
		}
	}

	private void gather(ByteBuf in, int payload, int mask) {
		int needed = this.length + payload;
		if (needed > this.gathered.length) {
			int grown = (int) Math.min(this.maxMessageBytes, Math.max(needed, 2L * this.gathered.length));
			this.gathered = Arrays.copyOf(this.gathered, grown);
		}
		in.readBytes(this.gathered, this.length, payload);
		Masking.apply(this.gathered, this.length, payload, mask);
		this.length = needed;
	}

	private void control(int opcode, ByteBuf in, int payload, int mask) {
		byte[] bytes = new byte[payload];
		in.readBytes(bytes);
		Masking.apply(bytes, 0, payload, mask);
		switch (opcode) {
			case PING -> this.listener.ping(bytes);
			case PONG -> this.listener.pong();
			default -> close(bytes);
		}
	}

	private void close(byte[] payload) {
		if (payload.length == 0) {
			this.listener.closing(NO_CODE, "");
			return;
		}
		int code = (payload.length == 1) ? 0 : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
		boolean valid = (code >= 3000 && code < 5000)
				|| (code >= 1000 && code < 1015 && code != 1004 && code != NO_CODE && code != 1006);
		if (valid) {
			this.listener.closing(code, new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
		}
		else {
			this.listener.violation("the close code is invalid");
		}
	}

}
