// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.micro;

import java.util.Map;

import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * The medians over all iterations of one benchmark.
 *
 * @param micros time of an operation
 * @param bytes what an operation allocates
 */
record Measurement(double micros, double bytes) {

	private static final String ALLOCATION = "gc.alloc.rate.norm";

	static Measurement of(RunResult result) {
		return new Measurement(median(result.getPrimaryResult()),
				result.getSecondaryResults()
					.entrySet()
					.stream()
					.filter((secondary) -> secondary.getKey().endsWith(ALLOCATION))
					.map(Map.Entry::getValue)
					.mapToDouble(Measurement::median)
					.findFirst()
					.orElseThrow());
	}

	private static double median(Result<?> result) {
		return result.getStatistics().getPercentile(50);
	}

}
