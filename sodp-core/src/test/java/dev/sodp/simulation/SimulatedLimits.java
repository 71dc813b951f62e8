// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * How much a {@link SimulatedPartition} keeps.
 *
 * @param chain most changes of a key after its snapshot
 * @param log most changes of all keys
 * @param entry most bytes of a change that the log holds itself
 * @param removed how long a removed key is remembered
 */
record SimulatedLimits(int chain, int log, int entry, Duration removed) {

	/** More than any simulation needs. */
	static final SimulatedLimits GENEROUS = new SimulatedLimits(900, 100_000, 64 * 1024, Duration.ofHours(1));

	/** Sometimes so little that everything has to be read again now and then. */
	static SimulatedLimits any(SplittableRandom random) {
		return new SimulatedLimits(random.nextInt(2, 60), random.nextBoolean() ? random.nextInt(20, 100) : 10_000,
				random.nextBoolean() ? random.nextInt(120, 400) : 1024 * 1024,
				Duration.ofSeconds(random.nextInt(4) == 0 ? random.nextInt(20, 120) : 3_600));
	}

}
