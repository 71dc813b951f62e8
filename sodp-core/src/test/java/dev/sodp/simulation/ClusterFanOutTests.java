// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a change costs the log of a cluster, however many sessions it is delivered to. */
class ClusterFanOutTests {

	private static final int WATCHERS = 1_000;

	private final ScaledCluster cluster = new ScaledCluster(3, WATCHERS);

	@Test
	void aChangeIsOneEntryForAllWatchersOfAllNodes() {
		this.cluster.write(1, 1, 0);
		this.cluster.open(WATCHERS, 1);
		long before = this.cluster.entries();

		this.cluster.write(1, 1, 1);

		assertThat(this.cluster.entries() - before).isEqualTo(1);
		assertThat(this.cluster.sum(ScaledNode::deltas)).isEqualTo(WATCHERS);
	}

	@Test
	void sessionsOfOneKeyShareItsCopyAtTheirNode() {
		this.cluster.write(1, 1, 0);

		this.cluster.open(WATCHERS, 1);

		assertThat(this.cluster.sum(ScaledNode::heldKeys)).isEqualTo(3);
	}

}
