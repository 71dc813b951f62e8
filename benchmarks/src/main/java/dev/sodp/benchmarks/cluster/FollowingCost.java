// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.cluster;

import java.util.ArrayList;
import java.util.List;

import dev.sodp.benchmarks.endtoend.Report;
import dev.sodp.benchmarks.endtoend.Samples;

/** CPU time of a node for changes of keys that no one needs there. */
final class FollowingCost {

	private static final int OUTSTANDING = 512;

	private static final int CHANGES = 60_000;

	/** Rounds until most is compiled. */
	private static final int WARM_UP = 5;

	private static final int PACED = 1_000;

	private final EngineProcess engine;

	private final Report report;

	private final int rounds;

	FollowingCost(EngineProcess engine, Report report, int rounds) {
		this.engine = engine;
		this.report = report;
		this.rounds = rounds;
	}

	void run() throws Exception {
		Keys keys = new Keys("followed", OUTSTANDING);
		try (Node writer = Node.start(this.engine.port());
				NodeProcess idle = NodeProcess.start(this.engine.port());
				NodeProcess paced = NodeProcess.start(this.engine.port())) {
			keys.write(writer);
			List<Double> flood = new ArrayList<>();
			List<Double> rates = new ArrayList<>();
			for (int i = 0; i < this.rounds + WARM_UP; i++) {
				double before = idle.cpuMicros();
				long nanos = Writer.run(OUTSTANDING, CHANGES,
						(slot) -> writer.server().setInAsync(keys.name(slot), Keys.CHANGING, System.nanoTime()));
				if (i >= WARM_UP) {
					flood.add((idle.cpuMicros() - before) / CHANGES);
					rates.add(CHANGES * 1e9 / nanos);
				}
			}
			this.report.add("cluster.follow.rate", Samples.median(rates), "1/s");
			this.report.add("cluster.follow.cpu_us", Samples.median(flood), "us");
			List<Double> slow = new ArrayList<>();
			for (int i = 0; i < this.rounds; i++) {
				double before = idle.cpuMicros();
				paced.write(PACED, 2, keys);
				paced.reply();
				slow.add((idle.cpuMicros() - before) / (2.0 * PACED));
			}
			this.report.add("cluster.follow.paced_1000.cpu_us", Samples.median(slow), "us");
		}
	}

}
