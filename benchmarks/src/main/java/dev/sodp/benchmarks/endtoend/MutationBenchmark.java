// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.sodp.benchmarks.endtoend.ServerProcess.Work;

/**
 * Mutations by the hosting application: of one key, of many, and with somebody watching.
 */
final class MutationBenchmark {

	private static final int MANY = 1000;

	/** Less than the server lets wait. */
	private static final int BURST = 512;

	private final ServerProcess server;

	private final Settings settings;

	private final Report report;

	MutationBenchmark(ServerProcess server, Settings settings, Report report) {
		this.server = server;
		this.settings = settings;
		this.report = report;
	}

	void run() throws Exception {
		measure("server.mutations", (duration) -> this.server.work("mutate 1 " + duration.toMillis()));
		measure("server.mutations.many_keys",
				(duration) -> this.server.work("mutate " + MANY + " " + duration.toMillis()));
		try (Sinks sinks = new Sinks(Kind.SERVER, this.server, 1)) {
			sinks.round(BURST);
			measure("server.mutations.watched", (duration) -> this.server.fanOut(Kind.SERVER.label(), BURST, duration));
		}
		this.report.ratio("server.mutations.watched_over_unwatched", "server.mutations.watched_per_s",
				"server.mutations_per_s");
	}

	private void measure(String name, Mutations mutations) throws Exception {
		WarmUp.run(this.settings.warmUp(), () -> mutations.run(Settings.piece()).spent());
		List<Work> works = new ArrayList<>();
		for (int i = 0; i < this.settings.runs(); i++) {
			works.add(mutations.run(this.settings.run()));
		}
		this.report.add(name + "_per_s",
				Samples.median(works.stream().map((work) -> work.spent().perSecond(work.updates())).toList()), "1/s");
		this.report.add(name + ".bytes",
				Samples.median(works.stream().map((work) -> work.spent().bytesPer(work.updates())).toList()), "bytes");
	}

	@FunctionalInterface
	private interface Mutations {

		Work run(Duration duration);

	}

}
