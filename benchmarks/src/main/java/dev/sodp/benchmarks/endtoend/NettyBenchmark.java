// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.sodp.benchmarks.endtoend.ServerProcess.Work;
import dev.sodp.netty.IoTransport;

/**
 * The CPU of a delivery from one server through Tomcat and through the endpoint on Netty,
 * with each transport that works here.
 */
final class NettyBenchmark {

	private static final int BURST = 8;

	private static final String TOMCAT = "tomcat";

	private final ServerProcess server;

	private final Settings settings;

	private final Report report;

	NettyBenchmark(ServerProcess server, Settings settings, Report report) {
		this.server = server;
		this.settings = settings;
		this.report = report;
	}

	void run() throws Exception {
		Map<String, Integer> ports = new LinkedHashMap<>();
		ports.put(TOMCAT, this.server.port());
		for (IoTransport transport : List.of(IoTransport.IO_URING, IoTransport.EPOLL, IoTransport.NIO)) {
			int port = (int) this.server.number("netty " + transport.name());
			if (port > 0) {
				ports.put(transport.name().toLowerCase(Locale.ROOT), port);
			}
		}
		rounds(ports, 1, "fanout");
		rounds(ports, BURST, "burst");
	}

	/** The endpoints take turns, so that what disturbs one run disturbs all. */
	private void rounds(Map<String, Integer> ports, int burst, String name) throws Exception {
		int sessions = FanOutBenchmark.MAIN_SIZE;
		Map<String, List<Double>> costs = new LinkedHashMap<>();
		for (int i = 0; i < this.settings.runs(); i++) {
			for (Map.Entry<String, Integer> endpoint : ports.entrySet()) {
				try (Sinks sinks = new Sinks(Kind.SERVER, this.server, endpoint.getValue(), sessions)) {
					sinks.round(burst);
					if (i == 0) {
						WarmUp.run(this.settings.warmUp(),
								() -> this.server.fanOut(Kind.SERVER.label(), burst, Settings.piece()).spent());
					}
					Work work = this.server.fanOut(Kind.SERVER.label(), burst, this.settings.run());
					costs.computeIfAbsent(endpoint.getKey(), (key) -> new ArrayList<>())
						.add(work.spent().cpuMicrosPer(work.updates() * sessions));
				}
			}
		}
		costs.forEach((endpoint, runs) -> {
			this.report.add(endpoint + "." + name + ".cpu_us", Samples.median(runs), "us");
			if (!endpoint.equals(TOMCAT)) {
				this.report.ratio(endpoint + ".over_tomcat." + name, endpoint + "." + name + ".cpu_us",
						TOMCAT + "." + name + ".cpu_us");
			}
		});
	}

}
