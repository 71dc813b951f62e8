// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The places of a {@link PathPattern}, or above them, that operations may have changed.
 *
 * <p>
 * Names of members mean the same before and after every operation. Positions in an array
 * do not, so where an operation leads through an array, all operations are applied one by
 * one to see each position as its operation meant it. Arrays cannot go unnoticed: one
 * that exists neither before nor after was added and removed by operations at its own
 * place or above, and those cover everything below.
 */
final class AffectedPlaces {

	private final PathPattern pattern;

	private final JsonNode before;

	private final JsonNode after;

	private final Set<List<String>> places = new LinkedHashSet<>();

	AffectedPlaces(PathPattern pattern, JsonNode before, JsonNode after) {
		this.pattern = pattern;
		this.before = before;
		this.after = after;
	}

	Set<List<String>> of(List<DeltaOp> ops) {
		if (ops.size() > 1 && ops.stream().noneMatch(this::leadsThroughArray)) {
			ops.forEach((op) -> addNamed(StatePath.parse(op.path()).segments()));
			return this.places;
		}
		JsonNode step = this.before.isMissingNode() ? NullNode.getInstance() : this.before;
		for (int i = 0; i < ops.size(); i++) {
			add(ops.get(i), step);
			if (i < ops.size() - 1) {
				step = Deltas.apply(step, ops.subList(i, i + 1));
			}
		}
		return this.places;
	}

	private boolean leadsThroughArray(DeltaOp op) {
		List<String> path = StatePath.parse(op.path()).segments();
		return leadsThroughArray(this.before, path) || leadsThroughArray(this.after, path);
	}

	private boolean leadsThroughArray(JsonNode value, List<String> path) {
		JsonNode node = value;
		for (int level = 0; level < Math.min(path.size(), this.pattern.depth()); level++) {
			if (node instanceof ArrayNode) {
				return true;
			}
			node = Places.child(node, path.get(level));
		}
		return false;
	}

	private void addNamed(List<String> path) {
		List<String> place = path.subList(0, Math.min(path.size(), this.pattern.depth()));
		for (int level = 0; level < place.size(); level++) {
			if (!this.pattern.fits(level, place.get(level))) {
				return;
			}
		}
		this.places.add(place);
	}

	/** {@code value} is the value right before the operation. */
	private void add(DeltaOp op, JsonNode value) {
		List<String> path = StatePath.parse(op.path()).segments();
		List<String> place = new ArrayList<>();
		JsonNode node = value;
		for (int level = 0; level < Math.min(path.size(), this.pattern.depth()); level++) {
			String segment = path.get(level);
			if (!(node instanceof ObjectNode) && (node instanceof ArrayNode || ArrayIndex.isIndex(segment))) {
				int size = node.size();
				boolean removal = op.kind() == DeltaOp.Kind.REMOVE && level == path.size() - 1;
				int index = ArrayIndex.resolve(segment, size);
				if (removal && segment.equals("-")) {
					index--;
				}
				if (index == ArrayIndex.NONE) {
					return;
				}
				if (removal) {
					addTail(place, index, size);
					return;
				}
				segment = String.valueOf(index);
			}
			if (!this.pattern.fits(level, segment)) {
				return;
			}
			place.add(segment);
			node = Places.child(node, segment);
		}
		this.places.add(place);
	}

	/** Elements behind a removed one move up. */
	private void addTail(List<String> array, int index, int size) {
		for (int i = index; i < size; i++) {
			String position = String.valueOf(i);
			if (this.pattern.fits(array.size(), position)) {
				this.places.add(PatternComparison.child(array, position));
			}
		}
	}

}
