// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.sodp.state.DeltaOp;
import dev.sodp.state.Diff;
import dev.sodp.state.ImmutableNodes;
import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
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
		return new Set(value);
	}

	/**
	 * Replaces the value by what a function makes of it.
	 * @param function pure; is given the value, or null if the key does not exist
	 * @return the mutation, which is never computed while others wait
	 */
	public static Mutation update(Function<? super @Nullable JsonNode, ? extends JsonNode> function) {
		return new Update(function);
	}

	public static Mutation delete() {
		return Delete.INSTANCE;
	}

	/** Changes nothing. */
	static Mutation none() {
		return (current) -> Edit.none();
	}

	/**
	 * Merges recursively; only objects are merged, everything else is replaced.
	 * @param patch an object
	 * @return the mutation
	 */
	public static Mutation patch(JsonNode patch) {
		return new Patch(patch);
	}

	/**
	 * Appends to an array, made if there is no value, and drops elements from its front.
	 * @param element the new element
	 * @param maxLength number of elements to keep, 0 to keep all
	 * @return the mutation
	 */
	public static Mutation append(JsonNode element, int maxLength) {
		return new Append(element, maxLength);
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

	/** Not element by element, which would copy the array again and again. */
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

	/** What {@link #delete} does. */
	private enum Delete implements Mutation {

		INSTANCE;

		@Override
		public Edit edit(@Nullable JsonNode current) {
			return (current == null) ? Edit.none() : Edit.deleted();
		}

		@Override
		public boolean ignoresValue() {
			return true;
		}

		/** So that the deletion is known, whatever a loader says. */
		@Override
		public Edit editUnseen() {
			return Edit.deleted();
		}

		@Override
		public MethodCall toCall(Edit edit) {
			return new MethodCall(MethodCall.DELETE, ImmutableNodes.object());
		}

	}

	/** What {@link #set} does. */
	private record Set(JsonNode value) implements Mutation {

		@Override
		public Edit edit(@Nullable JsonNode current) {
			return (current == null) ? Edit.created(this.value) : Edit.changed(this.value,
					Diff.between(current, this.value, StatePath.ROOT, new DeltaBudget(this.value)));
		}

		@Override
		public boolean ignoresValue() {
			return true;
		}

		@Override
		public boolean isLarge(@Nullable JsonNode current) {
			return Mutation.isLargePart(this.value);
		}

	}

	/** What {@link #update} does. */
	private record Update(Function<? super @Nullable JsonNode, ? extends JsonNode> function) implements Mutation {

		@Override
		public Edit edit(@Nullable JsonNode current) {
			return new Set(this.function.apply(current)).edit(current);
		}

		@Override
		public boolean isLarge(@Nullable JsonNode current) {
			return true;
		}

	}

	/** What {@link #patch} does. */
	private record Patch(JsonNode patch) implements Mutation {

		@Override
		public Edit edit(@Nullable JsonNode current) {
			if (current instanceof ObjectNode before && this.patch instanceof ObjectNode changes) {
				List<DeltaOp> ops = new ArrayList<>();
				return Edit.weighed(merge(before, changes, StatePath.ROOT, ops), ops);
			}
			return new Set(this.patch).edit(current);
		}

		@Override
		public MethodCall toCall(Edit edit) {
			return new MethodCall(MethodCall.PATCH, ImmutableNodes.with(ImmutableNodes.object(), "patch", this.patch));
		}

		@Override
		public boolean isLarge(@Nullable JsonNode current) {
			return Mutation.isLargePart(this.patch);
		}

		/** Objects of the patch are merged, so only what is none is written. */
		@Override
		public List<StatePath> targets() {
			List<StatePath> targets = new ArrayList<>();
			collectTargets(this.patch, StatePath.ROOT, targets);
			return targets;
		}

		private static void collectTargets(JsonNode part, StatePath at, List<StatePath> targets) {
			if (part instanceof ObjectNode object && !object.isEmpty()) {
				object.forEachEntry((name, member) -> collectTargets(member, at.child(name), targets));
			}
			else {
				targets.add(at);
			}
		}

	}

	/** What {@link #append} does. */
	private record Append(JsonNode element, int maxLength) implements Mutation {

		@Override
		public Edit edit(@Nullable JsonNode current) {
			if (current == null) {
				return Edit.created(ImmutableNodes.append(ImmutableNodes.array(), this.element));
			}
			if (!(current instanceof ArrayNode before)) {
				throw Paths.refused("Only an array can be appended to");
			}
			return append(before, this.element, this.maxLength);
		}

		@Override
		public MethodCall toCall(Edit edit) {
			ObjectNode arguments = ImmutableNodes.with(ImmutableNodes.object(), "value", this.element);
			return new MethodCall(MethodCall.APPEND, (this.maxLength == 0) ? arguments
					: ImmutableNodes.with(arguments, "max_len", JsonNodeFactory.instance.numberNode(this.maxLength)));
		}

		@Override
		public boolean isLarge(@Nullable JsonNode current) {
			boolean cutsMuch = current != null && this.maxLength > 0
					&& current.size() + 1L - this.maxLength > MOST_REMOVALS;
			return Mutation.isLargePart((current != null && cutsMuch) ? current : this.element);
		}

	}

}
