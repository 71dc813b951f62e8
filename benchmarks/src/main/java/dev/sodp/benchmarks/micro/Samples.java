// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.micro;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

import dev.sodp.protocol.Frame;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.ImmutableNodes;
import dev.sodp.state.Values;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The values that are measured, the same in every run.
 */
final class Samples {

	/** So many operations come before the first one comes again. */
	static final int OPS = 2048;

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private Samples() {
	}

	/** An ordinary map of {@code entries} players. */
	static ObjectNode players(int entries) {
		ObjectNode players = NODES.objectNode();
		for (int i = 0; i < entries; i++) {
			players.putObject(name(i))
				.put("name", "Player " + i)
				.put("x", 7 * i % 1000)
				.put("y", 13 * i % 1000)
				.put("hp", -1)
				.put("alive", i % 8 != 0);
		}
		return players;
	}

	private static String name(int i) {
		return String.format(Locale.ROOT, "p%06d", i);
	}

	/**
	 * Operations that each change one field of one entry, of entries all over the map.
	 * Applied again and again in turn, each of them changes something.
	 */
	static List<DeltaOp> moves(int entries) {
		List<Integer> places = new ArrayList<>();
		for (int i = 0; i < Math.max(entries, OPS / 2); i++) {
			places.add(i % entries);
		}
		Collections.shuffle(places, new Random(1));
		List<DeltaOp> ops = new ArrayList<>();
		for (int i = 0; i < OPS; i++) {
			ops.add(DeltaOp.update("/" + name(places.get(i % (OPS / 2))) + "/hp", IntNode.valueOf(i)));
		}
		return ops;
	}

	/** An object of eleven fields, one of them a counter. */
	static ObjectNode score(int counter) {
		return NODES.objectNode()
			.put("id", "match-4711")
			.put("home", "Rovers")
			.put("away", "Wanderers")
			.put("homeGoals", 2)
			.put("awayGoals", 1)
			.put("minute", 67)
			.put("running", true)
			.put("venue", "North End")
			.put("attendance", 31_415)
			.put("possession", 0.5625)
			.put("counter", counter);
	}

	/** Numbers as elements. */
	static ArrayNode numbers(int elements) {
		ArrayNode numbers = NODES.arrayNode();
		for (int i = 0; i < elements; i++) {
			numbers.add(i);
		}
		return numbers;
	}

	/** About 60 bytes. */
	static Frame.Delta delta() {
		return new Frame.Delta(10, 0, null, 4711, List.of(DeltaOp.update("/players/p042/hp", IntNode.valueOf(87))));
	}

	static Frame.StateInit stateInit() {
		return new Frame.StateInit(10, 3, "game.players", 4711, Values.immutable(players(100)), true, null);
	}

	static Frame.Call call() {
		Map<String, JsonNode> args = new LinkedHashMap<>();
		args.put("state", NODES.stringNode("match.4711"));
		args.put("value", Values.immutable(score(1)));
		return new Frame.Call(0, 17, "c-17", "state.set", ImmutableNodes.object(args));
	}

}
