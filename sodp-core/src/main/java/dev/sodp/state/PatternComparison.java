// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Compares two values at the places of a {@link PathPattern}, one part at a time. */
@SuppressWarnings("ReferenceEquality") // what is the same instance is skipped unread; the
										// rest goes to Values.equal
final class PatternComparison {

	private final PathPattern pattern;

	private final JsonNode before;

	private final JsonNode after;

	/** By place, because parts may overlap. */
	private final Map<List<String>, PathChange> changes = new LinkedHashMap<>();

	PatternComparison(PathPattern pattern, JsonNode before, JsonNode after) {
		this.pattern = pattern;
		this.before = before;
		this.after = after;
	}

	List<PathChange> changes() {
		return List.copyOf(this.changes.values());
	}

	/** Compares a part at or above the places of the pattern. */
	void compare(List<String> place) {
		compare(Places.find(this.before, place), Places.find(this.after, place), place);
	}

	private void compare(JsonNode old, JsonNode fresh, List<String> place) {
		if (old == fresh) {
			return;
		}
		if (place.size() == this.pattern.depth()) {
			if (!isSame(old, fresh)) {
				this.changes.put(place, new PathChange(StatePath.of(place), this.pattern.variables(place), old, fresh));
			}
			return;
		}
		String literal = this.pattern.literal(place.size());
		if (literal != null) {
			compareChild(old, fresh, place, literal);
		}
		else {
			compareChildren(old, fresh, place);
		}
	}

	private static boolean isSame(JsonNode old, JsonNode fresh) {
		return !old.isMissingNode() && !fresh.isMissingNode() && Values.equal(old, fresh);
	}

	private void compareChildren(JsonNode old, JsonNode fresh, List<String> place) {
		for (String segment : segments(old)) {
			compareChild(old, fresh, place, segment);
		}
		for (String segment : segments(fresh)) {
			if (Places.child(old, segment).isMissingNode()) {
				compareChild(old, fresh, place, segment);
			}
		}
	}

	private void compareChild(JsonNode old, JsonNode fresh, List<String> place, String segment) {
		JsonNode oldChild = Places.child(old, segment);
		JsonNode freshChild = Places.child(fresh, segment);
		if (oldChild != freshChild) {
			compare(oldChild, freshChild, child(place, segment));
		}
	}

	private static Iterable<String> segments(JsonNode node) {
		if (node instanceof ObjectNode object) {
			return object.propertyNames();
		}
		List<String> positions = new ArrayList<>();
		if (node instanceof ArrayNode array) {
			for (int i = 0; i < array.size(); i++) {
				positions.add(String.valueOf(i));
			}
		}
		return positions;
	}

	static List<String> child(List<String> place, String segment) {
		List<String> longer = new ArrayList<>(place.size() + 1);
		longer.addAll(place);
		longer.add(segment);
		return longer;
	}

}
