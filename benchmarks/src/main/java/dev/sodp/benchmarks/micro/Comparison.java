// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.micro;

import java.util.List;

import dev.sodp.benchmarks.Result;

/**
 * One operation at one size beside its baseline, from the same run.
 *
 * @param line the operation
 * @param entries size of the value, 0 if the benchmark has one size only
 * @param ours what it costs
 * @param baseline what the baseline costs
 */
record Comparison(Line line, int entries, Measurement ours, Measurement baseline) {

	String name() {
		return (this.entries == 0) ? this.line.name() : this.line.name() + "." + size();
	}

	private String size() {
		return (this.entries < 1000) ? String.valueOf(this.entries) : this.entries / 1000 + "k";
	}

	/** Below 1 this project is faster. */
	double ratio() {
		return this.ours.micros() / this.baseline.micros();
	}

	List<Result> results() {
		return List.of(new Result(name() + ".us", this.ours.micros(), "us"),
				new Result(name() + ".bytes", this.ours.bytes(), "bytes"),
				new Result(name() + ".baseline.us", this.baseline.micros(), "us"),
				new Result(name() + ".baseline.bytes", this.baseline.bytes(), "bytes"),
				new Result(name() + ".ratio", ratio(), "ratio"));
	}

}
