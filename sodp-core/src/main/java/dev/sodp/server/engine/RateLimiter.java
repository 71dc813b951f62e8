// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.concurrent.TimeUnit;

/**
 * Counts requests in fixed windows of one second (protocol section 2).
 */
final class RateLimiter {

	private static final long WINDOW = TimeUnit.SECONDS.toNanos(1);

	private final int limit;

	private long windowStart;

	private int used;

	/**
	 * Creates the limiter.
	 * @param limit requests per window, 0 for no limit
	 * @param now nanoseconds
	 */
	RateLimiter(int limit, long now) {
		this.limit = limit;
		this.windowStart = now;
	}

	boolean tryAcquire(long now) {
		if (this.limit == 0) {
			return true;
		}
		long elapsed = now - this.windowStart;
		if (elapsed >= WINDOW) {
			this.windowStart = now - elapsed % WINDOW;
			this.used = 0;
		}
		if (this.used == this.limit) {
			return false;
		}
		this.used++;
		return true;
	}

}
