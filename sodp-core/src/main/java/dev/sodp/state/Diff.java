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
		return between(before, after, at, Budget.UNLIMITED);
	}

	/**
	 * Like {@link #between(JsonNode, JsonNode, StatePath)}, but gives up as soon as the
	 * operations exceed a budget, and replaces the part as a whole instead.
	 * @param before the part before, a missing node if there was none
	 * @param after the part after, immutable; a missing node if it was removed
	 * @param at path of the part; must be {@link StatePath#plain() plain}
	 * @param budget what several operations may cost; not asked about a single one
	 * @return the operations, none if the parts are equal
	 * @throws IllegalArgumentException if {@code at} is not plain
	 */
	public static List<DeltaOp> between(JsonNode before, JsonNode after, StatePath at, Budget budget) {
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
			new Walk(ops, at, budget).compare(before, after);
		}
		return ops;
	}

	/** What the operations of a delta may cost. */
	public interface Budget {

		/** Any number of operations pays. */
		Budget UNLIMITED = new Budget() {

			@Override
			public long cost(DeltaOp op) {
				return 0;
			}

			@Override
			public boolean allows(long cost) {
				return true;
			}

		};

		/**
		 * Returns the cost of one operation.
		 * @param op the operation
		 * @return a number in a unit of the budget's choice, not negative
		 */
		long cost(DeltaOp op);

		/**
		 * Returns whether operations still pay.
		 * @param cost the sum of their costs
		 * @return {@code false} to replace the part as a whole
		 */
		boolean allows(long cost);

	}

	/** A comparison that collects operations on its way down. */
	private static final class Walk {

		private final List<DeltaOp> ops;

		/** Pointer to the values being compared, empty for the root. */
		private final StringBuilder path;

		private final Budget budget;

		/** How many of the operations {@link #cost} includes: all, or none of one. */
		private int counted;

		private long cost;

		private boolean exceeded;

		Walk(List<DeltaOp> ops, StatePath at, Budget budget) {
			this.ops = ops;
			this.path = new StringBuilder(at.isRoot() ? "" : at.toString());
			this.budget = budget;
		}

		void compare(JsonNode before, JsonNode after) {
			if (before == after) {
				return;
			}
			if (before instanceof ObjectNode old && after instanceof ObjectNode fresh) {
				int mark = this.ops.size();
				int countedBefore = this.counted;
				long costBefore = this.cost;
				if (!MemberPairs.visit(old, fresh, this::compareMember)) {
					this.ops.subList(mark, this.ops.size()).clear();
					this.counted = countedBefore;
					this.cost = costBefore;
					replace(after);
				}
			}
			else if (!Values.equal(before, after)) {
				replace(after);
			}
		}

		/**
		 * Returns false if the enclosing object has to be replaced: a changed member has
		 * no plain path, or the budget is exceeded, up to the root of the comparison.
		 */
		private boolean compareMember(String name, @Nullable JsonNode before, @Nullable JsonNode after) {
			int parent = this.path.length();
			if (!StatePath.isPlain(name, parent == 0)) {
				return before != null && after != null && Values.equal(before, after);
			}
			this.path.append('/').append(name);
			if (after == null) {
				add(DeltaOp.remove(this.path.toString()));
			}
			else if (before == null) {
				add(DeltaOp.add(this.path.toString(), after));
			}
			else {
				compare(before, after);
			}
			this.path.setLength(parent);
			return !this.exceeded;
		}

		private void replace(JsonNode value) {
			add(DeltaOp.update(this.path.isEmpty() ? "/" : this.path.toString(), value));
		}

		private void add(DeltaOp op) {
			this.ops.add(op);
			if (this.exceeded || this.ops.size() == 1) {
				return;
			}
			while (this.counted < this.ops.size()) {
				this.cost += this.budget.cost(this.ops.get(this.counted++));
			}
			this.exceeded = !this.budget.allows(this.cost);
		}

	}

}
