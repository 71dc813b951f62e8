// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
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

	private static final long PERIOD_NANOS = 100_000_000;

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
			Probe requests = new Probe(() -> http.send(health, HttpResponse.BodyHandlers.discarding()));
			Probe writes = new Probe(() -> client.set("unread.other", 1).get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
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
		requests.report(name + ".health");
		writes.report(name + ".write");
	}

	/** A new wave of them. */
	@FunctionalInterface
	private interface Peers {

		Peers NONE = () -> {
		};

		void come() throws Exception;

	}

	/** Does one thing every 100 ms and notes how long each took. */
	private final class Probe {

		private final Callable<?> action;

		private final List<Long> nanos = new CopyOnWriteArrayList<>();

		private volatile boolean stopped;

		private CompletableFuture<?> end = CompletableFuture.completedFuture(null);

		Probe(Callable<?> action) {
			this.action = action;
		}

		void once() throws Exception {
			this.action.call();
		}

		void start(ExecutorService executor) {
			this.stopped = false;
			this.nanos.clear();
			this.end = CompletableFuture.runAsync(this::repeat, executor);
		}

		/** Counts also the time for which one had to wait for those before it. */
		private void repeat() {
			long due = System.nanoTime();
			while (!this.stopped) {
				LockSupport.parkNanos(due - System.nanoTime());
				try {
					this.action.call();
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
				this.nanos.add(System.nanoTime() - due);
				due += PERIOD_NANOS;
			}
		}

		void stop() throws Exception {
			this.stopped = true;
			this.end.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		}

		void report(String name) {
			long[] all = this.nanos.stream().mapToLong(Long::longValue).toArray();
			for (double fraction : new double[] { 0.5, 0.99, 1 }) {
				String label = (fraction == 1) ? "max" : "p" + Math.round(fraction * 100);
				UnreadBenchmark.this.report.add("unread." + name + "." + label + "_ms",
						Samples.micros(all, fraction) / 1000, "ms");
			}
		}

	}

}
