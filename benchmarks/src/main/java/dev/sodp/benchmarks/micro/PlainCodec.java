// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.micro;

import java.io.IOException;
import java.util.Map;

import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.MessageUnpacker;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The baseline for the codec: msgpack-core as its documentation shows it, with a packer
 * or unpacker for each message, between bytes and an ordinary Jackson tree.
 */
final class PlainCodec {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private PlainCodec() {
	}

	static JsonNode decode(byte[] message) throws IOException {
		try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(message)) {
			return read(unpacker);
		}
	}

	private static JsonNode read(MessageUnpacker unpacker) throws IOException {
		return switch (unpacker.getNextFormat().getValueType()) {
			case NIL -> {
				unpacker.unpackNil();
				yield NODES.nullNode();
			}
			case BOOLEAN -> NODES.booleanNode(unpacker.unpackBoolean());
			case INTEGER -> NODES.numberNode(unpacker.unpackLong());
			case FLOAT -> NODES.numberNode(unpacker.unpackDouble());
			case STRING -> NODES.stringNode(unpacker.unpackString());
			case ARRAY -> {
				ArrayNode array = NODES.arrayNode();
				for (int i = unpacker.unpackArrayHeader(); i > 0; i--) {
					array.add(read(unpacker));
				}
				yield array;
			}
			case MAP -> {
				ObjectNode object = NODES.objectNode();
				for (int i = unpacker.unpackMapHeader(); i > 0; i--) {
					object.set(unpacker.unpackString(), read(unpacker));
				}
				yield object;
			}
			case BINARY, EXTENSION -> throw new IOException("not JSON");
		};
	}

	static byte[] encode(JsonNode message) throws IOException {
		try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
			write(packer, message);
			return packer.toByteArray();
		}
	}

	private static void write(MessagePacker packer, JsonNode node) throws IOException {
		switch (node.getNodeType()) {
			case NULL -> packer.packNil();
			case BOOLEAN -> packer.packBoolean(node.booleanValue());
			case NUMBER -> {
				if (node.isIntegralNumber()) {
					packer.packLong(node.longValue());
				}
				else {
					packer.packDouble(node.doubleValue());
				}
			}
			case STRING -> packer.packString(node.stringValue());
			case ARRAY -> {
				packer.packArrayHeader(node.size());
				for (JsonNode element : node) {
					write(packer, element);
				}
			}
			case OBJECT -> {
				packer.packMapHeader(node.size());
				for (Map.Entry<String, JsonNode> member : node.properties()) {
					packer.packString(member.getKey());
					write(packer, member.getValue());
				}
			}
			case BINARY, MISSING, POJO -> throw new IOException("not JSON");
		}
	}

}
