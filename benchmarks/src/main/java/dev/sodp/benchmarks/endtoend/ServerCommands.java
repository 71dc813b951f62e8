// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.sodp.benchmarks.endtoend.FanOuts.FanOut;
import dev.sodp.benchmarks.endtoend.Usage.Spent;
import dev.sodp.netty.IoTransport;
import dev.sodp.netty.NettySodpEndpoint;
import dev.sodp.server.SodpServer;

/** The commands that the server's JVM reads, one per line. */
final class ServerCommands {

	static final String REPLY = "REPLY ";

	private final FanOuts fanOuts;

	private final SodpServer server;

	private final Signal arrived;

	private long score;

	private Usage started = Usage.now();

	ServerCommands(FanOuts fanOuts, SodpServer server, Signal arrived) {
		this.fanOuts = fanOuts;
		this.server = server;
		this.arrived = arrived;
	}

	void run() throws IOException {
		BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = lines.readLine(); line != null; line = lines.readLine()) {
			System.out.println(REPLY + execute(line.split(" ")));
		}
	}

	private String execute(String[] words) {
		return switch (words[0]) {
			case "touch" -> touch(this.fanOuts.of(words[1]));
			case "fanout" -> fanOut(this.fanOuts.of(words[1]), Integer.parseInt(words[2]), Long.parseLong(words[3]));
			case "latency" -> latency(this.fanOuts.of(words[1]), Integer.parseInt(words[2]), Long.parseLong(words[3]));
			case "mutate" -> mutate(Integer.parseInt(words[1]), Long.parseLong(words[2]));
			case "netty" -> netty(IoTransport.valueOf(words[1]));
			case "start" -> start();
			case "spent" -> describe(Usage.since(this.started), 0);
			case "heap" -> String.valueOf(Usage.heap());
			case "threads" -> String.valueOf(Usage.threads());
			default -> throw new IllegalArgumentException(words[0]);
		};
	}

	/** Sends one update and waits for nothing. */
	private String touch(FanOut fanOut) {
		fanOut.send(Player.scoring(++this.score));
		fanOut.flush();
		return "";
	}

	/** Sends rounds of updates, each round when the one before has arrived everywhere. */
	private String fanOut(FanOut fanOut, int burst, long millis) {
		Usage start = Usage.now();
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
		long rounds = 0;
		do {
			for (int i = 0; i < burst; i++) {
				fanOut.send(Player.scoring(++this.score));
			}
			fanOut.flush();
			this.arrived.await();
			rounds++;
		}
		while (System.nanoTime() < end);
		return describe(Usage.since(start), rounds * burst);
	}

	/** Sends updates now and then and reports when. */
	private String latency(FanOut fanOut, int count, long gapMicros) {
		StringJoiner times = new StringJoiner(",");
		for (int i = 0; i < count; i++) {
			LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(gapMicros));
			times.add(String.valueOf(System.nanoTime()));
			fanOut.send(Player.scoring(++this.score));
			fanOut.flush();
			this.arrived.await();
		}
		return times.toString();
	}

	private String mutate(int keys, long millis) {
		String[] names = new String[keys];
		for (int i = 0; i < keys; i++) {
			names[i] = "unwatched." + i;
		}
		Usage start = Usage.now();
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
		long count = 0;
		do {
			for (int i = 0; i < 1000; i++) {
				this.server.set(names[(int) (count % keys)], Player.scoring(++this.score));
				count++;
			}
		}
		while (System.nanoTime() < end);
		return describe(Usage.since(start), count);
	}

	/** Opens an endpoint of the same server, or says that it does not work here. */
	private String netty(IoTransport transport) {
		NettySodpEndpoint endpoint = NettySodpEndpoint.builder(this.server).transport(transport).build();
		try {
			endpoint.start();
			return String.valueOf(endpoint.localPort());
		}
		catch (IllegalStateException ex) {
			System.err.println(ex.getMessage());
			return "0";
		}
	}

	private String start() {
		this.started = Usage.now();
		return "";
	}

	private static String describe(Spent spent, long operations) {
		return spent.nanos() + " " + spent.cpuNanos() + " " + spent.compileNanos() + " " + spent.bytes() + " "
				+ operations;
	}

}
