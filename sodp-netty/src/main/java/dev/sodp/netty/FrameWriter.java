// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;

/**
 * The frames of a server, which are not masked (RFC 6455, section 5.2). Netty's encoder
 * makes a buffer of each frame, or two; here the frames of a session become one buffer,
 * and the sessions of a loop share the buffer of a frame.
 */
final class FrameWriter {

	static final int MOST_HEADER_BYTES = 10;

	private static final int FINAL = 0x80;

	private static final int BINARY = 2;

	private static final int CLOSE = 8;

	private static final int PONG = 10;

	/** Close codes that say how a connection ended but are never sent. */
	private static final int FIRST_UNSENT = 1004;

	private static final int LAST_UNSENT = 1006;

	private FrameWriter() {
	}

	/** Appends a message to what is gathered. */
	static void binary(ByteBuf to, byte[] message) {
		header(to, BINARY, message.length);
		to.writeBytes(message);
	}

	static ByteBuf binary(ByteBufAllocator memory, byte[] message) {
		ByteBuf frame = memory.directBuffer(MOST_HEADER_BYTES + message.length);
		binary(frame, message);
		return frame;
	}

	static ByteBuf pong(ByteBufAllocator memory, byte[] payload) {
		ByteBuf frame = memory.directBuffer(MOST_HEADER_BYTES + payload.length);
		header(frame, PONG, payload.length);
		return frame.writeBytes(payload);
	}

	static ByteBuf close(ByteBufAllocator memory, int code, String reason) {
		ByteBuf frame = memory.directBuffer(MOST_HEADER_BYTES + 2 + ByteBufUtil.utf8MaxBytes(reason));
		if (code >= FIRST_UNSENT && code <= LAST_UNSENT) {
			header(frame, CLOSE, 0);
			return frame;
		}
		byte[] text = reason.getBytes(StandardCharsets.UTF_8);
		header(frame, CLOSE, 2 + text.length);
		return frame.writeShort(code).writeBytes(text);
	}

	private static void header(ByteBuf to, int opcode, int length) {
		to.writeByte(FINAL | opcode);
		if (length < 126) {
			to.writeByte(length);
		}
		else if (length < 0x1_0000) {
			to.writeByte(126).writeShort(length);
		}
		else {
			to.writeByte(127).writeLong(length);
		}
	}

}
