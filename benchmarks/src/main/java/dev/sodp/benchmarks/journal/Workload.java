// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.journal;

import java.util.HashMap;
import java.util.Map;

import dev.sodp.state.DeltaOp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Keys that are changed in turn: written as a whole at first, then one member at a time,
 * or always as a whole.
 */
final class Workload {

	private final Key[] keys;

	private final Map<String, Key> byName = new HashMap<>();

	private final JsonNode first;

	private final int members;

	private final boolean whole;

	private Workload(int keys, JsonNode first, int members, boolean whole) {
		this.keys = new Key[keys];
		for (int i = 0; i < keys; i++) {
			this.keys[i] = new Key("key." + i);
			this.byName.put(this.keys[i].name, this.keys[i]);
		}
		this.first = first;
		this.members = members;
		this.whole = whole;
	}

	/** Objects of which one member changes at a time. */
	static Workload members(int keys, int members) {
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		for (int i = 0; i < members; i++) {
			object.put("member" + i, i);
		}
		return new Workload(keys, object, members, false);
	}

	/** Texts that change as a whole. */
	static Workload texts(int keys, int length) {
		return new Workload(keys, StringNode.valueOf("x".repeat(length)), 1, true);
	}

	Key next(int index) {
		return this.keys[index % this.keys.length];
	}

	Key key(String name) {
		return this.byName.get(name);
	}

	DeltaOp change(Key key, int index) {
		if (key.value.isNull()) {
			return DeltaOp.add("", this.first);
		}
		if (this.whole) {
			String text = this.first.stringValue();
			String start = Integer.toString(index);
			return DeltaOp.update("", StringNode.valueOf(start + text.substring(start.length())));
		}
		return DeltaOp.update("/member" + (index * 31L) % this.members, IntNode.valueOf(-1 - index));
	}

	/** A key as its next change finds it. */
	static final class Key {

		final String name;

		JsonNode value = NullNode.getInstance();

		long version;

		int pending;

		private Key(String name) {
			this.name = name;
		}

	}

}
