// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Applies deltas to values (protocol section 4).
 */
public final class Deltas {

	private Deltas() {
	}

	/**
	 * Returns the value after the operations have been applied in order. Either all or
	 * none are applied. Arguments are not modified: containers on the path of an
	 * operation are copied, everything else is shared with {@code value}, and a delta
	 * that changes nothing returns {@code value} itself.
	 * @param value the value before; made immutable first if it is not
	 * @param ops the operations
	 * @return the immutable value after
	 * @throws InvalidDeltaException if a path is malformed or leads deeper than
	 * {@link Values#MAX_DEPTH} levels
	 * @throws InvalidValueException if {@code value} or the value of an operation cannot
	 * be a state value; NaN and infinities are accepted, since a peer may send them
	 */
	@SuppressWarnings("ReferenceEquality") // asks whether anything was copied
	public static JsonNode apply(JsonNode value, List<DeltaOp> ops) {
		JsonNode before = Values.received(value);
		JsonNode after = before;
		for (DeltaOp op : ops) {
			after = apply(after, op);
		}
		return (after == before) ? value : after;
	}

	/**
	 * Like {@link #apply(JsonNode, List)}, for the delta of a server: rejects one that
	 * does not fit instead of building or ignoring what is missing.
	 * @param value the value before; made immutable first if it is not
	 * @param exists whether the key of the value exists
	 * @param ops the operations
	 * @param fit how exactly they must fit
	 * @return the immutable value after
	 * @throws InvalidDeltaException as {@link #apply(JsonNode, List)} does
	 * @throws InvalidValueException as {@link #apply(JsonNode, List)} does
	 * @throws UnfitDeltaException if an operation does not find what it presupposes
	 */
	@SuppressWarnings("ReferenceEquality") // as above
	public static JsonNode apply(JsonNode value, boolean exists, List<DeltaOp> ops, Fit fit) {
		FitCheck check = new FitCheck(fit);
		JsonNode before = Values.received(value);
		JsonNode after = before;
		boolean existing = exists;
		for (DeltaOp op : ops) {
			StatePath path = StatePath.parse(op.path());
			check.check(after, existing, op, path);
			after = apply(after, op, path);
			existing = path.isRoot() ? op.kind() != DeltaOp.Kind.REMOVE : existing;
		}
		return (after == before) ? value : after;
	}

	/**
	 * Returns whether a delta removes its key.
	 * @param ops the operations
	 * @return whether the last operation on the root, if there is one, removes it
	 */
	public static boolean removes(List<DeltaOp> ops) {
		for (int i = ops.size() - 1; i >= 0; i--) {
			if (ops.get(i).atRoot()) {
				return ops.get(i).kind() == DeltaOp.Kind.REMOVE;
			}
		}
		return false;
	}

	private static JsonNode apply(JsonNode value, DeltaOp op) {
		return apply(value, op, StatePath.parse(op.path()));
	}

	private static JsonNode apply(JsonNode value, DeltaOp op, StatePath path) {
		if (op.kind() == DeltaOp.Kind.REMOVE) {
			return path.isRoot() ? NullNode.getInstance() : remove(value, path.segments(), 0);
		}
		return set(value, path.segments(), 0, Values.received(op.value()));
	}

	/**
	 * Returns the node after {@code leaf} was set below it; {@code node} is null where
	 * nothing existed.
	 */
	private static JsonNode set(@Nullable JsonNode node, List<String> path, int level, JsonNode leaf) {
		if (level == path.size()) {
			if (node != null && Values.equal(node, leaf)) {
				return node;
			}
			if (!Values.fitsBelow(level, leaf)) {
				throw tooDeep();
			}
			return leaf;
		}
		if (level == Values.MAX_DEPTH) {
			throw tooDeep();
		}
		String segment = path.get(level);
		if (node instanceof ObjectNode object) {
			return ImmutableNodes.with(object, segment, set(object.get(segment), path, level + 1, leaf));
		}
		if (node instanceof ArrayNode array) {
			return setElement(array, path, level, leaf);
		}
		return ArrayIndex.isIndex(segment) ? setElement(ImmutableNodes.array(), path, level, leaf)
				: ImmutableNodes.with(ImmutableNodes.object(), segment, set(null, path, level + 1, leaf));
	}

	private static JsonNode setElement(ArrayNode array, List<String> path, int level, JsonNode leaf) {
		int index = ArrayIndex.resolve(path.get(level), array.size());
		if (index == ArrayIndex.NONE) {
			return array;
		}
		if (index == array.size()) {
			return ImmutableNodes.append(array, set(null, path, level + 1, leaf));
		}
		return ImmutableNodes.with(array, index, set(array.get(index), path, level + 1, leaf));
	}

	private static JsonNode remove(JsonNode node, List<String> path, int level) {
		boolean last = level == path.size() - 1;
		String segment = path.get(level);
		if (node instanceof ObjectNode object) {
			JsonNode child = object.get(segment);
			if (child == null) {
				return object;
			}
			return last ? ImmutableNodes.without(object, segment)
					: ImmutableNodes.with(object, segment, remove(child, path, level + 1));
		}
		if (node instanceof ArrayNode array) {
			int index = ArrayIndex.resolve(segment, array.size());
			if (last && segment.equals(ArrayIndex.END)) {
				index--;
			}
			if (index == ArrayIndex.NONE || index == array.size()) {
				return array;
			}
			return last ? ImmutableNodes.without(array, index)
					: ImmutableNodes.with(array, index, remove(array.get(index), path, level + 1));
		}
		return node;
	}

	private static InvalidDeltaException tooDeep() {
		return new InvalidDeltaException(
				"The delta would nest the value more than " + Values.MAX_DEPTH + " levels deep");
	}

}
