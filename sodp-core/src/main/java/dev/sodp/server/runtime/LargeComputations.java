// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

import dev.sodp.server.engine.Computation;
import dev.sodp.server.engine.LargeWork;

/**
 * Computes large mutations outside the lock, on all processors but one, so that small
 * requests find one free.
 */
final class LargeComputations implements LargeWork {

	private final EngineDriver driver;

	private final Queue<Computation> waiting = new ConcurrentLinkedQueue<>();

	/** No more threads than can run at once. */
	private final Semaphore threads = new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));

	private final LargeTasks tasks;

	LargeComputations(EngineDriver driver, LargeTasks tasks) {
		this.driver = driver;
		this.tasks = tasks;
	}

	@Override
	public void compute(Computation computation) {
		this.waiting.add(computation);
		this.driver.afterStep(this::work);
	}

	/** Whoever cannot begin leaves its computation to one that has not ended. */
	private void work() {
		while (!this.waiting.isEmpty() && this.threads.tryAcquire()) {
			try {
				Computation next = this.waiting.poll();
				if (next != null) {
					this.tasks.run(() -> {
						this.driver.compute(next);
						return next;
					});
				}
			}
			finally {
				this.threads.release();
			}
		}
	}

}
