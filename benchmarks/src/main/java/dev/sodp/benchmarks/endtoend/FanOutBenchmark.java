// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.sodp.benchmarks.endtoend.ServerProcess.Work;

/**
 * The server's side of an update to many sessions, and the same with the container alone,
 * STOMP and server-sent events. CPU and bytes are those of the server's JVM.
 */
final class FanOutBenchmark {

	/** Updates that queue up when the server is not waited for. */
	private static final int BURST = 8;

	/** The number of sessions that goals are about. */
	static final int MAIN_SIZE = 200;

	private static final int LATENCIES = 400;

	private static final int GAP_MICROS = 300;

	private final ServerProcess server;

	private final Settings settings;

	private final Report report;

	FanOutBenchmark(ServerProcess server, Settings settings, Report report) {
		this.server = server;
		this.settings = settings;
		this.report = report;
	}

	void run() throws Exception {
		for (int sessions : this.settings.fanOuts()) {
			String suffix = (sessions == MAIN_SIZE) ? "" : "." + sessions;
			rounds(sessions, 1, "fanout" + suffix, List.of(Kind.SERVER, Kind.BARE, Kind.STOMP, Kind.SSE));
			this.report.ratio("server.fanout" + suffix + ".over_bare", "server.fanout" + suffix + ".cpu_us",
					"bare.fanout" + suffix + ".cpu_us");
			this.report.ratio("stomp.over_server.fanout" + suffix, "stomp.fanout" + suffix + ".cpu_us",
					"server.fanout" + suffix + ".cpu_us");
			// Nothing that writes to each session can be further ahead than this.
			this.report.ratio("stomp.over_bare.fanout" + suffix, "stomp.fanout" + suffix + ".cpu_us",
					"bare.fanout" + suffix + ".cpu_us");
			this.report.ratio("sse.over_server.fanout" + suffix, "sse.fanout" + suffix + ".cpu_us",
					"server.fanout" + suffix + ".cpu_us");
		}
		rounds(MAIN_SIZE, BURST, "burst", List.of(Kind.SERVER, Kind.BATCHED, Kind.BARE, Kind.STOMP));
		this.report.ratio("server.burst.over_batched", "server.burst.deliveries_per_s",
				"batched.burst.deliveries_per_s");
		this.report.ratio("stomp.over_server.burst", "stomp.burst.cpu_us", "server.burst.cpu_us");
		for (Kind kind : List.of(Kind.SERVER, Kind.BARE, Kind.STOMP, Kind.SSE)) {
			latency(kind);
		}
	}

	/** The kinds take turns, so that what disturbs one run disturbs all. */
	private void rounds(int sessions, int burst, String name, List<Kind> kinds) throws Exception {
		Map<Kind, List<Work>> works = new EnumMap<>(Kind.class);
		for (int i = 0; i < this.settings.runs(); i++) {
			for (Kind kind : kinds) {
				try (Sinks sinks = new Sinks(kind, this.server, sessions)) {
					sinks.round(burst);
					if (i == 0) {
						WarmUp.run(this.settings.warmUp(),
								() -> this.server.fanOut(kind.label(), burst, Settings.piece()).spent());
					}
					works.computeIfAbsent(kind, (key) -> new ArrayList<>())
						.add(this.server.fanOut(kind.label(), burst, this.settings.run()));
				}
			}
		}
		works.forEach((kind, runs) -> {
			String prefix = kind.label() + "." + name;
			this.report.add(prefix + ".cpu_us",
					Samples.median(
							runs.stream().map((work) -> work.spent().cpuMicrosPer(work.updates() * sessions)).toList()),
					"us");
			this.report.add(prefix + ".bytes",
					Samples
						.median(runs.stream().map((work) -> work.spent().bytesPer(work.updates() * sessions)).toList()),
					"bytes");
			this.report.add(prefix + ".deliveries_per_s",
					Samples.median(
							runs.stream().map((work) -> work.spent().perSecond(work.updates() * sessions)).toList()),
					"1/s");
		});
	}

	/** From before the value is set to when one client has read it. */
	private void latency(Kind kind) throws Exception {
		try (Sinks sinks = new Sinks(kind, this.server, 1)) {
			List<Double> medians = new ArrayList<>();
			List<Double> tails = new ArrayList<>();
			double size = 0;
			for (int i = 0; i < this.settings.runs(); i++) {
				sinks.round(1);
				String[] sent = this.server.ask("latency " + kind.label() + " " + LATENCIES + " " + GAP_MICROS)
					.split(",");
				long[] latencies = new long[sent.length];
				for (int n = 0; n < sent.length; n++) {
					latencies[n] = sinks.time(n) - Long.parseLong(sent[n]);
				}
				medians.add(Samples.micros(latencies, 0.5));
				tails.add(Samples.micros(latencies, 0.99));
				size = sinks.bytesPerMessage();
			}
			String prefix = kind.label() + ".update";
			this.report.add(prefix + ".wire_bytes", size, "bytes");
			this.report.add(prefix + ".p50_us", Samples.median(medians), "us");
			this.report.add(prefix + ".p99_us", Samples.median(tails), "us");
		}
	}

}
