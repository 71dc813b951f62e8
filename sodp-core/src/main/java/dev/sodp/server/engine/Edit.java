// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;

import dev.sodp.state.DeltaOp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * What a mutation makes of a value.
 *
 * @param value the value afterwards, immutable; the null node after a removal
 * @param initialized whether the key exists afterwards
 * @param ops what changed; empty if nothing did
 */
record Edit(JsonNode value, boolean initialized, List<DeltaOp> ops) {

	private static final String ROOT = "/";

	/**
	 * Nothing happens.
	 * @return an edit without operations
	 */
	static Edit none() {
		return new Edit(NullNode.getInstance(), false, List.of());
	}

	/**
	 * The first write of a key, which counts as a change also if it writes null.
	 * @param value the value
	 * @return the edit
	 */
	static Edit created(JsonNode value) {
		return new Edit(value, true, List.of(DeltaOp.add(ROOT, value)));
	}

	static Edit replaced(JsonNode value) {
		return new Edit(value, true, List.of(DeltaOp.update(ROOT, value)));
	}

	static Edit changed(JsonNode value, List<DeltaOp> ops) {
		return new Edit(value, true, ops);
	}

	/**
	 * A change by operations that were not weighed while they were collected.
	 * @param value the value
	 * @param ops what changed
	 * @return the edit, which replaces the value as a whole if that is less to send
	 */
	static Edit weighed(JsonNode value, List<DeltaOp> ops) {
		return DeltaBudget.isExceeded(ops, value) ? replaced(value) : changed(value, ops);
	}

	static Edit deleted() {
		return new Edit(NullNode.getInstance(), false, List.of(DeltaOp.remove(ROOT)));
	}

}
