// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.Iterator;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Visits the members of two objects side by side, so that the many members that two
 * versions of a value have in common need no lookup.
 */
final class MemberPairs {

	/** Receives members that are not the same instance on both sides. */
	interface Visitor {

		/**
		 * {@code before} or {@code after} is null where there is no such member;
		 * returning false ends the walk.
		 */
		boolean visit(String name, @Nullable JsonNode before, @Nullable JsonNode after);

	}

	private final ObjectNode before;

	private final ObjectNode after;

	private final Visitor visitor;

	private MemberPairs(ObjectNode before, ObjectNode after, Visitor visitor) {
		this.before = before;
		this.after = after;
		this.visitor = visitor;
	}

	/** Returns false if the visitor ended the walk. */
	@SuppressWarnings("ReferenceEquality") // what is the same instance has no differences
	static boolean visit(ObjectNode before, ObjectNode after, Visitor visitor) {
		if (before == after) {
			return true;
		}
		MemberPairs pairs = new MemberPairs(before, after, visitor);
		return (ImmutableObject.isSorted(before) && ImmutableObject.isSorted(after)) ? pairs.merge() : pairs.look();
	}

	private boolean merge() {
		Iterator<Map.Entry<String, JsonNode>> olds = this.before.properties().iterator();
		Iterator<Map.Entry<String, JsonNode>> freshs = this.after.properties().iterator();
		Map.Entry<String, JsonNode> old = next(olds);
		Map.Entry<String, JsonNode> fresh = next(freshs);
		while (old != null && fresh != null) {
			int order = old.getKey().compareTo(fresh.getKey());
			if (!pair((order <= 0) ? old.getKey() : fresh.getKey(), (order <= 0) ? old.getValue() : null,
					(order >= 0) ? fresh.getValue() : null)) {
				return false;
			}
			old = (order <= 0) ? next(olds) : old;
			fresh = (order >= 0) ? next(freshs) : fresh;
		}
		for (; old != null; old = next(olds)) {
			if (!pair(old.getKey(), old.getValue(), null)) {
				return false;
			}
		}
		for (; fresh != null; fresh = next(freshs)) {
			if (!pair(fresh.getKey(), null, fresh.getValue())) {
				return false;
			}
		}
		return true;
	}

	private static Map.@Nullable Entry<String, JsonNode> next(Iterator<Map.Entry<String, JsonNode>> members) {
		return members.hasNext() ? members.next() : null;
	}

	/** Looks members up only after the point where the order differs. */
	private boolean look() {
		Iterator<Map.Entry<String, JsonNode>> freshs = this.after.properties().iterator();
		boolean inStep = true;
		for (Map.Entry<String, JsonNode> old : this.before.properties()) {
			Map.Entry<String, JsonNode> beside = inStep ? next(freshs) : null;
			inStep = beside != null && beside.getKey().equals(old.getKey());
			JsonNode fresh = (beside != null && inStep) ? beside.getValue() : this.after.get(old.getKey());
			if (!pair(old.getKey(), old.getValue(), fresh)) {
				return false;
			}
		}
		return (inStep && !freshs.hasNext()) || visitNew();
	}

	private boolean visitNew() {
		for (Map.Entry<String, JsonNode> fresh : this.after.properties()) {
			if (this.before.get(fresh.getKey()) == null && !pair(fresh.getKey(), null, fresh.getValue())) {
				return false;
			}
		}
		return true;
	}

	@SuppressWarnings("ReferenceEquality") // what is the same instance is skipped unread
	private boolean pair(String name, @Nullable JsonNode before, @Nullable JsonNode after) {
		return before == after || this.visitor.visit(name, before, after);
	}

}
