// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import dev.sodp.state.ArrayIndex;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.ImmutableNodes;
import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The mutations of a part of a value (protocol section 5). Both the new value and its
 * delta are computed along the path, so that the size of the value does not matter.
 */
public final class PathEdits {

	private PathEdits() {
	}

	/**
	 * Sets the part at a path. Missing parents become objects, whatever the segment, or
	 * an array if the segment is the end of one; a scalar on the path is replaced in the
	 * same way.
	 * @param path where
	 * @param value the new part
	 * @return the mutation
	 */
	public static Mutation set(StatePath path, JsonNode value) {
		if (path.isRoot()) {
			return Edits.set(value);
		}
		return new Set(path, value);
	}

	/**
	 * Like {@link #set}, for a path that keeps denoting the same part: not the root, and
	 * through objects only.
	 * @param path where
	 * @param value the new part
	 * @return the mutation
	 */
	static Mutation setMember(StatePath path, JsonNode value) {
		if (path.isRoot()) {
			throw Paths.refused("Presence needs a path below the root");
		}
		if (path.segments().contains(ArrayIndex.END)) {
			throw Paths.refused("Presence cannot be an element of an array: " + path);
		}
		return new SetMember(new Set(path, value));
	}

	/**
	 * Removes what {@link #setMember} set at several paths. Where an array has taken the
	 * place of an object since then, a path names an element that is not the session's.
	 * @param paths where
	 * @return the mutation
	 */
	static Mutation removeMembers(Collection<StatePath> paths) {
		return new RemoveMembers(List.copyOf(paths));
	}

	private static boolean leadsIntoArray(@Nullable JsonNode value, StatePath path) {
		JsonNode node = value;
		for (String segment : path.segments()) {
			if (node instanceof ArrayNode) {
				return true;
			}
			node = (node != null) ? node.get(segment) : null;
		}
		return false;
	}

	/**
	 * Removes the part at a path; at the root, the key.
	 * @param path where
	 * @return the mutation
	 */
	public static Mutation remove(StatePath path) {
		if (path.isRoot()) {
			return Edits.delete();
		}
		return new Remove(path);
	}

	private static ObjectNode arguments(StatePath path) {
		return ImmutableNodes.with(ImmutableNodes.object(), "path",
				JsonNodeFactory.instance.stringNode(path.toString()));
	}

	private static JsonNode put(@Nullable JsonNode node, StatePath path, int level, JsonNode leaf) {
		if (level == path.segments().size()) {
			return leaf;
		}
		String segment = path.segments().get(level);
		if (node instanceof ArrayNode array) {
			int index = ArrayIndex.resolve(segment, array.size());
			if (index < 0) {
				throw Paths.refused("'" + segment + "' in " + path + " is no position in an array of " + array.size());
			}
			return (index == array.size()) ? ImmutableNodes.append(array, put(null, path, level + 1, leaf))
					: ImmutableNodes.with(array, index, put(array.get(index), path, level + 1, leaf));
		}
		if (node instanceof ObjectNode object) {
			return ImmutableNodes.with(object, segment, put(object.get(segment), path, level + 1, leaf));
		}
		JsonNode child = put(null, path, level + 1, leaf);
		return segment.equals(ArrayIndex.END) ? ImmutableNodes.append(ImmutableNodes.array(), child)
				: ImmutableNodes.with(ImmutableNodes.object(), segment, child);
	}

	private static JsonNode cut(JsonNode node, StatePath path, int level) {
		String segment = path.segments().get(level);
		boolean last = level == path.segments().size() - 1;
		if (node instanceof ObjectNode object) {
			JsonNode child = object.get(segment);
			if (child == null) {
				return object;
			}
			return last ? ImmutableNodes.without(object, segment)
					: ImmutableNodes.with(object, segment, cut(child, path, level + 1));
		}
		if (node instanceof ArrayNode array) {
			int index = ArrayIndex.resolve(segment, array.size());
			if (last && segment.equals(ArrayIndex.END)) {
				index--;
			}
			if (index < 0 || index == array.size()) {
				return array;
			}
			return last ? ImmutableNodes.without(array, index)
					: ImmutableNodes.with(array, index, cut(array.get(index), path, level + 1));
		}
		return node;
	}

	/** What {@link PathEdits#set} does below the root. */
	private record Set(StatePath path, JsonNode value) implements Mutation {

		@Override
		public Edit edit(@Nullable JsonNode current) {
			JsonNode after = put(current, this.path, 0, this.value);
			return (current == null) ? Edit.created(after)
					: Edit.changed(after, PathDelta.between(current, after, this.path));
		}

		@Override
		public MethodCall toCall(Edit edit) {
			return new MethodCall(MethodCall.SET_IN,
					ImmutableNodes.with(PathEdits.arguments(this.path), "value", this.value));
		}

		@Override
		public boolean isLarge(@Nullable JsonNode current) {
			return Mutation.isLargePart(this.value);
		}

		@Override
		public List<StatePath> targets() {
			return List.of(this.path);
		}

	}

	/** What {@link PathEdits#setMember} does. */
	private record SetMember(Set set) implements Mutation {

		@Override
		public Edit edit(@Nullable JsonNode current) {
			if (leadsIntoArray(current, this.set.path())) {
				throw Paths.refused("Presence cannot be an element of an array: " + this.set.path());
			}
			return this.set.edit(current);
		}

		@Override
		public MethodCall toCall(Edit edit) {
			return new MethodCall(MethodCall.PRESENCE, this.set.toCall(edit).arguments());
		}

		@Override
		public boolean isLarge(@Nullable JsonNode current) {
			return this.set.isLarge(current);
		}

		@Override
		public List<StatePath> targets() {
			return this.set.targets();
		}

	}

	/** What {@link PathEdits#remove} does below the root. */
	private record Remove(StatePath path) implements Mutation {

		@Override
		public Edit edit(@Nullable JsonNode current) {
			if (current == null) {
				return Edit.none();
			}
			JsonNode after = cut(current, this.path, 0);
			return Edit.changed(after, PathDelta.between(current, after, this.path));
		}

		@Override
		public MethodCall toCall(Edit edit) {
			return new MethodCall(MethodCall.REMOVE_IN, PathEdits.arguments(this.path));
		}

		@Override
		public List<StatePath> targets() {
			return List.of(this.path);
		}

	}

	/** What {@link PathEdits#removeMembers} does. */
	private record RemoveMembers(List<StatePath> targets) implements Mutation {

		private static final int MANY = 1000;

		@Override
		public Edit edit(@Nullable JsonNode current) {
			if (current == null) {
				return Edit.none();
			}
			JsonNode value = current;
			List<DeltaOp> ops = new ArrayList<>();
			for (StatePath path : this.targets) {
				if (!leadsIntoArray(value, path)) {
					Edit removal = remove(path).edit(value);
					value = removal.value();
					ops.addAll(removal.ops());
				}
			}
			return Edit.weighed(value, ops);
		}

		@Override
		public boolean isLarge(@Nullable JsonNode current) {
			return this.targets.size() > MANY;
		}

	}

}
