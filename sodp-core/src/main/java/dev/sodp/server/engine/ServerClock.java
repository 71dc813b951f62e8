// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Instant;

/**
 * The engine's source of time, so that a test can control it.
 */
public interface ServerClock {

	/**
	 * Elapsed time; never goes backwards.
	 * @return nanoseconds from an arbitrary origin, to be compared by subtraction
	 */
	long nanos();

	/**
	 * The time of day, by which tokens expire.
	 * @return a time that may jump
	 */
	Instant instant();

	/**
	 * The time of day in milliseconds, for what is recorded.
	 * @return milliseconds since 1970
	 */
	default long millis() {
		return instant().toEpochMilli();
	}

}
