// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.micro;

import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.sodp.state.DeltaOp;
import dev.sodp.state.Deltas;
import dev.sodp.state.Values;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.IntNode;

/**
 * One element more behind 1,000, and the oldest one taken away, as with
 * {@code state.append} and a maximal length. The baseline copies and changes an ordinary
 * array.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ArrayBenchmark {

	private static final int ELEMENTS = 1000;

	private final List<DeltaOp> append = List.of(DeltaOp.add("/-", IntNode.valueOf(42)));

	private final List<DeltaOp> appendAndTrim = List.of(DeltaOp.add("/-", IntNode.valueOf(42)), DeltaOp.remove("/0"));

	private final JsonNode full = Deltas.apply(Values.immutable(Samples.numbers(ELEMENTS)), this.appendAndTrim);

	private JsonNode rolling = this.full;

	private final ArrayNode mutable = Samples.numbers(ELEMENTS);

	private ArrayNode mutableRolling = this.mutable;

	@Benchmark
	public JsonNode append() {
		return Deltas.apply(this.full, this.append);
	}

	@Benchmark
	public JsonNode appendBaseline() {
		return this.mutable.deepCopy().add(42);
	}

	@Benchmark
	public JsonNode appendAndTrim() {
		this.rolling = Deltas.apply(this.rolling, this.appendAndTrim);
		return this.rolling;
	}

	@Benchmark
	public JsonNode appendAndTrimBaseline() {
		ArrayNode copy = this.mutableRolling.deepCopy().add(42);
		copy.remove(0);
		this.mutableRolling = copy;
		return copy;
	}

}
