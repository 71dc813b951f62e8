// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.math.BigInteger;
import java.util.Arrays;

import dev.sodp.state.ImmutableNodes;
import dev.sodp.state.MemberNames;
import org.msgpack.core.MessageFormat;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Reads values directly into immutable trees in canonical form (protocol section 4). */
final class ValueReader {

	private static final String NAME = "a text as map key";

	private static final int MAX_USUAL_SIZE = 16;

	/** A session keeps these names, so a peer must not be able to make them long. */
	private static final int MAX_USUAL_LENGTH = 256;

	private final MessageReader reader;

	private final int maxDepth;

	/** The names that the last object of each size had. */
	private final MemberNames[] usual = new MemberNames[MAX_USUAL_SIZE + 1];

	ValueReader(MessageReader reader, int maxDepth) {
		Arrays.fill(this.usual, MemberNames.NONE);
		this.reader = reader;
		this.maxDepth = maxDepth;
	}

	JsonNode read() {
		return read(0);
	}

	/**
	 * Reads the members of a map as separate values: each may nest as deeply as a value.
	 */
	JsonNode readEnvelope(String what) {
		return members(this.reader.mapHeader(what), 0);
	}

	private JsonNode read(int depth) {
		MessageFormat format = this.reader.peek();
		return switch (format) {
			case NIL -> {
				this.reader.tryNil();
				yield NullNode.getInstance();
			}
			case BOOLEAN -> BooleanNode.valueOf(this.reader.bool());
			case FLOAT32, FLOAT64 -> ImmutableNodes.number(this.reader.number());
			case FIXSTR, STR8, STR16, STR32 -> StringNode.valueOf(this.reader.text());
			case FIXARRAY, ARRAY16, ARRAY32 -> array(depth + 1);
			case FIXMAP, MAP16, MAP32 -> {
				checkDepth(depth + 1);
				yield members(this.reader.mapHeader("a map"), depth + 1);
			}
			case UINT64 -> unsigned(this.reader.integerBits());
			case POSFIXINT, NEGFIXINT, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 ->
				integer(this.reader.integerBits());
			case BIN8, BIN16, BIN32, FIXEXT1, FIXEXT2, FIXEXT4, FIXEXT8, FIXEXT16, EXT8, EXT16, EXT32, NEVER_USED ->
				throw this.reader.malformed("a value cannot be " + MessageReader.describe(format));
		};
	}

	private static JsonNode integer(long value) {
		return (value == (int) value) ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
	}

	private static JsonNode unsigned(long bits) {
		return (bits >= 0) ? integer(bits) : BigIntegerNode.valueOf(new BigInteger(Long.toUnsignedString(bits)));
	}

	private void checkDepth(int depth) {
		if (depth > this.maxDepth) {
			throw this.reader.malformed("a value is nested more than " + this.maxDepth + " levels deep");
		}
	}

	private JsonNode array(int depth) {
		checkDepth(depth);
		JsonNode[] elements = new JsonNode[this.reader.arrayHeader("an array")];
		for (int i = 0; i < elements.length; i++) {
			try {
				elements[i] = read(depth);
			}
			catch (Malformed ex) {
				throw ex.within(String.valueOf(i));
			}
		}
		return ImmutableNodes.array(elements);
	}

	/** Objects often have the same names as the last one of their size. */
	private JsonNode members(int count, int depth) {
		MemberNames usual = (count < this.usual.length) ? this.usual[count] : MemberNames.NONE;
		String[] names = (usual.size() == count) ? null : new String[count];
		JsonNode[] values = new JsonNode[count];
		for (int i = 0; i < count; i++) {
			if (names == null) {
				String name = this.reader.knownText(NAME, usual.get(i));
				if (!name.equals(usual.get(i))) {
					names = usual.first(i);
					names[i] = name;
				}
			}
			else {
				names[i] = this.reader.knownText(NAME);
			}
			try {
				values[i] = read(depth);
			}
			catch (Malformed ex) {
				throw ex.within((names != null) ? names[i] : usual.get(i));
			}
		}
		return (names == null) ? ImmutableNodes.object(usual, values) : object(names, values);
	}

	private JsonNode object(String[] names, JsonNode[] values) {
		boolean worthKeeping = names.length < this.usual.length && length(names) <= MAX_USUAL_LENGTH;
		ObjectNode object = ImmutableNodes.object(names, values);
		if (worthKeeping) {
			this.usual[names.length] = MemberNames.of(object);
		}
		return object;
	}

	private static int length(String[] names) {
		int length = 0;
		for (String name : names) {
			length += name.length();
		}
		return length;
	}

}
