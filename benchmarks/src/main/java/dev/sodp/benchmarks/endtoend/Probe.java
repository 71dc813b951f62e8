// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Does one thing periodically and notes how long each took. */
final class Probe {

	private static final long TIMEOUT_SECONDS = 60;

	private final long period;

	/** Whether to count also the time for which one had to wait for those before it. */
	private final boolean countsWaiting;

	private final Callable<?> action;

	private final List<Long> nanos = new CopyOnWriteArrayList<>();

	private volatile boolean stopped;

	private CompletableFuture<?> end = CompletableFuture.completedFuture(null);

	Probe(Duration period, boolean countsWaiting, Callable<?> action) {
		this.period = period.toNanos();
		this.countsWaiting = countsWaiting;
		this.action = action;
	}

	void once() throws Exception {
		this.action.call();
	}

	void start(Executor executor) {
		this.stopped = false;
		this.nanos.clear();
		this.end = CompletableFuture.runAsync(this::repeat, executor);
	}

	private void repeat() {
		long due = System.nanoTime();
		while (!this.stopped) {
			LockSupport.parkNanos(due - System.nanoTime());
			long start = this.countsWaiting ? due : System.nanoTime();
			try {
				this.action.call();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
			this.nanos.add(System.nanoTime() - start);
			due += this.period;
		}
	}

	void stop() throws Exception {
		this.stopped = true;
		this.end.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
	}

	/** A quantile of what was noted. */
	double millis(double fraction) {
		long[] all = this.nanos.stream().mapToLong(Long::longValue).toArray();
		return Samples.micros(all, fraction) / 1000;
	}

}
