// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.sodp.benchmarks.endtoend.Usage.Spent;
import dev.sodp.client.SodpClient;

/**
 * From a write to the callback of one's own watch, and an echo over the same transport
 * and container: answered on the thread that read it, and with the hand-over to another
 * thread that a callback needs.
 */
final class RoundTripBenchmark {

	/** Like the CALL that carries the object. */
	private static final byte[] MESSAGE = new byte[250];

	private final ServerProcess server;

	private final Settings settings;

	private final Report report;

	private long score;

	RoundTripBenchmark(ServerProcess server, Settings settings, Report report) {
		this.server = server;
		this.settings = settings;
		this.report = report;
	}

	void run() throws Exception {
		ExecutorService callbacks = Executors.newSingleThreadExecutor();
		BareLink direct = BareLink.open(this.server.url(BareEndpoints.ECHO), Runnable::run);
		BareLink handedOver = BareLink.open(this.server.url(BareEndpoints.ECHO), callbacks);
		try (SodpClient client = SodpClient.builder(this.server.url("/sodp")).build()) {
			client.ready().join();
			Target echo = Target.of(direct);
			Target echoHandedOver = Target.of(handedOver);
			Target roundTrip = new Target(() -> client.set(Player.KEY, Player.scoring(++this.score)));
			client.watch(Player.KEY, (value, meta) -> {
				// Not the first value, which answers no write.
				if (value != null && value.path("score").longValue() == this.score) {
					roundTrip.answered();
				}
			});
			Map<String, Target> targets = new LinkedHashMap<>();
			targets.put("client.roundtrip", roundTrip);
			targets.put("echo", echo);
			targets.put("echo.handed_over", echoHandedOver);
			measure(targets);
		}
		direct.close();
		handedOver.close();
		callbacks.shutdown();
		this.report.ratio("client.roundtrip.over_echo", "client.roundtrip.p50_us", "echo.handed_over.p50_us");
		this.report.ratio("client.roundtrip.over_direct_echo", "client.roundtrip.p50_us", "echo.p50_us");
	}

	private void measure(Map<String, Target> targets) throws Exception {
		for (Target target : targets.values()) {
			WarmUp.run(this.settings.warmUp(), () -> {
				Usage start = Usage.now();
				target.run(2000);
				return Usage.since(start);
			});
		}
		Map<String, List<Run>> runs = new LinkedHashMap<>();
		for (int i = 0; i < this.settings.runs(); i++) {
			for (Map.Entry<String, Target> target : targets.entrySet()) {
				Usage start = Usage.now();
				long[] nanos = target.getValue().run(this.settings.roundTrips());
				runs.computeIfAbsent(target.getKey(), (key) -> new ArrayList<>())
					.add(new Run(nanos, Usage.since(start)));
			}
		}
		runs.forEach(this::report);
	}

	private void report(String name, List<Run> runs) {
		int count = this.settings.roundTrips();
		this.report.add(name + ".p50_us", percentile(runs, 0.5), "us");
		this.report.add(name + ".p99_us", percentile(runs, 0.99), "us");
		this.report.add(name + ".p999_us", percentile(runs, 0.999), "us");
		this.report.add(name + ".cpu_us",
				Samples.median(runs.stream().map((run) -> run.spent().cpuMicrosPer(count)).toList()), "us");
		this.report.add(name + ".bytes",
				Samples.median(runs.stream().map((run) -> run.spent().bytesPer(count)).toList()), "bytes");
	}

	private static double percentile(List<Run> runs, double fraction) {
		return Samples.median(runs.stream().map((run) -> Samples.micros(run.nanos(), fraction)).toList());
	}

	private record Run(long[] nanos, Spent spent) {
	}

	/** Something to play ping-pong with. */
	private static final class Target {

		private final Runnable send;

		private volatile PingPong game;

		Target(Runnable send) {
			this.send = send;
		}

		static Target of(BareLink link) {
			Target target = new Target(() -> link.send(MESSAGE));
			link.onMessage(target::answered);
			return target;
		}

		long[] run(int roundTrips) throws InterruptedException {
			this.game = new PingPong(roundTrips, this.send);
			return this.game.run();
		}

		void answered() {
			PingPong current = this.game;
			if (current != null) {
				current.answered();
			}
		}

	}

}
