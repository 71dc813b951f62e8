// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.io.IOException;
import java.util.Map;

import org.msgpack.core.MessagePacker;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes immutable canonical values (see {@link dev.sodp.state.Values}) as MessagePack in
 * its most compact form, and computes the size of that form.
 */
final class ValueWriter {

	private static final long FLOAT64_BYTES = 9;

	private static final int FIXED_CONTAINER = 16;

	private ValueWriter() {
	}

	static void write(MessagePacker packer, JsonNode value) throws IOException {
		switch (value.getNodeType()) {
			case NULL -> packer.packNil();
			case BOOLEAN -> packer.packBoolean(value.booleanValue());
			case NUMBER -> writeNumber(packer, value);
			case STRING -> packer.packString(value.stringValue());
			case ARRAY -> {
				packer.packArrayHeader(value.size());
				for (JsonNode element : value) {
					write(packer, element);
				}
			}
			case OBJECT -> {
				packer.packMapHeader(value.size());
				for (Map.Entry<String, JsonNode> member : ((ObjectNode) value).properties()) {
					packer.packString(member.getKey());
					write(packer, member.getValue());
				}
			}
			case BINARY, MISSING, POJO -> throw notCanonical(value);
		}
	}

	private static void writeNumber(MessagePacker packer, JsonNode number) throws IOException {
		switch (number.numberType()) {
			case INT -> packer.packInt(number.intValue());
			case LONG -> packer.packLong(number.longValue());
			case BIG_INTEGER -> packer.packBigInteger(number.bigIntegerValue());
			case FLOAT, DOUBLE, BIG_DECIMAL -> packer.packDouble(number.doubleValue());
		}
	}

	/**
	 * Computes a size, exactly unless it is more than enough; stops measuring there.
	 */
	static long size(JsonNode value, long enough) {
		return switch (value.getNodeType()) {
			case NULL, BOOLEAN -> 1;
			case NUMBER -> numberSize(value);
			case STRING -> textSize(value.stringValue());
			case ARRAY -> {
				long size = containerSize(value.size());
				for (JsonNode element : value) {
					if (size > enough) {
						break;
					}
					size += size(element, enough - size);
				}
				yield size;
			}
			case OBJECT -> {
				long size = containerSize(value.size());
				for (Map.Entry<String, JsonNode> member : ((ObjectNode) value).properties()) {
					if (size > enough) {
						break;
					}
					size += textSize(member.getKey()) + size(member.getValue(), enough - size);
				}
				yield size;
			}
			case BINARY, MISSING, POJO -> throw notCanonical(value);
		};
	}

	private static IllegalArgumentException notCanonical(JsonNode value) {
		return new IllegalArgumentException(
				value.getNodeType() + " is not a state value; use Values.immutable(…) first");
	}

	private static long numberSize(JsonNode number) {
		if (!number.isIntegralNumber()) {
			return FLOAT64_BYTES;
		}
		return number.canConvertToLong() ? integerSize(number.longValue()) : 1 + Long.BYTES;
	}

	private static long integerSize(long value) {
		if (value >= 0) {
			return (value <= Byte.MAX_VALUE) ? 1 : 1 + unsignedBytes(value);
		}
		if (value >= -32) {
			return 1;
		}
		return (value >= Byte.MIN_VALUE) ? 1 + Byte.BYTES : (value >= Short.MIN_VALUE) ? 1 + Short.BYTES
				: (value >= Integer.MIN_VALUE) ? 1 + Integer.BYTES : 1 + Long.BYTES;
	}

	private static int unsignedBytes(long value) {
		return (value <= 0xFF) ? Byte.BYTES
				: (value <= 0xFFFF) ? Short.BYTES : (value <= 0xFFFF_FFFFL) ? Integer.BYTES : Long.BYTES;
	}

	private static int containerSize(int count) {
		return (count < FIXED_CONTAINER) ? 1 : (count <= 0xFFFF) ? 1 + Short.BYTES : 1 + Integer.BYTES;
	}

	static long textSize(String text) {
		long bytes = utf8Size(text);
		return bytes + ((bytes < 32) ? 1
				: (bytes <= 0xFF) ? 1 + Byte.BYTES : (bytes <= 0xFFFF) ? 1 + Short.BYTES : 1 + Integer.BYTES);
	}

	private static long utf8Size(String text) {
		long bytes = text.length();
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c >= 0x80) {
				// Each half of a surrogate pair accounts for two of the pair's four
				// bytes.
				bytes += (c < 0x800 || Character.isSurrogate(c)) ? 1 : 2;
			}
		}
		return bytes;
	}

}
