// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Lets what takes a processor for long run on all processors but one, so that small
 * requests find one free. Whoever waits here would otherwise share a processor with those
 * that run.
 */
final class LargeTasks {

	private final Semaphore processors = new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));

	/**
	 * Runs a task when there is a processor for it.
	 * @param <T> what it returns
	 * @param task waits for nothing
	 * @return what it returned
	 */
	<T> T run(Supplier<T> task) {
		this.processors.acquireUninterruptibly();
		try {
			return task.get();
		}
		finally {
			this.processors.release();
		}
	}

}
