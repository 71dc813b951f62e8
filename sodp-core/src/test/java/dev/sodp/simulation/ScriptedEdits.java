// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.sodp.simulation.ScriptedState.Change;
import dev.sodp.simulation.ScriptedState.Entry;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.Deltas;
import dev.sodp.state.Diff;
import dev.sodp.state.ImmutableNodes;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;

/**
 * What calls to scripted servers ask for.
 */
final class ScriptedEdits {

	private ScriptedEdits() {
	}

	static String text(JsonNode args, String name) {
		return argument(args, name).stringValue();
	}

	static JsonNode argument(JsonNode args, String name) {
		return Objects.requireNonNull(args.get(name));
	}

	/** The operations of a call, as a server writes them that computes no difference. */
	static List<DeltaOp> ops(String method, JsonNode args) {
		return switch (method) {
			case "state.set" -> List.of(DeltaOp.update("/", argument(args, "value")));
			case "state.set_in", "state.presence" ->
				List.of(DeltaOp.update(text(args, "path"), argument(args, "value")));
			case "state.patch" -> members(argument(args, "patch"));
			default -> throw new AssertionError("Not scripted: " + method);
		};
	}

	/** A patch that merges the top level only. */
	private static List<DeltaOp> members(JsonNode patch) {
		List<DeltaOp> ops = new ArrayList<>();
		patch.properties().forEach((member) -> ops.add(DeltaOp.update("/" + member.getKey(), member.getValue())));
		return ops;
	}

	static JsonNode apply(Entry entry, List<DeltaOp> ops) {
		return Values.immutable(Deltas.apply(entry.value, ops));
	}

	static List<DeltaOp> difference(Entry entry, JsonNode value) {
		return entry.exists ? Diff.between(entry.value, value) : List.of(DeltaOp.add("/", value));
	}

	/** The data of a RESULT. */
	static JsonNode version(@Nullable Change change) {
		return (change == null) ? ImmutableNodes.object()
				: ImmutableNodes.object(new LinkedHashMap<>(Map.of("version", LongNode.valueOf(change.version()))));
	}

}
