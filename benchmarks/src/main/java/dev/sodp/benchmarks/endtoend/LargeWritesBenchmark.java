// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.sodp.client.SodpClient;

/**
 * How long a small write of another key takes while {@link LargeWriters} write, compared
 * with an idle server in the same run.
 */
final class LargeWritesBenchmark {

	private static final Duration PERIOD = Duration.ofMillis(5);

	private static final Duration LENGTH = Duration.ofSeconds(12);

	private static final long TIMEOUT_SECONDS = 60;

	private final Settings settings;

	private final Report report;

	LargeWritesBenchmark(Settings settings, Report report) {
		this.settings = settings;
		this.report = report;
	}

	void run() throws Exception {
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try (ServerProcess server = ServerProcess.start(System.getProperty("benchmarks.server.options", ""));
				SodpClient client = SodpClient.builder(server.url("/sodp")).build();
				LargeWriters writers = new LargeWriters(server.port())) {
			client.ready().join();
			Probe probe = new Probe(PERIOD, false,
					() -> client.set("small", System.nanoTime()).get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
			warmUp(probe, writers);
			measure(probe, executor);
			double idleP50 = report("idle", probe, 0.5);
			double idleP99 = report("idle", probe, 0.99);
			writers.open();
			long before = writers.writes();
			measure(probe, executor);
			this.report.add("large.writes", (writers.writes() - before) / (double) LENGTH.toSeconds(), "1/s");
			this.report.add("large.p50_over_idle", report("loaded", probe, 0.5) / idleP50, "ratio");
			this.report.add("large.p99_over_idle", report("loaded", probe, 0.99) / idleP99, "ratio");
		}
		finally {
			executor.shutdownNow();
		}
	}

	private void warmUp(Probe probe, LargeWriters writers) throws Exception {
		writers.open();
		long end = System.nanoTime() + this.settings.warmUp().toNanos();
		while (System.nanoTime() - end < 0) {
			probe.once();
		}
		writers.close();
	}

	private void measure(Probe probe, ExecutorService executor) throws Exception {
		probe.start(executor);
		LockSupport.parkNanos(LENGTH.toNanos());
		probe.stop();
	}

	private double report(String name, Probe probe, double fraction) {
		double millis = probe.millis(fraction);
		this.report.add("large." + name + ".p" + Math.round(fraction * 100) + "_ms", millis, "ms");
		return millis;
	}

}
