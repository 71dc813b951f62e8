// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sodp.benchmarks.endtoend.Report;
import dev.sodp.benchmarks.endtoend.Samples;

/**
 * A change through a node, beside the script that stores it run by a plain client: CPU
 * time of the engine with many changes under way, and time of a change with one.
 */
final class MutationCost {

	private static final int OUTSTANDING = 64;

	private static final int PIPELINED = 30_000;

	/** Often enough in turn for what else the machine does to disturb both alike. */
	private static final int TURNS = 20;

	private static final int SERIAL = 200;

	private final EngineProcess engine;

	private final Report report;

	private final int rounds;

	private final Map<String, List<Double>> figures = new LinkedHashMap<>();

	MutationCost(EngineProcess engine, Report report, int rounds) {
		this.engine = engine;
		this.report = report;
		this.rounds = rounds;
	}

	void run() throws Exception {
		Keys keys = new Keys("mutated", OUTSTANDING);
		try (Node node = Node.start(this.engine.port())) {
			keys.write(node);
			Writer.Operation through = (slot) -> node.server().setInAsync(keys.name(slot), Keys.CHANGING, changing());
			through.begin(0).join();
			try (BareScript bare = new BareScript(this.engine, keys)) {
				Runnable serialBare = () -> bare.propose(0).join();
				Runnable serialThrough = () -> node.server().setIn(keys.name(0), Keys.CHANGING, changing());
				for (int i = 0; i <= this.rounds; i++) {
					pipelined("bare.mutation", bare::propose);
					pipelined("cluster.mutation", through);
					for (int turn = 0; turn < TURNS; turn++) {
						serial("bare.mutation.serial", serialBare);
						serial("cluster.mutation.serial", serialThrough);
					}
					if (i == 0) {
						// That was the warm-up.
						this.figures.clear();
					}
				}
				try (Node second = Node.start(this.engine.port()); Node third = Node.start(this.engine.port())) {
					for (int i = 0; i < this.rounds; i++) {
						pipelined("cluster.mutation.nodes_3", through);
					}
				}
			}
		}
		this.figures.forEach((name, values) -> this.report.add(name, Samples.median(values), "us"));
		this.report.ratio("cluster.mutation.engine_cpu.over_bare", "cluster.mutation.engine_cpu_us",
				"bare.mutation.engine_cpu_us");
		this.report.ratio("cluster.mutation.nodes_3.engine_cpu.over_bare", "cluster.mutation.nodes_3.engine_cpu_us",
				"bare.mutation.engine_cpu_us");
		this.report.ratio("cluster.mutation.serial.engine_cpu.over_bare", "cluster.mutation.serial.engine_cpu_us",
				"bare.mutation.serial.engine_cpu_us");
		this.report.ratio("cluster.mutation.p50.over_bare", "cluster.mutation.serial.p50_us",
				"bare.mutation.serial.p50_us");
	}

	/** Of the same number of digits, and never what is there already. */
	private int changing() {
		return 1_000_000 + (int) (System.nanoTime() % 9_000_000);
	}

	private void pipelined(String name, Writer.Operation operation) throws Exception {
		double cpu = this.engine.cpuMicros();
		long nanos = Writer.run(OUTSTANDING, PIPELINED, operation);
		add(name + ".engine_cpu_us", (this.engine.cpuMicros() - cpu) / PIPELINED);
		add(name + ".time_us", nanos / 1e3 / PIPELINED);
	}

	private void serial(String name, Runnable operation) {
		long[] times = new long[SERIAL];
		double cpu = this.engine.cpuMicros();
		for (int i = 0; i < SERIAL; i++) {
			long start = System.nanoTime();
			operation.run();
			times[i] = System.nanoTime() - start;
		}
		add(name + ".engine_cpu_us", (this.engine.cpuMicros() - cpu) / SERIAL);
		add(name + ".p50_us", Samples.micros(times, 0.5));
		add(name + ".p99_us", Samples.micros(times, 0.99));
	}

	private void add(String name, double value) {
		this.figures.computeIfAbsent(name, (key) -> new ArrayList<>()).add(value);
	}

}
