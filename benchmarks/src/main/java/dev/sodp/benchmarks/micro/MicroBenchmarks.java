// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

import dev.sodp.benchmarks.Result;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures single operations and prints one {@code RESULT} line a figure.
 *
 * <p>
 * Arguments: {@code quick} (one JVM a benchmark, a minute and a half in all) or
 * {@code full} (five JVMs, about a quarter of an hour); then, if wanted, a directory for
 * the table {@code performance-micro.md} and the chart {@code performance-growth.svg};
 * then, if wanted, the names of the lines to measure.
 */
public final class MicroBenchmarks {

	private static final String ENTRIES = "entries";

	private final boolean full;

	private MicroBenchmarks(boolean full) {
		this.full = full;
	}

	public static void main(String[] args) throws RunnerException, IOException {
		MicroBenchmarks benchmarks = new MicroBenchmarks(args.length > 0 && args[0].equals("full"));
		List<String> names = List.of(args).subList(Math.min(2, args.length), args.length);
		List<Comparison> comparisons = new ArrayList<>();
		for (Line line : Line.ALL) {
			if (names.isEmpty() || names.contains(line.name())) {
				List<Comparison> measured = benchmarks.measure(line);
				measured.forEach((comparison) -> comparison.results().forEach(Result::print));
				growth(line, measured).ifPresent(Result::print);
				comparisons.addAll(measured);
			}
		}
		if (args.length > 1) {
			Path directory = Files.createDirectories(Path.of(args[1]));
			Files.writeString(directory.resolve("performance-micro.md"), MarkdownTable.of(comparisons));
			Files.writeString(directory.resolve("performance-growth.svg"), new GrowthChart(comparisons).svg());
		}
	}

	private List<Comparison> measure(Line line) throws RunnerException {
		TreeMap<Integer, Measurement> ours = new TreeMap<>();
		TreeMap<Integer, Measurement> baseline = new TreeMap<>();
		for (RunResult result : run(line)) {
			BenchmarkParams params = result.getParams();
			String entries = params.getParam(ENTRIES);
			boolean isBaseline = params.getBenchmark().endsWith("." + line.baselineMethod());
			(isBaseline ? baseline : ours).put((entries != null) ? Integer.parseInt(entries) : 0,
					Measurement.of(result));
		}
		return ours.entrySet()
			.stream()
			.map((entry) -> new Comparison(line, entry.getKey(), entry.getValue(), baseline.get(entry.getKey())))
			.toList();
	}

	private Collection<RunResult> run(Line line) throws RunnerException {
		ChainedOptionsBuilder options = new OptionsBuilder()
			.include("\\Q" + line.benchmark().getName() + "." + line.method() + "\\E(Baseline)?$")
			.addProfiler(GCProfiler.class)
			.verbosity(VerboseMode.SILENT)
			.shouldFailOnError(true)
			// Short warm-ups must not depend on when a busy machine lets the compiler
			// run.
			.jvmArgs("-Xms1g", "-Xmx1g", "-Xbatch")
			.forks(this.full ? 5 : 1)
			.warmupIterations(this.full ? 4 : 3)
			.measurementIterations(this.full ? 3 : 5)
			.warmupTime(TimeValue.milliseconds(this.full ? 500 : 250))
			.measurementTime(TimeValue.milliseconds(this.full ? 400 : 100));
		return new Runner(options.build()).run();
	}

	/** How much more time an operation takes on 100,000 entries than on 1,000. */
	private static Optional<Result> growth(Line line, List<Comparison> measured) {
		Optional<Comparison> small = measured.stream().filter((comparison) -> comparison.entries() == 1000).findAny();
		Optional<Comparison> large = measured.stream()
			.filter((comparison) -> comparison.entries() == 100_000)
			.findAny();
		if (small.isEmpty() || large.isEmpty()) {
			return Optional.empty();
		}
		return Optional.of(new Result(line.name() + ".growth.100k_over_1k",
				large.get().ours().micros() / small.get().ours().micros(), "ratio"));
	}

}
