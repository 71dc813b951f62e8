// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sodp.internal.SerialQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks on an executor one after another. Bounded: while a slow task holds up too
 * many others, further ones are dropped, and how many is logged once it has ended.
 */
final class SerialLane {

	private static final Logger logger = LoggerFactory.getLogger(SerialLane.class);

	private static final int CAPACITY = 1024;

	private final String name;

	private final Executor executor;

	private final SerialQueue<Runnable> tasks;

	private final AtomicInteger dropped = new AtomicInteger();

	private volatile boolean closed;

	SerialLane(String name, Executor executor) {
		this.name = name;
		this.executor = executor;
		this.tasks = new SerialQueue<>(new LinkedBlockingQueue<>(CAPACITY), this::run,
				(task, failure) -> logger.warn("{} threw an exception", this.name, failure));
	}

	/** Queues a task; {@link #wake()} sees to it that it is run. */
	void add(Runnable task) {
		if (!this.closed && !this.tasks.offer(task)) {
			this.dropped.incrementAndGet();
		}
	}

	/**
	 * Runs the executor, so never called by the engine. If it refuses, the next call
	 * tries again.
	 */
	void wake() {
		if (!this.tasks.claim()) {
			return;
		}
		try {
			this.executor.execute(this.tasks);
		}
		catch (Throwable ex) {
			logger.warn("The callback executor refuses to run {}", this.name, ex);
			this.tasks.unclaim();
		}
	}

	private void run(Runnable task) {
		int lost = this.dropped.getAndSet(0);
		if (lost > 0) {
			logger.warn("{} was too slow: {} notifications were dropped", this.name, lost);
		}
		if (!this.closed) {
			task.run();
		}
	}

	/** Drops what is queued; nothing is started afterwards. */
	void close() {
		this.closed = true;
		this.tasks.clear();
	}

}
