// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.util.LinkedHashMap;
import java.util.Map;

/** The programs of this package by name, in the order in which they run. */
final class Programs {

	private final Map<String, Program> programs = new LinkedHashMap<>();

	Programs(ServerProcess server, Settings settings, Report report) {
		this.programs.put("startup", new StartupBenchmark(server, settings, report)::run);
		this.programs.put("idle", new IdleBenchmark(server, report)::run);
		this.programs.put("roundtrip", new RoundTripBenchmark(server, settings, report)::run);
		this.programs.put("pipeline", new PipelineBenchmark(server, settings, report)::run);
		this.programs.put("delivery", new DeliveryBenchmark(server, settings, report)::run);
		this.programs.put("fanout", new FanOutBenchmark(server, settings, report)::run);
		this.programs.put("netty", new NettyBenchmark(server, settings, report)::run);
		this.programs.put("mutations", new MutationBenchmark(server, settings, report)::run);
		this.programs.put("large", new LargeWritesBenchmark(settings, report)::run);
		this.programs.put("unread", new UnreadBenchmark(settings, report)::run);
	}

	void run(String name) throws Exception {
		Program program = this.programs.get(name);
		if (program == null) {
			throw new IllegalArgumentException(name + " is none of " + this.programs.keySet());
		}
		long start = System.nanoTime();
		program.run();
		System.err.printf("%s took %.1f s%n", name, (System.nanoTime() - start) / 1e9);
	}

	void runAll() throws Exception {
		for (String name : this.programs.keySet()) {
			run(name);
		}
	}

	@FunctionalInterface
	private interface Program {

		void run() throws Exception;

	}

}
