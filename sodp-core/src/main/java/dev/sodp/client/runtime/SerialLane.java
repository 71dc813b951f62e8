// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
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

	private final ReentrantLock queueLock = new ReentrantLock();

	private final Queue<Runnable> queue = new ArrayDeque<>();

	private int dropped;

	private boolean running;

	private boolean closed;

	SerialLane(String name, Executor executor) {
		this.name = name;
		this.executor = executor;
	}

	/** Queues a task; {@link #wake()} sees to it that it is run. */
	void add(Runnable task) {
		this.queueLock.lock();
		try {
			if (this.queue.size() == CAPACITY) {
				this.dropped++;
			}
			else if (!this.closed) {
				this.queue.add(task);
			}
		}
		finally {
			this.queueLock.unlock();
		}
	}

	/**
	 * Runs the executor, so never called by the engine. If it refuses, the next call
	 * tries again.
	 */
	void wake() {
		this.queueLock.lock();
		try {
			if (this.running || this.queue.isEmpty()) {
				return;
			}
			this.running = true;
		}
		finally {
			this.queueLock.unlock();
		}
		try {
			this.executor.execute(this::drain);
		}
		catch (Throwable ex) {
			logger.warn("The callback executor refuses to run {}", this.name, ex);
			idle();
		}
	}

	private void idle() {
		this.queueLock.lock();
		try {
			this.running = false;
		}
		finally {
			this.queueLock.unlock();
		}
	}

	private void drain() {
		for (Runnable task = next(); task != null; task = next()) {
			try {
				task.run();
			}
			catch (Throwable ex) {
				logger.warn("{} threw an exception", this.name, ex);
			}
		}
	}

	private @Nullable Runnable next() {
		int lost;
		Runnable task;
		this.queueLock.lock();
		try {
			lost = this.dropped;
			this.dropped = 0;
			task = this.queue.poll();
			this.running = task != null;
		}
		finally {
			this.queueLock.unlock();
		}
		if (lost > 0) {
			logger.warn("{} was too slow: {} notifications were dropped", this.name, lost);
		}
		return task;
	}

	/** Drops what is queued; nothing is started afterwards. */
	void close() {
		this.queueLock.lock();
		try {
			this.closed = true;
			this.queue.clear();
		}
		finally {
			this.queueLock.unlock();
		}
	}

}
