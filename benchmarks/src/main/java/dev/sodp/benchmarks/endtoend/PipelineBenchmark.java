// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

import dev.sodp.benchmarks.endtoend.Usage.Spent;
import dev.sodp.client.SodpClient;

/** Writes that do not wait for each other, up to a window, and echoes in the same way. */
final class PipelineBenchmark {

	private static final int WINDOW = 256;

	private static final byte[] MESSAGE = new byte[250];

	private final ServerProcess server;

	private final Settings settings;

	private final Report report;

	private final Semaphore window = new Semaphore(WINDOW);

	private long score;

	PipelineBenchmark(ServerProcess server, Settings settings, Report report) {
		this.server = server;
		this.settings = settings;
		this.report = report;
	}

	void run() throws Exception {
		BareLink echo = BareLink.open(this.server.url(BareEndpoints.ECHO), Runnable::run);
		echo.onMessage(this.window::release);
		try (SodpClient client = SodpClient.builder(this.server.url("/sodp")).build()) {
			client.ready().join();
			Runnable write = () -> client.set("pipeline", Player.scoring(++this.score))
				.whenComplete((result, failure) -> this.window.release());
			Runnable send = () -> echo.send(MESSAGE);
			WarmUp.run(this.settings.warmUp(), () -> run(write, Settings.piece().toNanos()).spent());
			WarmUp.run(this.settings.warmUp(), () -> run(send, Settings.piece().toNanos()).spent());
			List<Run> writes = new ArrayList<>();
			List<Run> echoes = new ArrayList<>();
			for (int i = 0; i < this.settings.runs(); i++) {
				writes.add(run(write, this.settings.run().toNanos()));
				echoes.add(run(send, this.settings.run().toNanos()));
			}
			report("client.pipeline", writes);
			report("echo.pipeline", echoes);
		}
		echo.close();
		this.report.ratio("client.pipeline.over_echo", "client.pipeline.per_s", "echo.pipeline.per_s");
	}

	private Run run(Runnable send, long nanos) throws InterruptedException {
		Usage start = Usage.now();
		long end = start.nanos() + nanos;
		long count = 0;
		while (System.nanoTime() < end) {
			this.window.acquire();
			send.run();
			count++;
		}
		this.window.acquire(WINDOW);
		this.window.release(WINDOW);
		return new Run(Usage.since(start), count);
	}

	private void report(String name, List<Run> runs) {
		this.report.add(name + ".per_s",
				Samples.median(runs.stream().map((run) -> run.spent().perSecond(run.count())).toList()), "1/s");
		this.report.add(name + ".cpu_us",
				Samples.median(runs.stream().map((run) -> run.spent().cpuMicrosPer(run.count())).toList()), "us");
		this.report.add(name + ".bytes",
				Samples.median(runs.stream().map((run) -> run.spent().bytesPer(run.count())).toList()), "bytes");
	}

	private record Run(Spent spent, long count) {
	}

}
