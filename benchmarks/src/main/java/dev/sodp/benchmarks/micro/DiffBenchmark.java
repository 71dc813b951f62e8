// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.micro;

import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.sodp.state.DeltaOp;
import dev.sodp.state.Deltas;
import dev.sodp.state.Diff;
import dev.sodp.state.Values;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.JsonNode;

/**
 * The delta between two values that differ in one place: written anew, so that they share
 * nothing, or changed in place of a wide map, so that they share the rest. The baseline
 * is Jackson's {@code equals} on the same two values, which has to look at all of them
 * and tells less.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DiffBenchmark {

	private static final int ENTRIES = 10_000;

	private final JsonNode score = Values.immutable(Samples.score(1));

	private final JsonNode nextScore = Values.immutable(Samples.score(2));

	private final JsonNode players = Values.immutable(Samples.players(ENTRIES));

	private final JsonNode changedPlayers = Deltas.apply(this.players, lastMove());

	private final JsonNode rewrittenPlayers = Deltas.apply(Values.immutable(Samples.players(ENTRIES)), lastMove());

	/** Of the last entry, so that {@code equals} does not end early. */
	private static List<DeltaOp> lastMove() {
		return List.of(DeltaOp.update("/p009999/hp", Values.immutable(Samples.score(1).get("counter"))));
	}

	@Benchmark
	public List<DeltaOp> object() {
		return Diff.between(this.score, this.nextScore);
	}

	@Benchmark
	public boolean objectBaseline() {
		return this.score.equals(this.nextScore);
	}

	@Benchmark
	public List<DeltaOp> sharedMap() {
		return Diff.between(this.players, this.changedPlayers);
	}

	@Benchmark
	public boolean sharedMapBaseline() {
		return this.players.equals(this.changedPlayers);
	}

	@Benchmark
	public List<DeltaOp> rewrittenMap() {
		return Diff.between(this.players, this.rewrittenPlayers);
	}

	@Benchmark
	public boolean rewrittenMapBaseline() {
		return this.players.equals(this.rewrittenPlayers);
	}

}
