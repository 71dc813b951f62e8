// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether an operation of a delta fits the value it is about to be applied to; see
 * {@link Fit}.
 */
final class FitCheck {

	private final Fit fit;

	FitCheck(Fit fit) {
		this.fit = fit;
	}

	/**
	 * Checks an operation.
	 * @param exists whether the key of the value exists
	 * @throws UnfitDeltaException if the operation does not fit
	 */
	void check(JsonNode value, boolean exists, DeltaOp op, StatePath path) {
		String misfit = path.isRoot() ? atRoot(value, exists, op) : below(value, op, path.segments());
		if (misfit != null) {
			throw new UnfitDeltaException(op.kind() + " of " + Text.quote(op.path()) + " " + misfit);
		}
	}

	/**
	 * A server that escapes nothing calls a top-level member named "" the root, too.
	 */
	private @Nullable String atRoot(JsonNode value, boolean exists, DeltaOp op) {
		if (this.fit != Fit.GUARDED) {
			return null;
		}
		if (op.kind() == DeltaOp.Kind.ADD) {
			return (exists && value.isObject()) ? "creates a key that exists" : null;
		}
		return (value.has("") && !op.value().isObject()) ? "may be about a member without a name" : null;
	}

	private @Nullable String below(JsonNode root, DeltaOp op, List<String> path) {
		if (this.fit == Fit.GUARDED && isEscaped(op.path())) {
			return "contains what may be an escape or a name";
		}
		JsonNode node = root;
		int last = path.size() - 1;
		for (int level = 0; level < last; level++) {
			String segment = path.get(level);
			JsonNode child;
			if (node instanceof ObjectNode object) {
				child = object.get(segment);
			}
			else if (node instanceof ArrayNode array) {
				child = segment.equals("-") ? null : array.get(ArrayIndex.resolve(segment, array.size()));
				if (child == null) {
					return this.fit == Fit.ANY && isAppended(segment, array) ? null : "has no such element on its way";
				}
			}
			else {
				return builds(node, op, path, level);
			}
			if (child == null) {
				return builds(null, op, path, level + 1);
			}
			node = child;
		}
		return atEnd(node, op, path);
	}

	private @Nullable String atEnd(JsonNode parent, DeltaOp op, List<String> path) {
		String segment = path.get(path.size() - 1);
		if (parent instanceof ObjectNode object) {
			boolean append = segment.equals("-") && op.kind() == DeltaOp.Kind.ADD;
			return (append && (this.fit == Fit.GUARDED || this.fit == Fit.SETTING)) ? "is meant for an array"
					: inObject(object.has(segment), op.kind());
		}
		if (parent instanceof ArrayNode array) {
			return inArray(array, segment, op.kind());
		}
		return builds(parent, op, path, path.size() - 1);
	}

	private @Nullable String inObject(boolean present, DeltaOp.Kind kind) {
		return switch (kind) {
			case ADD -> (present && findsExactly()) ? "finds the member there already" : null;
			case UPDATE -> (!present && findsExactly()) ? "finds no such member" : null;
			case REMOVE -> (!present && this.fit != Fit.ANY) ? "finds no such member" : null;
		};
	}

	private @Nullable String inArray(ArrayNode array, String segment, DeltaOp.Kind kind) {
		int index = ArrayIndex.resolve(segment, array.size());
		if (kind != DeltaOp.Kind.REMOVE) {
			return (index == ArrayIndex.NONE) ? "is no position in the array" : null;
		}
		boolean present = segment.equals("-") ? !array.isEmpty() : index >= 0 && index < array.size();
		return (!present && this.fit != Fit.ANY) ? "finds no such element" : null;
	}

	/**
	 * Nothing, or a scalar, is where a container should be.
	 * @param instead the scalar, or null
	 * @param level of the first segment inside the container
	 */
	private @Nullable String builds(@Nullable JsonNode instead, DeltaOp op, List<String> path, int level) {
		if (this.fit == Fit.ANY) {
			return null;
		}
		boolean vacant = instead == null || instead.isNull();
		if (findsExactly() || !vacant || op.kind() == DeltaOp.Kind.REMOVE) {
			return "has no parent";
		}
		for (int i = level; i < path.size(); i++) {
			String segment = path.get(i);
			boolean first = segment.equals("0") || (segment.equals("-") && i == path.size() - 1);
			if (ArrayIndex.isIndex(segment) && !first) {
				return "is no position in the array that it would build";
			}
		}
		return null;
	}

	private boolean findsExactly() {
		return this.fit == Fit.GUARDED || this.fit == Fit.EXACT;
	}

	private static boolean isAppended(String segment, ArrayNode array) {
		return ArrayIndex.resolve(segment, array.size()) == array.size();
	}

	private static boolean isEscaped(String path) {
		return path.indexOf('~') >= 0 && (path.contains("~0") || path.contains("~1"));
	}

}
