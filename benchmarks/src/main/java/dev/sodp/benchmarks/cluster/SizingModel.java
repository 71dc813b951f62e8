// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.cluster;

import java.io.IOException;

import dev.sodp.benchmarks.endtoend.Report;

/**
 * Takes the constants of the sizing model from two nodes of which one writes and the
 * other delivers, and checks what the model predicts for both at two other points.
 */
final class SizingModel {

	private static final int SECONDS = 5;

	private static final int RATE = 1_000;

	private static final int SESSIONS = 500;

	private final EngineProcess engine;

	private final Report report;

	SizingModel(EngineProcess engine, Report report) {
		this.engine = engine;
		this.report = report;
	}

	void run() throws Exception {
		Keys keys = new Keys("sized", 50);
		try (Node first = Node.start(this.engine.port());
				NodeProcess writer = NodeProcess.start(this.engine.port());
				NodeProcess reader = NodeProcess.start(this.engine.port())) {
			keys.write(first);
			load(writer, reader, 4 * RATE, keys);
			double entry = load(writer, reader, RATE, keys).reader;
			double mutation = load(writer, reader, RATE, keys).writer;
			double heap = reader.heap();
			reader.watch(SESSIONS, keys);
			this.report.add("model.session.bytes", (reader.heap() - heap) / SESSIONS, "bytes");
			load(writer, reader, RATE, keys);
			Spent spent = load(writer, reader, RATE, keys);
			double delivery = (spent.reader - entry) / spent.deltas;
			this.report.add("model.entry.cpu_us", entry, "us");
			this.report.add("model.mutation.cpu_us", mutation, "us");
			this.report.add("model.delivery.cpu_us", delivery, "us");
			check("model.check.faster", writer, reader, 2 * RATE, keys, entry, delivery);
			reader.watch(SESSIONS, keys);
			check("model.check.wider", writer, reader, RATE, keys, entry, delivery);
		}
	}

	private void check(String name, NodeProcess writer, NodeProcess reader, int perSecond, Keys keys, double entry,
			double delivery) throws IOException {
		Spent spent = load(writer, reader, perSecond, keys);
		this.report.add(name + ".cpu_us", spent.reader, "us");
		this.report.add(name + ".predicted_us", entry + delivery * spent.deltas, "us");
		this.report.ratio(name + ".over_predicted", name + ".cpu_us", name + ".predicted_us");
	}

	/** What each entry costs the nodes, and how many sessions are sent it. */
	private Spent load(NodeProcess writer, NodeProcess reader, int perSecond, Keys keys) throws IOException {
		double writing = writer.cpuMicros();
		double reading = reader.cpuMicros();
		long deltas = reader.deltas();
		writer.write(perSecond, SECONDS, keys);
		writer.reply();
		double entries = (double) perSecond * SECONDS;
		return new Spent((writer.cpuMicros() - writing) / entries, (reader.cpuMicros() - reading) / entries,
				(reader.deltas() - deltas) / entries);
	}

	private record Spent(double writer, double reader, double deltas) {
	}

}
