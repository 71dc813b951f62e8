// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many simulations, each decided by its seed, on all processors. Surefire hands the
 * properties of Maven's command line to the JVM of the tests, so that
 * {@code ./mvnw -pl sodp-core test -Dtest=SimulationTests -Dsimulation.seeds=1000000}
 * runs more of them, {@code -Dsimulation.first=…} others, and {@code -Dsimulation.seed=…}
 * replays the one that a failure named.
 */
class SimulationTests {

	private static final int SEEDS = 20_000;

	private static final int CONDITIONAL_SEEDS = 3_000;

	private static final int PREFIX_SEEDS = 3_000;

	@Test
	void whatWasPromisedHoldsInEverySimulation() throws InterruptedException {
		Long only = Long.getLong("simulation.seed");
		long first = (only != null) ? only : Long.getLong("simulation.first", 0);
		long seeds = (only != null) ? 1 : Long.getLong("simulation.seeds", SEEDS);
		long steps = ManySeeds.run(first, first + seeds, Simulation::new);
		System.out.println("SIMULATION seeds=" + seeds + " steps=" + steps + " violations=0");
	}

	@Test
	void conditionalWritesAreAppliedToTheirVersionOrNotAtAll() throws InterruptedException {
		long first = Long.getLong("simulation.first", 0);
		ManySeeds.run(first, first + Long.getLong("simulation.seeds", CONDITIONAL_SEEDS),
				Simulation::withConditionalWrites);
	}

	@Test
	void watchesOfPrefixesShowWhatTheirServerHolds() throws InterruptedException {
		Long only = Long.getLong("simulation.seed");
		long first = (only != null) ? only : Long.getLong("simulation.first", 0);
		long seeds = (only != null) ? 1 : Long.getLong("simulation.seeds", PREFIX_SEEDS);
		ManySeeds.run(first, first + seeds, Simulation::withPrefixes);
	}

	@Test
	void aSeedDecidesAboutEverything() throws InterruptedException {
		for (long seed = 0; seed < 20; seed++) {
			assertThat(ManySeeds.run(seed, seed + 1, Simulation::new))
				.isEqualTo(ManySeeds.run(seed, seed + 1, Simulation::new));
		}
	}

}
