// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Decides which events are logged, one a minute, and counts the others. */
final class Occasions {

	private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

	private final LongSupplier nanoTime;

	private final AtomicLong due;

	private final AtomicLong unlogged = new AtomicLong();

	Occasions(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.due = new AtomicLong(nanoTime.getAsLong());
	}

	/** How many were not logged before this one, or -1 if this one is not either. */
	long next() {
		long now = this.nanoTime.getAsLong();
		long planned = this.due.get();
		if (now - planned >= 0 && this.due.compareAndSet(planned, now + INTERVAL)) {
			return this.unlogged.getAndSet(0);
		}
		this.unlogged.incrementAndGet();
		return -1;
	}

}
