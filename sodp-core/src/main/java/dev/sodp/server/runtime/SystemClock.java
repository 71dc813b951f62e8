// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.time.Instant;

import dev.sodp.server.engine.ServerClock;

/**
 * The clock of this machine.
 */
final class SystemClock implements ServerClock {

	@Override
	public long nanos() {
		return System.nanoTime();
	}

	@Override
	public Instant instant() {
		return Instant.now();
	}

	@Override
	public long millis() {
		return System.currentTimeMillis();
	}

}
