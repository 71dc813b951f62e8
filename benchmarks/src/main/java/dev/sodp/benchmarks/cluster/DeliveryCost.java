// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import dev.sodp.benchmarks.endtoend.Report;
import dev.sodp.benchmarks.endtoend.Samples;

/**
 * From before a change at one node until a session of another one is sent it. Beside it
 * an entry of a stream between two plain clients; and the script that stores a change,
 * whose entry two plain clients wait for as two nodes do, until the second has it. A node
 * does not look again within two milliseconds of the last look, so what comes after a
 * pause and what comes at once are measured apart.
 */
final class DeliveryCost {

	/** Often enough in turn for what else the machine does to disturb both alike. */
	private static final int TURNS = 15;

	private static final int DELIVERIES = 50;

	/** Longer than a node waits until it looks again. */
	private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(3000);

	/** Until whoever was notified waits again. */
	private static final long AT_ONCE = TimeUnit.MICROSECONDS.toNanos(200);

	private final EngineProcess engine;

	private final Report report;

	private final int rounds;

	/** Why the last write failed that did. */
	private volatile Throwable failure;

	DeliveryCost(EngineProcess engine, Report report, int rounds) {
		this.engine = engine;
		this.report = report;
		this.rounds = rounds;
	}

	void run() throws Exception {
		Keys keys = new Keys("delivered", 1);
		Semaphore arrived = new Semaphore(0);
		Map<String, List<long[]>> times = new LinkedHashMap<>();
		try (Node here = Node.start(this.engine.port());
				Node there = Node.start(this.engine.port());
				BareHop bare = new BareHop(this.engine, "bare.hop", arrived::release)) {
			keys.write(here);
			there.watch(keys.name(0), arrived::release);
			there.awaitSnapshots();
			int[] value = { 0 };
			Runnable write = () -> here.server()
				.setInAsync(keys.name(0), Keys.CHANGING, value[0]++)
				.whenComplete((version, failure) -> {
					if (failure != null) {
						this.failure = failure;
					}
				});
			here.server().setIn(keys.name(0), Keys.CHANGING, -1);
			arrived.acquire();
			try (BareScript script = new BareScript(this.engine, keys);
					BareHop first = new BareHop(this.engine, BareScript.LOG, () -> {
					});
					BareHop second = new BareHop(this.engine, BareScript.LOG, arrived::release)) {
				AtomicReference<CompletableFuture<?>> answer = new AtomicReference<>(script.propose(0));
				arrived.acquire();
				Runnable propose = () -> {
					answer.get().join();
					answer.set(script.propose(0));
				};
				for (int i = 0; i < TURNS * (this.rounds + 1); i++) {
					if (i == TURNS) {
						// That was the warm-up.
						times.clear();
					}
					turn(times, "bare.hop", arrived, bare::write, PAUSE);
					turn(times, "bare.script_hop", arrived, propose, PAUSE);
					turn(times, "cluster.delivery", arrived, write, PAUSE);
					turn(times, "cluster.delivery.at_once", arrived, write, AT_ONCE);
				}
			}
		}
		times.forEach(this::add);
		this.report.ratio("cluster.delivery.p50.over_bare", "cluster.delivery.p50_us", "bare.hop.p50_us");
		this.report.ratio("cluster.delivery.p50.over_script_hop", "cluster.delivery.p50_us", "bare.script_hop.p50_us");
	}

	private void turn(Map<String, List<long[]>> times, String name, Semaphore arrived, Runnable write, long pause)
			throws InterruptedException {
		times.computeIfAbsent(name, (key) -> new ArrayList<>()).add(times(arrived, write, pause));
	}

	private long[] times(Semaphore arrived, Runnable write, long pause) throws InterruptedException {
		long[] times = new long[DELIVERIES];
		for (int i = 0; i < DELIVERIES; i++) {
			long start = System.nanoTime();
			write.run();
			if (!arrived.tryAcquire(10, TimeUnit.SECONDS)) {
				throw new IllegalStateException("Not delivered", this.failure);
			}
			times[i] = System.nanoTime() - start;
			LockSupport.parkNanos(pause);
		}
		return times;
	}

	private void add(String name, List<long[]> rounds) {
		this.report.add(name + ".p50_us",
				Samples.median(rounds.stream().map((times) -> Samples.micros(times, 0.5)).toList()), "us");
		this.report.add(name + ".p99_us",
				Samples.median(rounds.stream().map((times) -> Samples.micros(times, 0.99)).toList()), "us");
	}

}
