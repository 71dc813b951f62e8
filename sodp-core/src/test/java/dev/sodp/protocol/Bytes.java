// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/**
 * Messages for tests: from hex or written with MessagePack by hand, so also wrong ones.
 */
final class Bytes {

	private Bytes() {
	}

	interface Writer {

		void write(MessageBufferPacker packer) throws IOException;

	}

	static byte[] packed(Writer writer) {
		try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
			writer.write(packer);
			return packer.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A frame with header {@code [type, 12, 3]} and this body. */
	static byte[] frame(int type, Writer body) {
		return packed((packer) -> {
			packer.packArrayHeader(4).packInt(type).packInt(12).packInt(3);
			body.write(packer);
		});
	}

	static byte[] hex(String text) {
		return HexFormat.of().parseHex(text.replace(" ", ""));
	}

	static String hex(byte[] bytes) {
		return HexFormat.of().formatHex(bytes);
	}

	static Frame decode(byte[] message) {
		return new FrameDecoder(CodecLimits.ofFrameBytes(1024 * 1024)).decode(ByteBuffer.wrap(message));
	}

	static byte[] concat(byte[] first, byte[] second) {
		return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
	}

}
