// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import dev.sodp.protocol.FrameEncoder;
import dev.sodp.state.ArrayIndex;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Decides by its operations whether a change makes a value larger. The heap that a value
 * takes does not decide that alone: an array whose element is replaced may take more than
 * before in another form, and a removal must never be refused for that.
 */
final class ValueGrowth {

	private ValueGrowth() {
	}

	/**
	 * Compares what is written with what it replaces. Costs as much as the change and
	 * what it removes, not as the value.
	 * @param before the value before
	 * @param edit the change
	 * @return false if no more is written than removed
	 */
	static boolean isLarger(JsonNode before, Edit edit) {
		long growth = 0;
		for (DeltaOp op : edit.ops()) {
			StatePath path = StatePath.parse(op.path());
			if (op.kind() != DeltaOp.Kind.REMOVE) {
				growth += size(path, op.value());
			}
			JsonNode replaced = (op.kind() != DeltaOp.Kind.ADD) ? part(before, path) : null;
			if (replaced != null) {
				growth -= size(path, replaced);
			}
		}
		return growth > 0;
	}

	/** With the name that it has, if it has one. */
	private static long size(StatePath path, JsonNode part) {
		int name = path.isRoot() ? 0 : path.segments().get(path.segments().size() - 1).length();
		return (long) name + FrameEncoder.encodedSize(part);
	}

	private static @Nullable JsonNode part(JsonNode value, StatePath path) {
		JsonNode node = value;
		for (String segment : path.segments()) {
			if (node == null) {
				return null;
			}
			if (node instanceof ArrayNode array) {
				int index = ArrayIndex.resolve(segment, array.size());
				node = (index >= 0) ? array.get(index) : null;
			}
			else {
				node = node.get(segment);
			}
		}
		return node;
	}

}
