// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.metrics;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import dev.sodp.client.ClientStatistics;

/**
 * Statistics of a single client, fetched once however many meters are read at the same
 * time.
 */
final class RecentStatistics {

	private final Supplier<ClientStatistics> source;

	private final long maxAge;

	private final ReentrantLock lock = new ReentrantLock();

	private ClientStatistics latest;

	private long readAt;

	RecentStatistics(Supplier<ClientStatistics> source, Duration maxAge) {
		this.source = source;
		this.maxAge = maxAge.toNanos();
		this.latest = source.get();
		this.readAt = System.nanoTime();
	}

	ClientStatistics get() {
		this.lock.lock();
		try {
			if (System.nanoTime() - this.readAt >= this.maxAge) {
				this.latest = this.source.get();
				this.readAt = System.nanoTime();
			}
			return this.latest;
		}
		finally {
			this.lock.unlock();
		}
	}

}
