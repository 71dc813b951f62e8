// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.sodp.state.DeltaOp;
import dev.sodp.state.Diff;
import dev.sodp.state.ImmutableNodes;
import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The mutations of whole values (protocol section 5).
 */
public final class Edits {

	/** Beyond this many removals, sending the whole array is cheaper for everyone. */
	private static final int MOST_REMOVALS = 1000;

	private Edits() {
	}

	public static Mutation set(JsonNode value) {
		return (current) -> (current == null) ? Edit.created(value)
				: Edit.changed(value, Diff.between(current, value, StatePath.ROOT, new DeltaBudget(value)));
	}

	public static Mutation delete() {
		return (current) -> (current == null) ? Edit.none() : Edit.deleted();
	}

	/**
	 * Merges recursively; only objects are merged, everything else is replaced.
	 * @param patch an object
	 * @return the mutation
	 */
	public static Mutation patch(JsonNode patch) {
		return (current) -> {
			if (current instanceof ObjectNode before && patch instanceof ObjectNode changes) {
				List<DeltaOp> ops = new ArrayList<>();
				return Edit.weighed(merge(before, changes, StatePath.ROOT, ops), ops);
			}
			return set(patch).edit(current);
		};
	}

	/**
	 * Appends to an array, made if there is no value, and drops elements from its front.
	 * @param element the new element
	 * @param maxLength number of elements to keep, 0 to keep all
	 * @return the mutation
	 */
	public static Mutation append(JsonNode element, int maxLength) {
		return (current) -> {
			if (current == null) {
				return Edit.created(ImmutableNodes.append(ImmutableNodes.array(), element));
			}
			if (!(current instanceof ArrayNode before)) {
				throw Paths.refused("Only an array can be appended to");
			}
			return append(before, element, maxLength);
		};
	}

	private static Edit append(ArrayNode before, JsonNode element, int maxLength) {
		int surplus = (maxLength > 0) ? before.size() + 1 - maxLength : 0;
		if (surplus > MOST_REMOVALS) {
			return Edit.replaced(tail(before, surplus, element));
		}
		ArrayNode after = ImmutableNodes.append(before, element);
		List<DeltaOp> ops = new ArrayList<>();
		ops.add(DeltaOp.add("/-", element));
		for (int i = 0; i < surplus; i++) {
			after = ImmutableNodes.without(after, 0);
			ops.add(DeltaOp.remove("/0"));
		}
		return Edit.weighed(after, ops);
	}

	/** Not element by element, as the state is locked meanwhile. */
	private static ArrayNode tail(ArrayNode before, int dropped, JsonNode element) {
		List<JsonNode> kept = new ArrayList<>();
		before.valueStream().skip(dropped).forEach(kept::add);
		kept.add(element);
		return ImmutableNodes.array(kept);
	}

	/**
	 * Merges along the patch alone, so that the cost depends on its size and not on that
	 * of the value. A change that has no plain path becomes a change of the enclosing
	 * object.
	 */
	private static ObjectNode merge(ObjectNode before, ObjectNode patch, StatePath at, List<DeltaOp> ops) {
		int mark = ops.size();
		boolean plain = true;
		ObjectNode after = before;
		for (Map.Entry<String, JsonNode> member : patch.properties()) {
			StatePath path = at.child(member.getKey());
			boolean plainMember = path.plain().equals(path);
			List<DeltaOp> memberOps = new ArrayList<>();
			JsonNode merged = mergeMember(before.get(member.getKey()), member.getValue(), plainMember ? path : at,
					memberOps);
			if (!memberOps.isEmpty()) {
				after = ImmutableNodes.with(after, member.getKey(), merged);
				ops.addAll(memberOps);
				plain &= plainMember;
			}
		}
		if (!plain) {
			ops.subList(mark, ops.size()).clear();
			ops.add(DeltaOp.update(at.toString(), after));
		}
		return after;
	}

	private static JsonNode mergeMember(@Nullable JsonNode before, JsonNode patch, StatePath at, List<DeltaOp> ops) {
		if (before instanceof ObjectNode object && patch instanceof ObjectNode changes) {
			return merge(object, changes, at, ops);
		}
		ops.addAll(Diff.between((before != null) ? before : MissingNode.getInstance(), patch, at));
		return patch;
	}

}
