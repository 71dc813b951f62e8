// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sodp.benchmarks.endtoend.Report;

/**
 * Measures what servers cost that share a log in an engine. Goals are ratios to what the
 * engine costs a plain client in the same run.
 */
public final class ClusterBenchmark {

	private static final String USAGE = """
			The cluster benchmark starts an engine of its own. Pass the path of its binary, a redis-server or \
			valkey-server:
			  benchmarks/run quick cluster /usr/bin/redis-server""";

	private ClusterBenchmark() {
	}

	/**
	 * Runs everything.
	 * @param args {@code quick} or {@code full}, then the engine's binary, then
	 * optionally names of parts
	 */
	public static void main(String[] args) throws Exception {
		if (args.length < 2 || !Files.isExecutable(Path.of(args[1]))) {
			if (args.length >= 2) {
				System.err.println(args[1] + " cannot be executed.");
			}
			System.err.println(USAGE);
			System.exit(2);
		}
		int rounds = args[0].equals("quick") ? 3 : 7;
		Report report = new Report();
		try (EngineProcess engine = EngineProcess.start(Path.of(args[1]))) {
			Map<String, Part> parts = new LinkedHashMap<>();
			parts.put("mutation", new MutationCost(engine, report, rounds)::run);
			parts.put("delivery", new DeliveryCost(engine, report, rounds)::run);
			parts.put("fanout", new FanOutCost(engine, report)::run);
			parts.put("follow", new FollowingCost(engine, report, rounds)::run);
			parts.put("model", new SizingModel(engine, report)::run);
			if (args.length > 2) {
				parts.keySet().retainAll(List.of(args).subList(2, args.length));
			}
			for (Part part : parts.values()) {
				part.run();
			}
		}
		System.exit(0);
	}

	@FunctionalInterface
	private interface Part {

		void run() throws Exception;

	}

}
