// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.micro;

import java.util.concurrent.TimeUnit;

import dev.sodp.state.StatePath;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.core.JsonPointer;

/**
 * Paths of three segments from text, beside Jackson's {@link JsonPointer}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PathBenchmark {

	private String path = "/players/p000042/hp";

	@Benchmark
	public StatePath parse() {
		return StatePath.parse(this.path);
	}

	@Benchmark
	public JsonPointer parseBaseline() {
		return JsonPointer.compile(this.path);
	}

}
