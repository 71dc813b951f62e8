// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many simulations of a cluster, each decided by its seed (see {@link SimulationTests}).
 */
class ClusterSimulationTests {

	private static final int SEEDS = 20_000;

	@Test
	void whatWasPromisedHoldsOnAllNodes() throws InterruptedException {
		long steps = ManySeeds.run(SEEDS, ClusterSimulation::new);
		System.out.println("CLUSTER SIMULATION steps=" + steps + " violations=0");
	}

	@Test
	void aSeedDecidesAboutEverything() throws InterruptedException {
		for (long seed = 0; seed < 20; seed++) {
			assertThat(ManySeeds.run(seed, seed + 1, ClusterSimulation::new))
				.isEqualTo(ManySeeds.run(seed, seed + 1, ClusterSimulation::new));
		}
	}

}
