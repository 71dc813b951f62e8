// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.container;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of a watcher one at a time, also where several keys have events at the
 * same time: a result that is derived from several keys would otherwise be written from
 * values that are already out of date. The events of one key wait for each other in the
 * client, so no more events wait here than the watcher has keys.
 */
final class SerialCalls {

	/** Goes on after a call that ended on a thread that is not made for callbacks. */
	private final Executor executor;

	/** Busy from the arrival of a series to its end. */
	private final WatchActivity activity;

	/** Guards the queue and the flag. */
	private final ReentrantLock lock = new ReentrantLock();

	private final Queue<Series> waiting = new ArrayDeque<>();

	private boolean running;

	SerialCalls(Executor executor, WatchActivity activity) {
		this.executor = executor;
		this.activity = activity;
	}

	/** Makes a series of calls, on this thread if no other series is under way. */
	void run(Series series) {
		this.activity.begin();
		this.lock.lock();
		try {
			this.waiting.add(series);
			if (this.running) {
				return;
			}
			this.running = true;
		}
		finally {
			this.lock.unlock();
		}
		proceed(true);
	}

	/** Calls only on threads that are made for it; what has ended is cleared on any. */
	private void proceed(boolean mayCall) {
		for (Series series = next(); series != null; series = next()) {
			if (!series.hasNext()) {
				remove();
				this.activity.end();
				series.end();
				continue;
			}
			if (!mayCall) {
				proceedElsewhere();
				return;
			}
			CompletableFuture<?> call = series.next();
			if (!call.isDone()) {
				call.whenComplete((result, failure) -> proceed(false));
				return;
			}
		}
	}

	private void proceedElsewhere() {
		try {
			this.executor.execute(() -> proceed(true));
		}
		catch (RejectedExecutionException ex) {
			proceed(true);
		}
	}

	private @Nullable Series next() {
		this.lock.lock();
		try {
			Series series = this.waiting.peek();
			this.running = series != null;
			return series;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void remove() {
		this.lock.lock();
		try {
			this.waiting.remove();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Calls that belong together. Its methods do not throw. */
	interface Series {

		/** Whether another call is to be made. */
		boolean hasNext();

		/** Begins the next call. */
		CompletableFuture<?> next();

		/** No call is left. */
		void end();

	}

}
