// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.journal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.sodp.protocol.FrameEncoder;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.Deltas;
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

	/**
	 * A change that is the next but one again: what an engine does with it is not what is
	 * measured.
	 * @param key the key
	 * @param encoder encodes the operations of those that are new
	 */
	Step change(Key key, FrameEncoder encoder) {
		int turn = key.changes++;
		int step = (turn == 0) ? 0 : 1 + turn % 2;
		Step known = key.steps[step];
		if (known == null) {
			known = newStep(key.value, step, encoder);
			key.steps[step] = known;
		}
		key.value = known.value;
		return known;
	}

	private Step newStep(JsonNode before, int step, FrameEncoder encoder) {
		DeltaOp op;
		if (step == 0) {
			op = DeltaOp.add("", this.first);
		}
		else if (this.whole) {
			op = DeltaOp.update("", StringNode.valueOf(step + this.first.stringValue().substring(1)));
		}
		else {
			op = DeltaOp.update("/member" + this.members / 2, IntNode.valueOf(-step));
		}
		List<DeltaOp> ops = List.of(op);
		return new Step(ops, encoder.encodeOps(ops), Deltas.apply(before, ops));
	}

	/** A change, and the value after it. */
	record Step(List<DeltaOp> ops, byte[] encoded, JsonNode value) {
	}

	/** A key as its next change finds it. */
	static final class Key {

		final String name;

		private final Step[] steps = new Step[3];

		private JsonNode value = NullNode.getInstance();

		private int changes;

		long version;

		int pending;

		private Key(String name) {
			this.name = name;
		}

	}

}
