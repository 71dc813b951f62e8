// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks later, on one thread. */
final class LogTimer implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LogTimer.class);

	private final ScheduledThreadPoolExecutor executor;

	LogTimer() {
		this.executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "sodp-redis-timer");
			thread.setDaemon(true);
			return thread;
		});
		this.executor.setRemoveOnCancelPolicy(true);
	}

	void after(Duration delay, Runnable task) {
		try {
			this.executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// Closed: what was to happen later does not.
		}
	}

	/** Cancelled by the caller, who knows for how long it is needed. */
	ScheduledFuture<?> every(Duration period, Runnable task) {
		return this.executor.scheduleAtFixedRate(() -> run(task), period.toNanos(), period.toNanos(),
				TimeUnit.NANOSECONDS);
	}

	private static void run(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException ex) {
			logger.error("A task of the shared log failed", ex);
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
