// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.time.Duration;
import java.util.List;

/**
 * How long to measure.
 *
 * @param runs how often; figures are medians
 * @param run length of one run
 * @param warmUp most time until the compiler must be done
 * @param fanOuts numbers of sessions
 * @param roundTrips in one run
 */
record Settings(int runs, Duration run, Duration warmUp, List<Integer> fanOuts, int roundTrips) {

	/** Length of what is repeated to warm up. */
	static Duration piece() {
		return Duration.ofMillis(250);
	}

	/** Whether to measure also what no goal is about. */
	boolean thorough() {
		return this.runs >= 5;
	}

	static Settings of(String mode) {
		return switch (mode) {
			case "quick" -> new Settings(3, Duration.ofMillis(600), Duration.ofSeconds(4), List.of(1, 200), 5_000);
			case "full" -> new Settings(7, Duration.ofMillis(1500), Duration.ofSeconds(15),
					List.of(1, 10, 100, 200, 1000), 20_000);
			default -> throw new IllegalArgumentException("quick or full, not " + mode);
		};
	}

}
