// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * What a figure is meant to reach.
 *
 * @param name of the figure
 * @param limit bound, included
 * @param atMost whether the bound is an upper one
 */
record Goal(String name, double limit, boolean atMost) {

	static final List<Goal> ALL = List.of(atMost("apply.1k.us", 1), atMost("apply.1k.bytes", 2048),
			atMost("apply.growth.100k_over_1k", 2), atMost("typed.10k.us", 10), atMost("client.delivery.bytes", 1536),
			atMost("client.delivery.cpu_us", 5), atMost("client.delivery.burst.cpu_us", 5),
			atMost("client.roundtrip.bytes", 8192), atMost("client.roundtrip.over_echo", 1.3),
			atMost("client.threads", 0), atMost("client.key.bytes", 600), atMost("server.fanout.over_bare", 1.3),
			atLeast("server.burst.over_batched", 0.8), atLeast("stomp.over_server.fanout", 5),
			atLeast("stomp.over_server.burst", 5), atMost("unread.platform.health.p99_ms", 1000),
			atMost("unread.platform.write.p99_ms", 1000), atMost("unread.virtual.health.p99_ms", 1000),
			atMost("unread.virtual.write.p99_ms", 1000), atMost("large.p50_over_idle", 3),
			atMost("large.p99_over_idle", 10), atLeast("journal.always.writers_64.over_bare", 0.8),
			atLeast("journal.interval.over_memory", 0.7), atMost("journal.always.writers_1.over_sync", 1.3),
			atMost("journal.block_writes.writers_1.kb", 40), atMost("journal.block_writes.writers_64.kb", 20),
			atMost("journal.compaction.file.over_live", 3), atMost("journal.start.keys_100k.changes_1m.s", 5),
			atMost("cluster.mutation.engine_cpu.over_bare", 1.5), atMost("cluster.mutation.p50.over_bare", 2),
			atMost("cluster.delivery.p50.over_bare", 2), atMost("cluster.follow.cpu_us", 2),
			atMost("cluster.fanout.entries", 1));

	private static Goal atMost(String name, double limit) {
		return new Goal(name, limit, true);
	}

	private static Goal atLeast(String name, double limit) {
		return new Goal(name, limit, false);
	}

	String describe(double value) {
		boolean met = this.atMost ? value <= this.limit : value >= this.limit;
		return String.format(Locale.ROOT, "GOAL name=%s value=%.4g limit=%s%s met=%s", this.name, value,
				this.atMost ? "<=" : ">=", number(this.limit), met ? "yes" : "no");
	}

	private static String number(double value) {
		return (value == Math.rint(value)) ? String.valueOf((long) value) : String.valueOf(value);
	}

}
