// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that in-memory links use by default; they end when idle. */
final class InMemoryThreads {

	private static final long IDLE_SECONDS = 10;

	private static final AtomicInteger THREADS = new AtomicInteger();

	static final Executor SHARED = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS,
			new SynchronousQueue<>(), InMemoryThreads::newThread);

	private InMemoryThreads() {
	}

	private static Thread newThread(Runnable task) {
		Thread thread = new Thread(task, "sodp-in-memory-" + THREADS.incrementAndGet());
		thread.setDaemon(true);
		// Shared by all applications of the JVM, so it must not hold the loader of the
		// first.
		thread.setContextClassLoader(InMemoryThreads.class.getClassLoader());
		return thread;
	}

}
