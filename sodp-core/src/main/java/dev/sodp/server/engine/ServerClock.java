// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Instant;

/**
 * The time as the engine is told it, so that a test can make it.
 */
public interface ServerClock {

	/**
	 * Elapsed time; never goes backwards.
	 * @return nanoseconds from an arbitrary origin, to be compared by subtraction
	 */
	long nanos();

	/**
	 * The time of day, which tokens expire by.
	 * @return a time that may jump
	 */
	Instant instant();

}
