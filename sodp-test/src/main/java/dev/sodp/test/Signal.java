// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Wakes threads that wait for a server to reach a state whenever something has happened
 * to it.
 */
final class Signal {

	private final ReentrantLock countLock = new ReentrantLock();

	private final Condition changed = this.countLock.newCondition();

	private long count;

	/** Signals that something has happened. */
	void raise() {
		this.countLock.lock();
		try {
			this.count++;
			this.changed.signalAll();
		}
		finally {
			this.countLock.unlock();
		}
	}

	/**
	 * Waits for a condition.
	 * @param condition tested now, and whenever something has happened
	 * @param patience maximum time to wait
	 * @return false if the condition was not met in time
	 */
	boolean await(BooleanSupplier condition, Duration patience) {
		long end = System.nanoTime() + patience.toNanos();
		long seen = count();
		// The count is read before the condition is tested, so that nothing in between is
		// missed.
		while (!condition.getAsBoolean()) {
			if (!awaitNext(seen, end - System.nanoTime())) {
				return condition.getAsBoolean();
			}
			seen = count();
		}
		return true;
	}

	private long count() {
		this.countLock.lock();
		try {
			return this.count;
		}
		finally {
			this.countLock.unlock();
		}
	}

	private boolean awaitNext(long seen, long nanos) {
		long left = nanos;
		this.countLock.lock();
		try {
			while (this.count == seen) {
				if (left <= 0) {
					return false;
				}
				left = this.changed.awaitNanos(left);
			}
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for the server", ex);
		}
		finally {
			this.countLock.unlock();
		}
	}

	/**
	 * Formats a duration.
	 * @param patience how long was waited
	 * @return a text such as {@code 30 s} or {@code 250 ms}
	 */
	static String print(Duration patience) {
		long millis = patience.toMillis();
		return (millis % TimeUnit.SECONDS.toMillis(1) == 0) ? patience.toSeconds() + " s" : millis + " ms";
	}

}
