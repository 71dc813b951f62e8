package dev.sodp.boot.startup;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

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
	 * @param args how many JVMs to start of each kind, 20 by default
	 * @throws Exception if a JVM cannot be started
	 */
	public static void main(String[] args) throws Exception {
		int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : 20;
		List<Variant> variants = List.of(new Variant("spring-boot-starter", BOOT),
				new Variant("  + spring-boot-starter-jackson", JACKSON), new Variant("sodp-spring-boot-starter", SODP));
		variants.forEach(Variant::start);
		for (int round = 0; round < rounds; round++) {
			for (Variant variant : variants) {
				variant.samples.add(variant.start());
			}
		}
		System.out.printf("%nMedians of %d starts on %d processors, Java %s:%n%n%-36s %22s %22s %22s%n", rounds,
				Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"), "",
				"main() to started, ms", "CPU of main thread, ms", "JVM start to end, ms");
		variants.forEach((variant) -> variant.print(variants.get(0)));
	}

	/** A class path and what was measured on it. */
	private static final class Variant {

		private final String name;

		private final String classPath;

		private final List<Sample> samples = new ArrayList<>();

		Variant(String name, String jars) {
			this.name = name;
			this.classPath = classPath(Pattern.compile("(" + jars + ")-\\d.*\\.jar"));
		}

		/** Jars before directories, in which every class would be looked for first. */
		private static String classPath(Pattern jars) {
			List<String> entries = new ArrayList<>();
			for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
				String file = Path.of(entry).getFileName().toString();
				if (jars.matcher(file).matches()) {
					entries.add(entry);
				}
			}
			entries.add("test-classes");
			return String.join(File.pathSeparator, entries);
		}

		Sample start() {
			try {
				Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
						"-cp", this.classPath, Application.class.getName())
					.redirectError(ProcessBuilder.Redirect.INHERIT)
					.start();
				String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
				return Sample.parse(output.lines()
					.filter((line) -> line.startsWith(Sample.MARK))
					.findFirst()
					.orElseThrow(() -> new IllegalStateException("The application did not start: " + output)));
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
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

	/**
	 * One start, in milliseconds.
	 *
	 * @param wall from the first line of {@code main} until the application has started
	 * @param cpu what the main thread computed for it
	 * @param total from the start of the JVM
	 */
	private record Sample(double wall, double cpu, double total) {

		static final String MARK = "started:";

		static Sample parse(String line) {
			String[] parts = line.substring(MARK.length()).split(",");
			return new Sample(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
		}

	}

	/** An application that does nothing. */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class Application {

		/**
		 * Starts, says how long it took, and ends.
		 * @param args not used
		 */
		public static void main(String[] args) {
			long begin = System.nanoTime();
			SpringApplication application = new SpringApplication(Application.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			application.run(args);
			double wall = (System.nanoTime() - begin) / 1e6;
			double cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e6;
			System.out.println(Sample.MARK + wall + "," + cpu + "," + ManagementFactory.getRuntimeMXBean().getUptime());
			Runtime.getRuntime().halt(0);
		}

	}

}
