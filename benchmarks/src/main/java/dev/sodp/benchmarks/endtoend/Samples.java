// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.util.Arrays;
import java.util.Collection;

/** Medians and percentiles. */
public final class Samples {

	private Samples() {
	}

	/**
	 * The median.
	 * @param values one or more
	 * @return the middle one, or the mean of the two in the middle
	 */
	public static double median(Collection<Double> values) {
		double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	/**
	 * A percentile in microseconds.
	 * @param nanos durations
	 * @param fraction such as 0.99
	 * @return microseconds
	 */
	public static double micros(long[] nanos, double fraction) {
		long[] sorted = nanos.clone();
		Arrays.sort(sorted);
		return sorted[(int) Math.min(sorted.length - 1, sorted.length * fraction)] / 1000.0;
	}

}
