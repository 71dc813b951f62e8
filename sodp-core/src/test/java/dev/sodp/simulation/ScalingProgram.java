// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;

/**
 * Prints what sessions, nodes, entries of the log and deliveries take, for clusters of
 * different sizes: nothing may grow with sessions times nodes. Not a test, as the largest
 * cluster takes minutes and gigabytes.
 */
public final class ScalingProgram {

	private static final int SESSIONS_PER_KEY = 10;

	private static final int WRITES = 10_000;

	private ScalingProgram() {
	}

	/**
	 * Builds one cluster after another.
	 * @param args sizes, each as sessions, a slash, nodes
	 */
	public static void main(String[] args) {
		System.out.println("""
				| sessions | nodes | heap of a node without sessions | of a session | of a held key | held keys \
				| log entries of 10,000 writes | deliveries | expected |
				|---:|---:|---:|---:|---:|---:|---:|---:|---:|""");
		// What is there once for all clusters.
		build(1_000, 10);
		for (String size : args) {
			String[] numbers = size.split("/");
			System.out.println(build(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])));
		}
	}

	private static String build(int sessions, int nodes) {
		int keys = Math.max(1, sessions / SESSIONS_PER_KEY);
		long nothing = heap();
		ScaledCluster cluster = new ScaledCluster(nodes, sessions / nodes + 1);
		cluster.run(Duration.ofSeconds(10));
		double node = (heap() - nothing) / (double) nodes;
		cluster.write(keys, keys, 0);
		// Until no node holds what it wrote.
		cluster.run(Duration.ofMinutes(2));
		long stored = heap();
		// Sessions of one key at first, so that keys do not count.
		cluster.open(sessions / 2, 1);
		double session = (heap() - stored) / (double) (sessions / 2);
		long before = heap();
		int held = (int) cluster.sum(ScaledNode::heldKeys);
		cluster.open(sessions - sessions / 2, keys);
		held = (int) cluster.sum(ScaledNode::heldKeys) - held;
		double key = ((heap() - before) - session * (sessions - sessions / 2)) / held;
		long entries = cluster.entries();
		long deltas = cluster.sum(ScaledNode::deltas);
		cluster.write(WRITES, keys, 1);
		cluster.run(Duration.ofMinutes(2));
		check(cluster, sessions);
		return String.format(Locale.ROOT, "| %,d | %d | %,.0f B | %,.0f B | %,.0f B | %,d | %,d | %,d | %,d |",
				sessions, nodes, node, session, key, held, cluster.entries() - entries,
				cluster.sum(ScaledNode::deltas) - deltas, expected(sessions, keys));
	}

	/** Half of the sessions watch the first key only, the others all keys in turn. */
	private static long expected(int sessions, int keys) {
		long expected = 0;
		for (int i = 0; i < WRITES; i++) {
			expected += SESSIONS_PER_KEY / 2 + ((i % keys == 0) ? sessions / 2 : 0);
		}
		return expected;
	}

	private static void check(ScaledCluster cluster, int sessions) {
		if (cluster.sum(ScaledNode::sessions) != sessions || cluster.sum(ScaledNode::snapshots) != sessions) {
			throw new IllegalStateException("Not all sessions are there");
		}
	}

	private static long heap() {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 2; i++) {
			System.gc();
			least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}
		return least;
	}

}
