// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import dev.sodp.benchmarks.endtoend.Usage.Spent;
import dev.sodp.client.SodpClient;

/**
 * What it takes a JVM of clients to receive deltas: fifty clients that watch one key, and
 * one client that gets very many. Beside it the transport alone, counting on the thread
 * that reads and after a hand-over.
 */
final class DeliveryBenchmark {

	static final int CLIENTS = 50;

	private static final int BURST = 8;

	/** Less than the server lets wait. */
	private static final int FLOOD = 512;

	private final ServerProcess server;

	private final Settings settings;

	private final Report report;

	private final AtomicLong delivered = new AtomicLong();

	private volatile long round = Long.MAX_VALUE;

	DeliveryBenchmark(ServerProcess server, Settings settings, Report report) {
		this.server = server;
		this.settings = settings;
		this.report = report;
	}

	void run() throws Exception {
		Map<String, Listeners> listeners = new LinkedHashMap<>();
		listeners.put("client.delivery", (count) -> clients(count, false));
		listeners.put("client.delivery.typed", (count) -> clients(count, true));
		listeners.put("transport.delivery", (count) -> links(count, Runnable::run, () -> {
		}));
		listeners.put("transport.delivery.handed_over", (count) -> {
			ExecutorService threads = Executors.newFixedThreadPool(2);
			return links(count, threads, threads::shutdown);
		});
		rounds(listeners, CLIENTS, 1, "");
		if (this.settings.thorough()) {
			rounds(listeners, CLIENTS, BURST, ".burst");
		}
		rounds(listeners, 1, FLOOD, ".flood");
		this.report.ratio("client.delivery.over_transport", "client.delivery.cpu_us",
				"transport.delivery.handed_over.cpu_us");
		this.report.ratio("client.delivery.flood.over_transport", "client.delivery.flood.per_s",
				"transport.delivery.handed_over.flood.per_s");
	}

	private void rounds(Map<String, Listeners> kinds, int clients, int burst, String suffix) throws Exception {
		Map<String, List<Double>> cpu = new LinkedHashMap<>();
		Map<String, List<Double>> bytes = new LinkedHashMap<>();
		Map<String, List<Double>> rates = new LinkedHashMap<>();
		for (int i = 0; i < this.settings.runs(); i++) {
			for (Map.Entry<String, Listeners> kind : kinds.entrySet()) {
				String name = kind.getKey() + suffix;
				String from = name.startsWith("client") ? "server" : (burst == 1) ? "bare" : "batched";
				try (AutoCloseable open = kind.getValue().open(clients)) {
					settle(from, clients);
					if (i == 0) {
						WarmUp.run(this.settings.warmUp(), () -> {
							Usage start = Usage.now();
							fanOut(from, clients, burst, Settings.piece());
							return Usage.since(start);
						});
					}
					Usage start = Usage.now();
					long deliveries = fanOut(from, clients, burst, this.settings.run());
					Spent used = Usage.since(start);
					cpu.computeIfAbsent(name, (key) -> new ArrayList<>()).add(used.cpuMicrosPer(deliveries));
					bytes.computeIfAbsent(name, (key) -> new ArrayList<>()).add(used.bytesPer(deliveries));
					rates.computeIfAbsent(name, (key) -> new ArrayList<>()).add(used.perSecond(deliveries));
				}
			}
		}
		for (String name : cpu.keySet()) {
			this.report.add(name + ".cpu_us", Samples.median(cpu.get(name)), "us");
			this.report.add(name + ".bytes", Samples.median(bytes.get(name)), "bytes");
			this.report.add(name + ".per_s", Samples.median(rates.get(name)), "1/s");
		}
	}

	private long fanOut(String from, int clients, int burst, Duration duration) {
		this.delivered.set(0);
		this.round = (long) clients * burst;
		return this.server.fanOut(from, burst, duration).updates() * clients;
	}

	/**
	 * Waits until all have received an update and nothing is under way: what arrived late
	 * would be counted in the rounds that follow, and let the server run ahead of them.
	 */
	private void settle(String from, int clients) {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		this.round = Long.MAX_VALUE;
		long before;
		do {
			before = whenQuiet();
			this.server.ask("touch " + from);
			if (System.nanoTime() > deadline) {
				throw new IllegalStateException("Not all of " + clients + " clients received it");
			}
		}
		while (whenQuiet() - before != clients);
	}

	private long whenQuiet() {
		long before;
		do {
			before = this.delivered.get();
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(150));
		}
		while (this.delivered.get() != before);
		return before;
	}

	private void delivered() {
		if (this.delivered.incrementAndGet() % this.round == 0) {
			this.server.arrived().give();
		}
	}

	private AutoCloseable clients(int count, boolean typed) {
		List<SodpClient> clients = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			SodpClient client = SodpClient.builder(this.server.url("/sodp")).build();
			if (typed) {
				client.watch(Player.KEY, Player.class, (value, meta) -> delivered());
			}
			else {
				client.watch(Player.KEY, (value, meta) -> delivered());
			}
			clients.add(client);
		}
		clients.forEach((client) -> client.ready().join());
		return () -> clients.forEach(SodpClient::close);
	}

	private AutoCloseable links(int count, Executor executor, Runnable close) {
		List<BareLink> links = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			BareLink link = BareLink.open(this.server.url(BareEndpoints.SINK), executor);
			link.onMessage(this::delivered);
			links.add(link);
		}
		return () -> {
			links.forEach(BareLink::close);
			close.run();
		};
	}

	@FunctionalInterface
	private interface Listeners {

		AutoCloseable open(int count);

	}

}
