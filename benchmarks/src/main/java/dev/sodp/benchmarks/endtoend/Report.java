// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.sodp.benchmarks.Result;

/** Gathers and prints figures. */
public final class Report {

	private final Map<String, Double> values = new LinkedHashMap<>();

	/** Creates an empty report. */
	public Report() {
	}

	/**
	 * Adds a figure.
	 * @param name what was measured
	 * @param value the median
	 * @param unit its unit
	 */
	public void add(String name, double value, String unit) {
		new Result(name, value, unit).print();
		this.values.put(name, value);
	}

	/**
	 * Adds one figure divided by another.
	 * @param name of the ratio
	 * @param of what
	 * @param over what it is measured by
	 */
	public void ratio(String name, String of, String over) {
		if (this.values.containsKey(of) && this.values.containsKey(over)) {
			add(name, this.values.get(of) / this.values.get(over), "ratio");
		}
	}

}
