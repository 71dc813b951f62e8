// SPDX-License-Identifier: Apache-2.0

package dev.sodp.internal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Decides which events are logged, one a minute, and counts the others. Thread-safe. */
public final class Occasions {

	private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

	private final LongSupplier nanoTime;

	private final AtomicLong due;

	private final AtomicLong unlogged = new AtomicLong();

	/**
	 * Creates it; the first event is logged.
	 * @param nanoTime a clock such as {@link System#nanoTime()}
	 */
	public Occasions(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.due = new AtomicLong(nanoTime.getAsLong());
	}

	/**
	 * There is an event.
	 * @return how many were not logged before it, or -1 if it is not either
	 */
	public long next() {
		long now = this.nanoTime.getAsLong();
		long planned = this.due.get();
		if (now - planned >= 0 && this.due.compareAndSet(planned, now + INTERVAL)) {
			return this.unlogged.getAndSet(0);
		}
		this.unlogged.incrementAndGet();
		return -1;
	}

}
