// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Computes the delta between two values (protocol section 4): objects are compared member
 * by member, arrays and scalars as a whole.
 *
 * <p>
 * No published client unescapes paths, so a change below a member whose path would need
 * an escape becomes a replacement of the nearest enclosing value whose path needs none.
 */
@SuppressWarnings("ReferenceEquality") // the same instance needs no comparison
public final class Diff {

	private Diff() {
	}

	/**
	 * Returns the operations that turn one value into another.
	 * @param before the value before
	 * @param after the value after, immutable
	 * @return the operations, none if the values are equal; for anything but two objects
	 * a single UPDATE of the root (creating the ADD of a first write is up to the caller)
	 */
	public static List<DeltaOp> between(JsonNode before, JsonNode after) {
		return between(before, after, StatePath.ROOT);
	}

	/**
	 * Returns the operations for a part of a value, so that the rest of the value costs
	 * nothing.
	 * @param before the part before, a missing node if there was none
	 * @param after the part after, immutable; a missing node if it was removed
	 * @param at path of the part; must be {@link StatePath#plain() plain}
	 * @return the operations, none if the parts are equal
	 * @throws IllegalArgumentException if {@code at} is not plain: then only a change of
	 * the part at {@code at.plain()} can be expressed
	 */
	public static List<DeltaOp> between(JsonNode before, JsonNode after, StatePath at) {
		if (!at.plain().equals(at)) {
			throw new IllegalArgumentException(
					"Changes below " + at + " can only be expressed as changes of " + at.plain());
		}
		List<DeltaOp> ops = new ArrayList<>();
		if (before.isMissingNode() && !after.isMissingNode()) {
			ops.add(DeltaOp.add(at.toString(), after));
		}
		else if (after.isMissingNode() && !before.isMissingNode()) {
			ops.add(DeltaOp.remove(at.toString()));
		}
		else {
			new Walk(ops, at).compare(before, after);
		}
		return ops;
	}

	/** A comparison that collects operations on its way down. */
	private static final class Walk {

		private final List<DeltaOp> ops;

		/** Pointer to the values being compared, empty for the root. */
		private final StringBuilder path;

		Walk(List<DeltaOp> ops, StatePath at) {
			this.ops = ops;
			this.path = new StringBuilder(at.isRoot() ? "" : at.toString());
		}

		void compare(JsonNode before, JsonNode after) {
			if (before == after) {
				return;
			}
			if (before instanceof ObjectNode old && after instanceof ObjectNode fresh) {
				int mark = this.ops.size();
				if (!MemberPairs.visit(old, fresh, this::compareMember)) {
					this.ops.subList(mark, this.ops.size()).clear();
					replace(after);
				}
			}
			else if (!Values.equal(before, after)) {
				replace(after);
			}
		}

		/** Returns false if a changed member has no plain path. */
		private boolean compareMember(String name, @Nullable JsonNode before, @Nullable JsonNode after) {
			int parent = this.path.length();
			if (!StatePath.isPlain(name, parent == 0)) {
				return before != null && after != null && Values.equal(before, after);
			}
			this.path.append('/').append(name);
			if (after == null) {
				this.ops.add(DeltaOp.remove(this.path.toString()));
			}
			else if (before == null) {
				this.ops.add(DeltaOp.add(this.path.toString(), after));
			}
			else {
				compare(before, after);
			}
			this.path.setLength(parent);
			return true;
		}

		private void replace(JsonNode value) {
			this.ops.add(DeltaOp.update(this.path.isEmpty() ? "/" : this.path.toString(), value));
		}

	}

}
