// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after another on an executor, never on the thread that hands them over.
 */
final class SerialTasks {

	private static final Logger log = LoggerFactory.getLogger(SerialTasks.class);

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final Executor executor;

	SerialTasks(Executor executor) {
		this.executor = executor;
	}

	void add(Runnable task) {
		this.tasks.add(task);
		if (this.scheduled.compareAndSet(false, true)) {
			start();
		}
	}

	/** An executor that was shut down must not keep a link from ending. */
	private void start() {
		try {
			this.executor.execute(this::run);
		}
		catch (RejectedExecutionException ex) {
			InMemoryThreads.SHARED.execute(this::run);
		}
	}

	private void run() {
		do {
			for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
				run(task);
			}
			this.scheduled.set(false);
		}
		while (!this.tasks.isEmpty() && this.scheduled.compareAndSet(false, true));
	}

	private static void run(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			log.error("A task of an in-memory link failed", ex);
		}
	}

}
