package dev.sodp.server;

import java.time.Instant;

/**
 * The time as the engine is told it, so that a test can make it.
 */
interface ServerClock {

	/** The clock of this machine. */
	ServerClock SYSTEM = new ServerClock() {

		@Override
		public long nanos() {
			return System.nanoTime();
		}

		@Override
		public Instant instant() {
			return Instant.now();
		}

	};

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
