// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import dev.sodp.internal.SerialQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after another on an executor, never on the thread that hands them over.
 */
final class SerialTasks {

	private static final Logger log = LoggerFactory.getLogger(SerialTasks.class);

	private final SerialQueue<Runnable> tasks = new SerialQueue<>(new ConcurrentLinkedQueue<>(), Runnable::run,
			(task, failure) -> log.error("A task of an in-memory link failed", failure));

	private final Executor executor;

	SerialTasks(Executor executor) {
		this.executor = executor;
	}

	void add(Runnable task) {
		this.tasks.offer(task);
		if (this.tasks.claim()) {
			start();
		}
	}

	/** An executor that was shut down must not keep a link from ending. */
	private void start() {
		try {
			this.executor.execute(this.tasks);
		}
		catch (RejectedExecutionException ex) {
			InMemoryThreads.SHARED.execute(this.tasks);
		}
	}

}
