// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.cluster;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.sodp.benchmarks.endtoend.Report;

/** How many entries of the log one change takes, however many watch its key. */
final class FanOutCost {

	private static final int NODES = 3;

	private static final int WATCHERS = 1_000;

	private static final int WRITES = 100;

	private final EngineProcess engine;

	private final Report report;

	FanOutCost(EngineProcess engine, Report report) {
		this.engine = engine;
		this.report = report;
	}

	void run() {
		Keys keys = new Keys("fanned", 1);
		List<Node> nodes = new ArrayList<>();
		try {
			for (int i = 0; i < NODES; i++) {
				nodes.add(Node.start(this.engine.port()));
			}
			keys.write(nodes.get(0));
			for (int i = 0; i < WATCHERS; i++) {
				nodes.get(i % NODES).watch(keys.name(0), () -> {
				});
			}
			nodes.forEach(Node::awaitSnapshots);
			long before = entries();
			for (int i = 0; i < WRITES; i++) {
				nodes.get(i % NODES).server().setIn(keys.name(0), Keys.CHANGING, i);
			}
			long expected = (long) WRITES * WATCHERS;
			while (nodes.stream().mapToLong(Node::deltas).sum() < expected) {
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
			}
			this.report.add("cluster.fanout.entries", (entries() - before) / (double) WRITES, "entries");
			this.report.add("cluster.fanout.deliveries", nodes.stream().mapToLong(Node::deltas).sum() / (double) WRITES,
					"deliveries");
		}
		finally {
			nodes.forEach(Node::close);
		}
	}

	/** Each entry takes the next number. */
	private long entries() {
		byte[] number = this.engine.connection()
			.sync()
			.hget("sodp:{00}:meta".getBytes(StandardCharsets.UTF_8), "n".getBytes(StandardCharsets.UTF_8));
		return Long.parseLong(new String(number, StandardCharsets.UTF_8));
	}

}
