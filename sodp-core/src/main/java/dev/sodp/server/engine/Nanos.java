// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;

/**
 * Durations as the engine adds them up.
 */
final class Nanos {

	/** A century: as good as never, and safe to add to any time. */
	private static final Duration LONGEST = Duration.ofDays(36_500);

	private Nanos() {
	}

	static long of(Duration duration) {
		return ((duration.compareTo(LONGEST) < 0) ? duration : LONGEST).toNanos();
	}

}
