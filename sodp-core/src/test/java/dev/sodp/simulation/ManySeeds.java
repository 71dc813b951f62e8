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

/** Runs simulations, each decided by its seed, on all processors. */
final class ManySeeds {

	private ManySeeds() {
	}

	/** Runs the seeds that the command line asks for, else a number from 0 on. */
	static long run(int seeds, LongFunction<? extends Run> simulation) throws InterruptedException {
		Long only = Long.getLong("simulation.seed");
		long first = (only != null) ? only : Long.getLong("simulation.first", 0);
		long count = (only != null) ? 1 : Long.getLong("simulation.seeds", seeds);
		return run(first, first + count, simulation);
	}

	/** Returns the steps that all of them took. */
	static long run(long first, long end, LongFunction<? extends Run> simulation) throws InterruptedException {
		AtomicLong next = new AtomicLong(first);
		int processors = Runtime.getRuntime().availableProcessors();
		ExecutorService threads = Executors.newFixedThreadPool(processors);
		try {
			List<Future<Long>> shares = new ArrayList<>();
			for (int i = 0; i < processors; i++) {
				shares.add(threads.submit(() -> {
					long steps = 0;
					for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
						steps += runOne(seed, simulation);
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

	private static long runOne(long seed, LongFunction<? extends Run> kind) {
		Run simulation = kind.apply(seed);
		try {
			return simulation.run();
		}
		catch (RuntimeException | AssertionError ex) {
			throw new AssertionError("Simulation with seed " + seed + " (" + simulation
					+ ") failed (replay it with -Dsimulation.seed=" + seed + "): " + ex.getMessage(), ex);
		}
	}

	/** A simulation. */
	interface Run {

		/**
		 * Runs to the end; throws an {@link AssertionError} if anything does not hold.
		 * @return the number of steps
		 */
		long run();

	}

}
