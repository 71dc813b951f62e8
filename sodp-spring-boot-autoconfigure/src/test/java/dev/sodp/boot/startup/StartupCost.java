// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.startup;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Measures what the starter adds to the start of an application that does nothing else.
 *
 * <p>
 * Starts the same application again and again, each time in a fresh JVM, in turn on three
 * class paths: that of {@code spring-boot-starter}, the same with
 * {@code spring-boot-starter-jackson}, and that of the starter of this project, which has
 * both. Prints the medians. No test, because it says something about a machine.
 */
public final class StartupCost {

	private static final String BOOT = "spring-(boot|boot-autoconfigure|core|beans|context|aop|expression)|commons-logging"
			+ "|logback-.*|log4j-.*|jul-to-slf4j|slf4j-api|snakeyaml|jakarta.annotation-api|micrometer-(commons|observation)"
			+ "|jspecify";

	private static final String JACKSON = BOOT + "|spring-boot-jackson|jackson-(core|databind|annotations)";

	private static final String SODP = JACKSON + "|msgpack-core|pcollections|spring-messaging|sodp-.*";

	private StartupCost() {
	}

	/**
	 * Measures.
	 * @param args how many JVMs to start of each kind, 20 by default, and how the
	 * application is prepared: {@code plain} by default, {@code cds}, {@code aot} or
	 * {@code aot-cds}
	 * @throws IOException if a JVM cannot be started
	 */
	public static void main(String[] args) throws IOException {
		int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : 20;
		Mode mode = Mode.of((args.length > 1) ? args[1] : "plain");
		List<Variant> variants = List.of(new Variant("spring-boot-starter", BOOT, mode),
				new Variant("  + spring-boot-starter-jackson", JACKSON, mode),
				new Variant("sodp-spring-boot-starter", SODP, mode));
		for (int round = -1; round < rounds; round++) {
			for (Variant variant : variants) {
				Sample sample = variant.application.start();
				if (round >= 0) {
					variant.samples.add(sample);
				}
			}
		}
		System.out.printf(
				"%nMedians of %d starts of an application %s, %d processors, Java %s:%n%n%-36s %22s %22s %22s%n",
				rounds, mode, Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"), "",
				"main() to started, ms", "CPU of main thread, ms", "JVM start to end, ms");
		variants.forEach((variant) -> variant.print(variants.get(1)));
	}

	/** A class path and what was measured on it. */
	private static final class Variant {

		private final String name;

		private final PreparedApplication application;

		private final List<Sample> samples = new ArrayList<>();

		Variant(String name, String jars, Mode mode) throws IOException {
			this.name = name;
			this.application = new PreparedApplication(
					Files.createTempDirectory(Path.of("").toAbsolutePath(), "startup-cost"),
					libraries(Pattern.compile("(" + jars + ")-\\d.*\\.jar")), mode);
		}

		private static String libraries(Pattern jars) {
			return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
				.filter((entry) -> jars.matcher(Path.of(entry).getFileName().toString()).matches())
				.map((entry) -> Path.of(entry).toAbsolutePath().toString())
				.collect(Collectors.joining(File.pathSeparator));
		}

		void print(Variant base) {
			System.out.printf("%-36s %s %s %s%n", this.name, cell(base, Sample::wall), cell(base, Sample::cpu),
					cell(base, Sample::total));
		}

		private String cell(Variant base, ToDoubleFunction<Sample> value) {
			double median = median(value);
			return String.format("%12.1f (%+7.1f)", median, median - base.median(value));
		}

		private double median(ToDoubleFunction<Sample> value) {
			double[] sorted = this.samples.stream().mapToDouble(value).sorted().toArray();
			return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
		}

	}

}
