// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many simulations of nodes that share a log, each decided by its seed (see
 * {@link SimulationTests}).
 */
class SharedJournalSimulationTests {

	private static final int SEEDS = 1_000;

	@Test
	void whatIsCommittedIsCommittedOnceAndForAllNodes() throws InterruptedException {
		ManySeeds.run(SEEDS, SharedJournalSimulation::new);
	}

	@Test
	void aSeedDecidesAboutEverything() throws InterruptedException {
		for (long seed = 0; seed < 20; seed++) {
			assertThat(ManySeeds.run(seed, seed + 1, SharedJournalSimulation::new))
				.isEqualTo(ManySeeds.run(seed, seed + 1, SharedJournalSimulation::new));
		}
	}

	@Test
	void mostWritesSucceedInSpiteOfEverything() {
		SharedJournalSimulation simulation = new SharedJournalSimulation(0);
		simulation.run();
		assertThat(simulation.acknowledged()).isGreaterThan(100);
	}

}
