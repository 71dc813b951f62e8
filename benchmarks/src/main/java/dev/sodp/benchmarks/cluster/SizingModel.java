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

	private static final int FAST = 4;

	private static final int SESSIONS = 5_000;

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
			warmUp(writer, reader, keys);
			Spent slow = load(writer, reader, RATE, keys);
			Spent fast = load(writer, reader, FAST * RATE, keys);
			double heap = reader.heap();
			reader.watch(SESSIONS, keys);
			this.report.add("model.session.bytes", (reader.heap() - heap) / SESSIONS, "bytes");
			warmUp(writer, reader, keys);
			Spent spent = load(writer, reader, RATE, keys);
			double delivery = (spent.reader - slow.reader) / spent.deltas;
			// Mostly for its looks into the log, which are no more at a higher rate.
			this.report.add("model.following.cpu_us", slow.reader, "us/s");
			this.report.add("model.mutation.cpu_us", (fast.writer - slow.writer) / ((FAST - 1.0) * RATE), "us");
			this.report.add("model.delivery.cpu_us", delivery, "us");
			check("model.check.faster", load(writer, reader, 2 * RATE, keys), slow.reader, delivery);
			reader.watch(SESSIONS, keys);
			check("model.check.wider", load(writer, reader, RATE, keys), slow.reader, delivery);
		}
	}

	private void warmUp(NodeProcess writer, NodeProcess reader, Keys keys) throws IOException {
		load(writer, reader, FAST * RATE, keys);
		load(writer, reader, RATE, keys);
	}

	private void check(String name, Spent spent, double following, double delivery) {
		this.report.add(name + ".cpu_us", spent.reader, "us/s");
		this.report.add(name + ".predicted_us", following + delivery * spent.deltas, "us/s");
		this.report.ratio(name + ".over_predicted", name + ".cpu_us", name + ".predicted_us");
	}

	/** What a second costs the nodes, and how many deltas sessions are sent in it. */
	private Spent load(NodeProcess writer, NodeProcess reader, int perSecond, Keys keys) throws IOException {
		double writing = writer.cpuMicros();
		double reading = reader.cpuMicros();
		long deltas = reader.deltas();
		writer.write(perSecond, SECONDS, keys);
		writer.reply();
		return new Spent((writer.cpuMicros() - writing) / SECONDS, (reader.cpuMicros() - reading) / SECONDS,
				(double) (reader.deltas() - deltas) / SECONDS);
	}

	private record Spent(double writer, double reader, double deltas) {
	}

}
