// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import dev.sodp.client.SodpClient;

/**
 * Threads and heap of what does nothing: clients, watched keys, sessions of the server.
 */
final class IdleBenchmark {

	private static final int CLIENTS = 50;

	private static final int SESSIONS = 500;

	private static final int KEYS = 10_000;

	private final ServerProcess server;

	private final Report report;

	IdleBenchmark(ServerProcess server, Report report) {
		this.server = server;
		this.report = report;
	}

	void run() throws Exception {
		clients();
		keys();
		sessions();
		idleCpu();
	}

	private void clients() {
		// The first one brings what all share.
		try (SodpClient first = client()) {
			first.ready().join();
			quiesce();
			int threads = Usage.threads();
			long heap = Usage.heap();
			List<SodpClient> clients = new ArrayList<>();
			for (int i = 0; i < CLIENTS; i++) {
				clients.add(client());
			}
			clients.forEach((client) -> client.ready().join());
			quiesce();
			this.report.add("client.threads", Math.max(0, Usage.threads() - threads) / (double) CLIENTS, "threads");
			this.report.add("client.heap.bytes", (Usage.heap() - heap) / (double) CLIENTS, "bytes");
			clients.forEach(SodpClient::close);
		}
	}

	/** Keys that were never written, so that their values take nothing. */
	private void keys() throws InterruptedException {
		try (SodpClient client = client()) {
			client.ready().join();
			List<String> keys = IntStream.range(0, KEYS).mapToObj((i) -> "idle.key." + i).toList();
			int threads = Usage.threads();
			long heap = Usage.heap();
			for (String key : keys) {
				client.watch(key, (value, meta) -> {
				});
			}
			while (client.status().pendingKeys() > 0) {
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
			}
			quiesce();
			this.report.add("client.key.bytes", (Usage.heap() - heap) / (double) KEYS, "bytes");
			this.report.add("client.key.threads", Math.max(0, Usage.threads() - threads) / (double) KEYS, "threads");
		}
	}

	/**
	 * Both against no session at all, because the container keeps buffers of sessions
	 * that ended.
	 */
	private void sessions() throws IOException, InterruptedException {
		long none = this.server.number("heap");
		this.report.add("bare.session.bytes", (heapWith(Kind.BARE) - none) / (double) SESSIONS, "bytes");
		this.report.add("server.session.bytes", (heapWith(Kind.SERVER) - none) / (double) SESSIONS, "bytes");
		this.report.ratio("server.session.over_bare", "server.session.bytes", "bare.session.bytes");
	}

	private long heapWith(Kind kind) throws IOException, InterruptedException {
		try (Sinks sinks = new Sinks(kind, this.server, SESSIONS)) {
			LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
			return this.server.number("heap");
		}
	}

	private void idleCpu() throws IOException, InterruptedException {
		try (Sinks sinks = new Sinks(Kind.SERVER, this.server, SESSIONS)) {
			this.server.ask("start");
			LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
			long cpu = this.server.work("spent").spent().cpuNanos();
			this.report.add("server.session.idle_cpu_us_per_s", cpu / 3000.0 / SESSIONS, "us/s");
		}
	}

	private SodpClient client() {
		return SodpClient.builder(this.server.url("/sodp")).build();
	}

	/** Longer than threads live without work. */
	private static void quiesce() {
		LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(6));
	}

}
