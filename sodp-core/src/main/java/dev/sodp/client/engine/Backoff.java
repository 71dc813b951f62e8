// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Delay before the next attempt (protocol section 6): doubles from {@code base} to
 * {@code max}, plus up to half a second at random so that many clients do not reconnect
 * at the same moment.
 */
final class Backoff {

	private static final long JITTER_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private final long base;

	private final long max;

	private int failures;

	Backoff(Duration base, Duration max) {
		this.base = base.toNanos();
		this.max = max.toNanos();
	}

	/** The delay after one more failure, in nanoseconds. */
	long next(RandomGenerator random) {
		long delay = (this.failures < Long.numberOfLeadingZeros(this.base) - 1)
				? Math.min(this.base << this.failures, this.max) : this.max;
		this.failures++;
		return delay + random.nextLong(JITTER_NANOS + 1);
	}

	void reset() {
		this.failures = 0;
	}

}
