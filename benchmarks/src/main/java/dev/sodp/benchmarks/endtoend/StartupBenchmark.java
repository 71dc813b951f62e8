// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.sodp.client.SodpClient;
import org.slf4j.LoggerFactory;

/**
 * From {@code build()} to {@code ready()}: the first client of a JVM, and one of many.
 * Beside it the opening of a link.
 */
final class StartupBenchmark {

	private static final int WARM_UP = 50;

	private final ServerProcess server;

	private final Settings settings;

	private final Report report;

	StartupBenchmark(ServerProcess server, Settings settings, Report report) {
		this.server = server;
		this.settings = settings;
		this.report = report;
	}

	void run() throws Exception {
		List<Double> clients = new ArrayList<>();
		List<Double> links = new ArrayList<>();
		for (int i = 0; i < this.settings.runs(); i++) {
			clients.add(first("client", "/sodp"));
			links.add(first("link", BareEndpoints.ECHO));
		}
		this.report.add("client.start.first_ms", Samples.median(clients), "ms");
		this.report.add("transport.start.first_ms", Samples.median(links), "ms");
		this.report.ratio("client.start.first_over_transport", "client.start.first_ms", "transport.start.first_ms");
		clients.clear();
		links.clear();
		for (int i = -WARM_UP; i < WARM_UP; i++) {
			double client = client(this.server.url("/sodp"));
			double link = link(this.server.url(BareEndpoints.ECHO));
			if (i >= 0) {
				clients.add(client);
				links.add(link);
			}
		}
		this.report.add("client.start.warm_ms", Samples.median(clients), "ms");
		this.report.add("transport.start.warm_ms", Samples.median(links), "ms");
		this.report.ratio("client.start.warm_over_transport", "client.start.warm_ms", "transport.start.warm_ms");
	}

	private double first(String kind, String path) throws IOException, InterruptedException {
		Process process = ServerProcess.java(StartupBenchmark.class, "", kind, this.server.url(path));
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		process.waitFor(10, TimeUnit.SECONDS);
		return Double.parseDouble(output.substring(output.lastIndexOf("MILLIS ") + 7).trim());
	}

	private static double client(String url) {
		long start = System.nanoTime();
		try (SodpClient client = SodpClient.builder(url).build()) {
			client.ready().join();
			return millisSince(start);
		}
	}

	private static double link(String url) {
		long start = System.nanoTime();
		BareLink link = BareLink.open(url, Runnable::run);
		double millis = millisSince(start);
		link.close();
		return millis;
	}

	private static double millisSince(long start) {
		return (System.nanoTime() - start) / 1e6;
	}

	/**
	 * Measures the first one in this JVM.
	 * @param args what, and where to
	 */
	public static void main(String[] args) {
		// How long the application's logging takes to begin is not the client's doing.
		LoggerFactory.getLogger(StartupBenchmark.class);
		double millis = args[0].equals("client") ? client(args[1]) : link(args[1]);
		System.out.println("MILLIS " + millis);
		System.exit(0);
	}

}
