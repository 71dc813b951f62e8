// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.time.Instant;

/** Time that passes when a test says so. */
final class ManualClock implements ServerClock {

	private Instant instant = Instant.parse("2026-01-01T00:00:00Z");

	// Close to the wrap-around of nanoseconds, which must not matter.
	private long nanos = Long.MAX_VALUE - Duration.ofSeconds(20).toNanos();

	void advance(Duration duration) {
		this.nanos += duration.toNanos();
		this.instant = this.instant.plus(duration);
	}

	@Override
	public long nanos() {
		return this.nanos;
	}

	@Override
	public Instant instant() {
		return this.instant;
	}

}
