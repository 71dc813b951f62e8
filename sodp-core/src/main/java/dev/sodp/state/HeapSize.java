// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.LongNode;

/**
 * Estimates how much of the heap immutable values take, in words of eight bytes.
 *
 * <p>
 * Encoded bytes alone say little: an array of empty texts takes four times its encoded
 * size, an array of arrays of one small number forty times. So the objects that a value
 * consists of are counted, with their sizes on a 64-bit JVM with compressed references.
 * Each container remembers its sum, and a changed copy derives its own from that of the
 * original, so that no value is ever measured twice.
 *
 * <p>
 * What cannot be known is estimated: whether an object shares its names with others, and
 * how many bytes the characters of a long text take, which is decided by a sample.
 */
final class HeapSize {

	private static final int WORD = 8;

	/** Object, map and two arrays. */
	private static final int NARROW_OBJECT = 12;

	/** Object and persistent map. */
	private static final int WIDE_OBJECT = 8;

	/** Node, list and array. */
	private static final int FLAT_ARRAY = 9;

	/** Node, persistent list and the tree in it. */
	private static final int TREE_ARRAY = 11;

	/** Node of a persistent map or list. */
	private static final int TREE_NODE = 5;

	/** A string and its array, without the characters. */
	private static final int STRING = 5;

	/** A double or a long. */
	static final int OTHER_NUMBER = 3;

	private static final int BIG_INTEGER = 10;

	/** Objects of the same shape usually share their names, or at least the strings. */
	private static final int NARROW_NAME = 3;

	/** The JDK's own instances, which cost nothing. */
	private static final int SMALLEST_SHARED = -1;

	private static final int LARGEST_SHARED = 10;

	private static final int SAMPLES = 4;

	private HeapSize() {
	}

	static int of(JsonNode node) {
		return Contents.of(node).heapWords();
	}

	static int ofText(String text) {
		return text.isEmpty() ? 0 : 2 + ofString(text);
	}

	static int ofNumber(int value) {
		return (value >= SMALLEST_SHARED && value <= LARGEST_SHARED) ? 0 : 2;
	}

	/** Of anything but a text, an int, a double and a container. */
	static int ofScalar(JsonNode node) {
		if (node instanceof LongNode) {
			return OTHER_NUMBER;
		}
		return (node instanceof BigIntegerNode) ? BIG_INTEGER : 0;
	}

	private static int ofString(String text) {
		long bytes = isWide(text) ? 2L * text.length() : text.length();
		return STRING + words(bytes);
	}

	/** Looking at every character would cost more than it is worth. */
	private static boolean isWide(String text) {
		int step = Math.max(1, text.length() / SAMPLES);
		for (int i = 0; i < text.length(); i += step) {
			if (text.charAt(i) > 0xFF) {
				return true;
			}
		}
		return false;
	}

	private static int words(long bytes) {
		return (int) ((bytes + WORD - 1) / WORD);
	}

	/** Of an object, without the values of its members. */
	static int ofMembers(Map<String, JsonNode> members) {
		if (members instanceof FlatMap flat) {
			return ofNarrowObject(ofNames(flat.names()));
		}
		int sum = WIDE_OBJECT;
		for (String name : members.keySet()) {
			sum = plus(sum, ofWideName(name));
		}
		return sum;
	}

	static int ofNarrowObject(int names) {
		return NARROW_OBJECT + names;
	}

	static int ofNames(String[] names) {
		int sum = 0;
		for (String name : names) {
			sum = plus(sum, ofNarrowName(name));
		}
		return sum;
	}

	/** Of one more member of such an object, without its value. */
	static int ofName(Map<String, JsonNode> members, String name) {
		return (members instanceof FlatMap) ? ofNarrowName(name) : ofWideName(name);
	}

	private static int ofNarrowName(String name) {
		return 1 + NARROW_NAME + words(name.length());
	}

	private static int ofWideName(String name) {
		return TREE_NODE + ofString(name);
	}

	/** Of an array, without its elements. */
	static int ofList(List<JsonNode> list) {
		return (list instanceof FlatList) ? FLAT_ARRAY + (list.size() + 1) / 2
				: bounded(TREE_ARRAY + (long) TREE_NODE * list.size());
	}

	static int plus(int a, int b) {
		return bounded((long) a + b);
	}

	/** Sixteen gigabytes and more are all the same. */
	static int bounded(long words) {
		return (int) Math.min(Integer.MAX_VALUE, words);
	}

	/** What remains of a sum when a part of it is replaced. */
	static int replaced(int sum, int before, int after) {
		return (sum == Integer.MAX_VALUE) ? sum : Math.max(0, bounded((long) sum - before + after));
	}

	static long bytes(JsonNode node) {
		return (long) of(node) * WORD;
	}

}
