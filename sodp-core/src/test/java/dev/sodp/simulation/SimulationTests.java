// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

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
		long steps = runAll(first, first + seeds, Simulation::new);
		System.out.println("SIMULATION seeds=" + seeds + " steps=" + steps + " violations=0");
	}

	@Test
	void conditionalWritesAreAppliedToTheirVersionOrNotAtAll() throws InterruptedException {
		long first = Long.getLong("simulation.first", 0);
		runAll(first, first + Long.getLong("simulation.seeds", CONDITIONAL_SEEDS), Simulation::withConditionalWrites);
	}

	@Test
	void watchesOfPrefixesShowWhatTheirServerHolds() throws InterruptedException {
		Long only = Long.getLong("simulation.seed");
		long first = (only != null) ? only : Long.getLong("simulation.first", 0);
		long seeds = (only != null) ? 1 : Long.getLong("simulation.seeds", PREFIX_SEEDS);
		runAll(first, first + seeds, Simulation::withPrefixes);
	}

	@Test
	void aSeedDecidesAboutEverything() {
		for (long seed = 0; seed < 20; seed++) {
			assertThat(run(seed, Simulation::new)).isEqualTo(run(seed, Simulation::new));
		}
	}

	private static long runAll(long first, long end, LongFunction<Simulation> simulation) throws InterruptedException {
		AtomicLong next = new AtomicLong(first);
		int processors = Runtime.getRuntime().availableProcessors();
		ExecutorService threads = Executors.newFixedThreadPool(processors);
		try {
			List<Future<Long>> shares = new ArrayList<>();
			for (int i = 0; i < processors; i++) {
				shares.add(threads.submit(() -> {
					long steps = 0;
					for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
						steps += run(seed, simulation);
					}
					return steps;
				}));
			}
			long steps = 0;
			for (Future<Long> share : shares) {
				steps += share.get();
			}
			return steps;
		}
		catch (ExecutionException ex) {
			throw new AssertionError(ex.getCause().getMessage(), ex.getCause());
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static long run(long seed, LongFunction<Simulation> kind) {
		Simulation simulation = kind.apply(seed);
		try {
			return simulation.run();
		}
		catch (RuntimeException | AssertionError ex) {
			throw new AssertionError("Simulation with seed " + seed + " (" + simulation
					+ ") failed (replay it with -Dsimulation.seed=" + seed + "): " + ex.getMessage(), ex);
		}
	}

}
