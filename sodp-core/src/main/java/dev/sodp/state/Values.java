// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Defines which values can be state and when two of them are equal (protocol section 4).
 *
 * <p>
 * All methods are thread-safe as long as no thread modifies the given trees meanwhile.
 */
public final class Values {

	/**
	 * Deepest nesting of containers in a value; a scalar has depth 0, an empty array
	 * depth 1.
	 */
	public static final int MAX_DEPTH = 128;

	private Values() {
	}

	/**
	 * Returns a value as an immutable tree in canonical form: integers in the smallest
	 * node type that holds them, all other numbers as doubles, and containers that cannot
	 * be modified. A value that is already immutable is returned as it is, at a cost
	 * independent of its size.
	 * @param node any tree
	 * @return the value; shares nothing with {@code node} that can be modified
	 * @throws InvalidValueException if a part of it cannot be sent without loss: NaN,
	 * infinities, integers beyond 64 bits, decimals that a double cannot represent,
	 * binary data, Java objects, unpaired surrogates, or more than {@value #MAX_DEPTH}
	 * levels
	 */
	public static JsonNode immutable(JsonNode node) {
		return new Freezer(false).freeze(node);
	}

	/**
	 * Like {@link #immutable(JsonNode)}, for values that a peer sent: accepts NaN and
	 * infinities.
	 */
	static JsonNode received(JsonNode node) {
		return new Freezer(true).freeze(node);
	}

	/**
	 * Returns whether two values are equal. Integers compare by value whatever node type
	 * carries them, {@code 1} and {@code 1.0} differ, {@code -0.0} equals {@code 0.0} and
	 * NaN equals NaN. The order of members does not matter.
	 * @param a a value no deeper than {@link #MAX_DEPTH}
	 * @param b another one
	 * @return {@code true} if writing {@code b} over {@code a} would change nothing
	 */
	@SuppressWarnings("ReferenceEquality") // the short cut; the rest compares contents
	public static boolean equal(JsonNode a, JsonNode b) {
		if (a == b) {
			return true;
		}
		if (a.getNodeType() != b.getNodeType()) {
			return false;
		}
		return switch (a.getNodeType()) {
			case OBJECT -> equalMembers((ObjectNode) a, (ObjectNode) b);
			case ARRAY -> equalElements(a, b);
			case NUMBER -> Numbers.equal(a, b);
			default -> a.equals(b);
		};
	}

	private static boolean equalMembers(ObjectNode a, ObjectNode b) {
		if (a.size() != b.size()) {
			return false;
		}
		for (Map.Entry<String, JsonNode> member : a.properties()) {
			JsonNode other = b.get(member.getKey());
			if (other == null || !equal(member.getValue(), other)) {
				return false;
			}
		}
		return true;
	}

	private static boolean equalElements(JsonNode a, JsonNode b) {
		if (a.size() != b.size()) {
			return false;
		}
		Iterator<JsonNode> others = b.iterator();
		for (JsonNode element : a) {
			if (!equal(element, others.next())) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Returns whether a string survives encoding as UTF-8.
	 * @param text any string
	 * @return {@code false} if it contains an unpaired surrogate
	 */
	public static boolean isText(String text) {
		return Text.isWellFormed(text);
	}

	/**
	 * Rejects a string that does not survive encoding as UTF-8.
	 * @param text any string
	 * @param what what to call it in the message
	 * @return the string
	 * @throws IllegalArgumentException if it contains an unpaired surrogate
	 */
	public static String checkText(String text, String what) {
		if (!isText(text)) {
			throw new IllegalArgumentException(
					"The " + what + " holds half of a surrogate pair and cannot be sent as UTF-8");
		}
		return text;
	}

	/**
	 * Returns an estimate of the heap that a value takes, as if it shared nothing with
	 * others; what it shares with its earlier versions it takes over from them.
	 * @param value a value that {@link #immutable(JsonNode)} returned
	 * @return bytes on a 64-bit JVM with compressed references, at a cost independent of
	 * the size of the value
	 */
	public static long heapSize(JsonNode value) {
		return HeapSize.bytes(value);
	}

	/**
	 * Returns how deeply containers are nested in a value.
	 * @param node any tree, however deep
	 * @return 0 for a scalar, 1 for an array of scalars
	 */
	public static int depth(JsonNode node) {
		if (!node.isContainer()) {
			return 0;
		}
		int deepest = 1;
		Deque<Iterator<JsonNode>> open = new ArrayDeque<>();
		open.push(node.iterator());
		while (!open.isEmpty()) {
			Iterator<JsonNode> children = open.element();
			if (!children.hasNext()) {
				open.pop();
				continue;
			}
			JsonNode child = children.next();
			if (child.isContainer()) {
				open.push(child.iterator());
				deepest = Math.max(deepest, open.size());
			}
		}
		return deepest;
	}

	/**
	 * Returns whether a value nested below {@code levels} containers stays within
	 * {@link #MAX_DEPTH}.
	 */
	static boolean fitsBelow(int levels, JsonNode value) {
		return levels + ImmutableContainer.depthBound(value) <= MAX_DEPTH || levels + depth(value) <= MAX_DEPTH;
	}

}
