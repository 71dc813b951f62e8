// SPDX-License-Identifier: Apache-2.0

package dev.sodp.internal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the place where most of the threads of a pool are.
 */
final class BlockedTasks {

	private static final Logger log = LoggerFactory.getLogger(ElasticPool.class);

	private static final String WORKER = ElasticPool.class.getName() + "$Worker";

	/** A pool may grow to its limit again and again, and looking stops all threads. */
	private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

	private static final AtomicLong nextReport = new AtomicLong(System.nanoTime());

	private BlockedTasks() {
	}

	/** Logs where the threads are whose names begin with that of a pool. */
	static void report(String pool, int threads) {
		long due = nextReport.get();
		long now = System.nanoTime();
		if (now - due < 0 || !nextReport.compareAndSet(due, now + PAUSE_NANOS)) {
			return;
		}
		Map<List<StackTraceElement>, Integer> places = new HashMap<>();
		Thread.getAllStackTraces().forEach((thread, stack) -> {
			if (thread.getName().startsWith(pool + "-") && isInTask(stack)) {
				places.merge(Arrays.asList(stack), 1, Integer::sum);
			}
		});
		places.entrySet()
			.stream()
			.max(Map.Entry.comparingByValue())
			.ifPresent((most) -> log.warn(
					"There are {} threads {}-n, because tasks of the application block; {} of them are at this place:",
					threads, pool, most.getValue(), asException(most.getKey())));
	}

	private static boolean isInTask(StackTraceElement[] stack) {
		return stack.length > 0
				&& Arrays.stream(stack)
					.noneMatch((frame) -> frame.getClassName().equals(WORKER) && frame.getMethodName().equals("park"))
				&& Arrays.stream(stack).noneMatch((frame) -> frame.getClassName().equals(BlockedTasks.class.getName()));
	}

	/** So that loggers print the stack as they print others. */
	private static Throwable asException(List<StackTraceElement> stack) {
		Throwable place = new IllegalStateException("Not a failure: this is where the tasks are");
		place.setStackTrace(stack.toArray(new StackTraceElement[0]));
		return place;
	}

}
