// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/** Values, paths and deltas made of a fuzzer's bytes. */
final class FuzzedState {

	/**
	 * Names that lead into containers often enough, and those that paths have trouble
	 * with.
	 */
	private static final String[] NAMES = { "a", "b", "0", "1", "01", "-", "", "~", "/", "~1", "a~0b" };

	private final FuzzedDataProvider data;

	FuzzedState(FuzzedDataProvider data) {
		this.data = data;
	}

	JsonNode value() {
		return Values.immutable(value(5));
	}

	private JsonNode value(int depth) {
		return switch (this.data.consumeInt(0, (depth > 0) ? 6 : 4)) {
			case 0 -> NullNode.getInstance();
			case 1 -> BooleanNode.valueOf(this.data.consumeBoolean());
			case 2 -> LongNode.valueOf(this.data.consumeLong());
			case 3 -> DoubleNode.valueOf(this.data.consumeRegularDouble());
			case 4 -> StringNode.valueOf(this.data.consumeAsciiString(8));
			case 5 -> array(depth);
			default -> object(depth);
		};
	}

	private JsonNode array(int depth) {
		List<JsonNode> elements = new ArrayList<>();
		for (int i = size(ImmutableNodes.MAX_FLAT_ARRAY); i > 0; i--) {
			elements.add(value(depth - 1));
		}
		return ImmutableNodes.array(elements);
	}

	private JsonNode object(int depth) {
		Map<String, JsonNode> members = new LinkedHashMap<>();
		for (int i = size(ImmutableNodes.MAX_FLAT_OBJECT); i > 0; i--) {
			members.put(name(), value(depth - 1));
		}
		return ImmutableNodes.object(members);
	}

	/** Small mostly, sometimes around the border between flat and wide containers. */
	private int size(int border) {
		return (this.data.consumeInt(0, 15) == 0) ? border - 1 + this.data.consumeInt(0, 2)
				: this.data.consumeInt(0, 4);
	}

	private String name() {
		int name = this.data.consumeInt(0, NAMES.length + 1);
		if (name < NAMES.length) {
			return NAMES[name];
		}
		return (name == NAMES.length) ? String.valueOf(this.data.consumeByte()) : this.data.consumeAsciiString(4);
	}

	List<DeltaOp> ops() {
		List<DeltaOp> ops = new ArrayList<>();
		for (int i = this.data.consumeInt(1, 4); i > 0; i--) {
			switch (this.data.consumeInt(0, 2)) {
				case 0 -> ops.add(DeltaOp.add(path(), value()));
				case 1 -> ops.add(DeltaOp.update(path(), value()));
				default -> ops.add(DeltaOp.remove(path()));
			}
		}
		return ops;
	}

	private String path() {
		if (this.data.consumeInt(0, 7) == 0) {
			return this.data.consumeString(12);
		}
		StatePath path = StatePath.ROOT;
		for (int i = this.data.consumeInt(0, 4); i > 0; i--) {
			path = path.child(name());
		}
		return path.toString();
	}

	PathPattern pattern() {
		StringBuilder pattern = new StringBuilder();
		for (int i = this.data.consumeInt(1, 3); i > 0; i--) {
			pattern.append('/').append(this.data.consumeBoolean() ? "*" : StatePath.escape(name()));
		}
		return (pattern.length() > 1) ? PathPattern.parse(pattern.toString()) : PathPattern.parse("/*");
	}

}
