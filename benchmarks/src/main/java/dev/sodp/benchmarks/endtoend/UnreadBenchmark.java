// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.sodp.client.SodpClient;

/**
 * How long an HTTP request and a write of another client take while {@link UnreadPeers}
 * ask for more than they read, with the container's platform and with virtual threads.
 * Each kind of threads has a server of its own.
 */
final class UnreadBenchmark {

	private static final String KEY = "unread.large";

	private static final int VALUE_BYTES = 1_000_000;

	/** The first JDK with virtual threads. */
	private static final int VIRTUAL_THREADS_SINCE = 21;

	/** The peers are dropped after ten seconds, and come again. */
	private static final Duration WAVE = Duration.ofSeconds(12);

	private static final int WAVES = 3;

	private static final Duration PERIOD = Duration.ofMillis(100);

	private static final long TIMEOUT_SECONDS = 60;

	private final Settings settings;

	private final Report report;

	UnreadBenchmark(Settings settings, Report report) {
		this.settings = settings;
		this.report = report;
	}

	void run() throws Exception {
		run("platform", false);
		if (Runtime.version().feature() >= VIRTUAL_THREADS_SINCE) {
			run("virtual", true);
		}
	}

	private void run(String threads, boolean virtual) throws Exception {
		String options = System.getProperty("benchmarks.server.options", "") + " -Dspring.threads.virtual.enabled="
				+ virtual;
		try (ServerProcess server = ServerProcess.start(options.trim());
				SodpClient client = SodpClient.builder(server.url("/sodp")).build();
				UnreadPeers peers = new UnreadPeers(server.port(), KEY)) {
			client.ready().join();
			client.set(KEY, "x".repeat(VALUE_BYTES)).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
			HttpRequest health = HttpRequest
				.newBuilder(URI.create("http://localhost:" + server.port() + HealthEndpoint.PATH))
				.build();
			HttpClient http = HttpClient.newHttpClient();
			Probe requests = new Probe(PERIOD, true, () -> http.send(health, HttpResponse.BodyHandlers.discarding()));
			Probe writes = new Probe(PERIOD, true,
					() -> client.set("unread.other", 1).get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
			warmUp(requests, writes, peers);
			measure(threads + ".calm", requests, writes, Peers.NONE);
			measure(threads, requests, writes, () -> {
				peers.close();
				peers.open();
			});
		}
	}

	private void warmUp(Probe requests, Probe writes, UnreadPeers peers) throws Exception {
		peers.open();
		peers.close();
		long end = System.nanoTime() + this.settings.warmUp().toNanos();
		while (System.nanoTime() - end < 0) {
			requests.once();
			writes.once();
		}
	}

	private void measure(String name, Probe requests, Probe writes, Peers peers) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(2);
		try {
			requests.start(executor);
			writes.start(executor);
			for (int i = 0; i < (this.settings.thorough() ? WAVES : 1); i++) {
				long end = System.nanoTime() + WAVE.toNanos();
				peers.come();
				LockSupport.parkNanos(end - System.nanoTime());
			}
			requests.stop();
			writes.stop();
		}
		finally {
			executor.shutdownNow();
		}
		report(name + ".health", requests);
		report(name + ".write", writes);
	}

	private void report(String name, Probe probe) {
		this.report.add("unread." + name + ".p50_ms", probe.millis(0.5), "ms");
		this.report.add("unread." + name + ".p99_ms", probe.millis(0.99), "ms");
		this.report.add("unread." + name + ".max_ms", probe.millis(1), "ms");
	}

	/** A new wave of them. */
	@FunctionalInterface
	private interface Peers {

		Peers NONE = () -> {
		};

		void come() throws Exception;

	}

}
