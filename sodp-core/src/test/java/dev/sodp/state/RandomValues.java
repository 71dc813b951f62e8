// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Seeded random state values of many shapes, as ordinary mutable trees, and small random
 * changes of them.
 */
public final class RandomValues {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private static final List<String> NAMES = List.of("a", "b", "c", "name", "0", "1", "01", "-", "", " ", "é", "世界",
			"🚀", "a.b", "a/b", "/", "~", "a~b", "~0", "~1", "constructor", "k\u0000");

	private final Random random;

	public RandomValues(Random random) {
		this.random = random;
	}

	/** Any value, at most {@code depth} containers deep. */
	public JsonNode value(int depth) {
		int kind = this.random.nextInt((depth > 0) ? 12 : 8);
		return switch (kind) {
			case 0 -> NODES.nullNode();
			case 1 -> NODES.booleanNode(this.random.nextBoolean());
			case 2 -> NODES.numberNode(this.random.nextInt(4));
			case 3 -> integer();
			case 4 -> NODES.numberNode((double) this.random.nextInt(3));
			case 5 -> NODES.numberNode(this.random.nextGaussian() * Math.pow(10, this.random.nextInt(40) - 20));
			case 6 -> NODES.stringNode(text());
			case 7 -> NODES.stringNode(NAMES.get(this.random.nextInt(NAMES.size())));
			case 8, 9 -> array(depth);
			default -> object(depth);
		};
	}

	private JsonNode integer() {
		long bits = this.random.nextLong() >> this.random.nextInt(64);
		return switch (this.random.nextInt(3)) {
			case 0 -> NODES.numberNode(bits);
			case 1 -> NODES.numberNode((int) bits);
			default -> NODES.numberNode(new BigInteger(64, this.random));
		};
	}

	/**
	 * Lengths around the borders of MessagePack's string formats, one to four bytes a
	 * character.
	 */
	public String text() {
		int length = switch (this.random.nextInt(12)) {
			case 0 -> 31 + this.random.nextInt(2);
			case 1 -> 126 + this.random.nextInt(260);
			case 2 -> 500 + this.random.nextInt(40);
			default -> this.random.nextInt(10);
		};
		int[] alphabet = { 'x', 'é', '世', 0x1F680, '\uFFFD', 0 };
		int characters = 1 + this.random.nextInt(alphabet.length);
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < length; i++) {
			text.appendCodePoint(alphabet[this.random.nextInt(characters)]);
		}
		return text.toString();
	}

	private ArrayNode array(int depth) {
		ArrayNode array = NODES.arrayNode();
		for (int i = width(); i > 0; i--) {
			array.add(value(depth - 1));
		}
		return array;
	}

	private ObjectNode object(int depth) {
		ObjectNode object = NODES.objectNode();
		for (int i = width(); i > 0; i--) {
			object.set(name(), value(depth - 1));
		}
		return object;
	}

	private int width() {
		return switch (this.random.nextInt(30)) {
			case 0 -> 30 + this.random.nextInt(6);
			case 1 -> 14 + this.random.nextInt(4);
			default -> this.random.nextInt(5);
		};
	}

	public String name() {
		return (this.random.nextInt(4) == 0) ? "n" + this.random.nextInt(60)
				: NAMES.get(this.random.nextInt(NAMES.size()));
	}

	/** A deep copy in which a few places differ. */
	public JsonNode changed(JsonNode value, int depth) {
		if (this.random.nextInt(12) == 0) {
			return value(depth);
		}
		if (value instanceof ObjectNode object) {
			return changedObject(object, depth);
		}
		if (value instanceof ArrayNode array && !array.isEmpty()) {
			ArrayNode copy = array.deepCopy();
			int index = this.random.nextInt(copy.size());
			copy.set(index, changed(copy.get(index), depth - 1));
			return copy;
		}
		return (this.random.nextInt(4) == 0) ? value(0) : value.deepCopy();
	}

	private JsonNode changedObject(ObjectNode object, int depth) {
		ObjectNode copy = object.deepCopy();
		for (Map.Entry<String, JsonNode> member : new ArrayList<>(object.properties())) {
			switch (this.random.nextInt(8)) {
				case 0 -> copy.remove(member.getKey());
				case 1, 2 -> copy.set(member.getKey(), changed(member.getValue(), depth - 1));
				default -> {
				}
			}
		}
		if (this.random.nextInt(3) == 0) {
			copy.set(name(), value(Math.max(0, depth - 1)));
		}
		return copy;
	}

}
