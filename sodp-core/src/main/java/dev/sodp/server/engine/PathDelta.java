// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;

import dev.sodp.state.ArrayIndex;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.Diff;
import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The delta of a change that was made at one path (protocol section 4). Follows the path
 * through objects and arrays for as long as both values have it and clients find it, and
 * compares there, so that neither the size of the delta nor the time it takes depends on
 * what lies beside the path.
 */
final class PathDelta {

	private PathDelta() {
	}

	/**
	 * Computes the operations.
	 * @param before the value before
	 * @param after the value after a mutation that set or removed what the path names,
	 * and nothing else
	 * @param path where it did
	 * @return the operations, none if the values are the same
	 */
	static List<DeltaOp> between(JsonNode before, JsonNode after, StatePath path) {
		StatePath at = StatePath.ROOT;
		JsonNode old = before;
		JsonNode fresh = after;
		for (String segment : path.plain().segments()) {
			if (old instanceof ObjectNode && fresh instanceof ObjectNode) {
				at = at.child(segment);
				old = orMissing(old.get(segment));
				fresh = orMissing(fresh.get(segment));
			}
			else if (old instanceof ArrayNode && fresh instanceof ArrayNode && old.size() == fresh.size()) {
				int index = ArrayIndex.resolve(segment, old.size());
				if (index < 0 || index == old.size()) {
					return List.of();
				}
				at = at.child(String.valueOf(index));
				old = old.get(index);
				fresh = fresh.get(index);
			}
			else if (old instanceof ArrayNode && fresh instanceof ArrayNode) {
				return List.of(resized(old, fresh, at, segment));
			}
			else {
				break;
			}
		}
		return Diff.between(old, fresh, at, new DeltaBudget(fresh));
	}

	/** A path changes the length of an array by one, and it grows at its end only. */
	private static DeltaOp resized(JsonNode old, JsonNode fresh, StatePath array, String segment) {
		if (fresh.size() > old.size()) {
			return DeltaOp.add(array.child(ArrayIndex.END).toString(), fresh.get(old.size()));
		}
		int index = Math.min(ArrayIndex.resolve(segment, old.size()), fresh.size());
		return DeltaOp.remove(array.child(String.valueOf(index)).toString());
	}

	private static JsonNode orMissing(@Nullable JsonNode node) {
		return (node != null) ? node : MissingNode.getInstance();
	}

}
