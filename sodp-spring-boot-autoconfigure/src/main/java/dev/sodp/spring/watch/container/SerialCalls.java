// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.container;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

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

	/** Guards the queue and the flag. */
	private final ReentrantLock lock = new ReentrantLock();

	private final Queue<Series> waiting = new ArrayDeque<>();

	private boolean running;

	SerialCalls(Executor executor) {
		this.executor = executor;
	}

	/**
	 * Makes a series of calls, on this thread if no other series is under way.
	 * @param calls each begins a call when asked and does not throw
	 * @return completes after the last one
	 */
	CompletableFuture<@Nullable Void> run(Iterator<Supplier<CompletableFuture<@Nullable Void>>> calls) {
		Series series = new Series(calls, new CompletableFuture<>());
		this.lock.lock();
		try {
			this.waiting.add(series);
			if (this.running) {
				return series.ended();
			}
			this.running = true;
		}
		finally {
			this.lock.unlock();
		}
		proceed(true);
		return series.ended();
	}

	/** Calls only on threads that are made for it; what has ended is cleared on any. */
	private void proceed(boolean mayCall) {
		for (Series series = next(); series != null; series = next()) {
			if (!series.calls().hasNext()) {
				remove();
				series.ended().complete(null);
				continue;
			}
			if (!mayCall) {
				proceedElsewhere();
				return;
			}
			CompletableFuture<@Nullable Void> call = series.calls().next().get();
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

	private record Series(Iterator<Supplier<CompletableFuture<@Nullable Void>>> calls,
			CompletableFuture<@Nullable Void> ended) {
	}

}
