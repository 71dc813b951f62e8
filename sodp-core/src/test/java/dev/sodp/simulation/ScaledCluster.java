// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

import dev.sodp.server.journal.shared.ProposedBatch;
import dev.sodp.state.ImmutableNodes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

/** Nodes that share a log, in which nothing fails. */
final class ScaledCluster {

	private static final int OPENED_AT_ONCE = 1_000;

	private final SimulatedTime time = new SimulatedTime();

	private final List<ScaledNode> nodes = new ArrayList<>();

	private long entries;

	ScaledCluster(int nodes, int mostSessions) {
		SimulatedStore store = new SimulatedStore(this.time, SimulatedLimits.GENEROUS, new SimulatedStore.Recorder() {
			@Override
			public void stored(ProposedBatch batch, long first) {
				ScaledCluster.this.entries += batch.changes().size();
			}

			@Override
			public void cut(SimulatedPartition kept) {
				throw new IllegalStateException("Nothing fails");
			}
		});
		for (int i = 0; i < nodes; i++) {
			this.nodes.add(new ScaledNode(store, "node-" + i, mostSessions));
		}
	}

	/** Lets time pass. */
	void run(Duration span) {
		this.time.run(span, () -> {
		});
	}

	/** Opens sessions at the nodes in turn, which watch keys in turn. */
	void open(int sessions, int keys) {
		for (int i = 0; i < sessions; i++) {
			// Neighbouring sessions of a key are at different nodes.
			this.nodes.get(i % this.nodes.size()).watch(key((int) ((i + (long) i / keys) % keys)));
			if (i % OPENED_AT_ONCE == 0) {
				run(Duration.ofMillis(1));
			}
		}
		run(Duration.ofSeconds(1));
	}

	/** Writes keys in turn, through the nodes in turn. */
	void write(int writes, int keys, int round) {
		for (int i = 0; i < writes; i++) {
			this.nodes.get(i % this.nodes.size()).write(key(i % keys), value(round + i));
			if (i % OPENED_AT_ONCE == 0) {
				run(Duration.ofMillis(1));
			}
		}
		run(Duration.ofSeconds(1));
	}

	private static String key(int number) {
		return "game.player." + number;
	}

	private static JsonNode value(int number) {
		Map<String, JsonNode> members = new LinkedHashMap<>();
		members.put("x", IntNode.valueOf(number));
		members.put("y", IntNode.valueOf(number));
		return ImmutableNodes.object(members);
	}

	/** Changes in the log so far. */
	long entries() {
		return this.entries;
	}

	long sum(ToLongFunction<ScaledNode> figure) {
		return this.nodes.stream().mapToLong(figure).sum();
	}

}
