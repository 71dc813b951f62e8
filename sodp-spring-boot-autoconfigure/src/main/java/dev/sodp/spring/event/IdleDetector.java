// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.event;

import java.time.Duration;
import java.util.Optional;

import dev.sodp.client.ClientStatistics;
import dev.sodp.client.SodpClient;

/**
 * Derives from a client's counters whether it has been receiving anything. Not
 * thread-safe.
 */
final class IdleDetector {

	private final SodpClient client;

	private final long interval;

	private long received = -1;

	private long activeAt;

	private long reportedAt;

	IdleDetector(SodpClient client, Duration interval) {
		this.client = client;
		this.interval = interval.toNanos();
	}

	/**
	 * Checks the client.
	 * @param now the current time in nanoseconds
	 * @return how long the client has been idle, if that is due to be reported
	 */
	Optional<Duration> check(long now) {
		long count = received();
		if (count != this.received || !this.client.status().state().isLive()) {
			this.received = count;
			this.activeAt = now;
			this.reportedAt = now;
		}
		if (now - this.reportedAt < this.interval) {
			return Optional.empty();
		}
		this.reportedAt = now;
		return Optional.of(Duration.ofNanos(now - this.activeAt));
	}

	private long received() {
		ClientStatistics statistics = this.client.statistics();
		return statistics.deltas().applied() + statistics.restores().resumed() + statistics.restores().snapshots();
	}

}
