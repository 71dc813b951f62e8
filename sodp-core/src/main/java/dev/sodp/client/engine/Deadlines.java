// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.Arrays;

/**
 * When the engine wants to be woken, and for what. Times are those of
 * {@link ClientHost#nanoTime()}. Kept in an array by ordinal, because it is searched
 * after every frame.
 */
@SuppressWarnings("EnumOrdinal")
public final class Deadlines {

	public static final long NEVER = Long.MAX_VALUE;

	enum Timer {

		/** The token provider has taken too long. */
		TOKEN,

		/** The session did not become live in time. */
		CONNECT,

		/** The next connection attempt is due. */
		RECONNECT,

		/** The session has been live long enough to trust it. */
		STABLE,

		/** The token expires soon. */
		TOKEN_REFRESH,

		/** The session must be handed over, whatever is unanswered. */
		HAND_OVER,

		/** The session before a hand-over has been kept for long enough. */
		KEPT_SESSION,

		/** Time to ping, or to give up a silent link. */
		LIVENESS,

		/** The oldest open call has run out of time. */
		CALL_TIMEOUT,

		/** The write limit allows another call. */
		WRITE_WINDOW,

		/** Another WATCH or RESUME may be sent. */
		RESTORE,

		/** A WATCH or RESUME has been unanswered for too long. */
		UNANSWERED,

		/** A key is due to be resynced. */
		RESYNC,

		/** A presence that the server refused for the moment is registered again. */
		PRESENCE,

		/** The wait for a version of a key has timed out. */
		VERSION_WAIT,

		/** An update begins again, or has waited too long for a value. */
		UPDATE

	}

	private static final Timer[] TIMERS = Timer.values();

	private final long[] at = new long[TIMERS.length];

	Deadlines() {
		Arrays.fill(this.at, NEVER);
	}

	void set(Timer timer, long time) {
		this.at[timer.ordinal()] = time;
	}

	/** Brings a deadline forward; a later one than set already changes nothing. */
	void atLatest(Timer timer, long time) {
		this.at[timer.ordinal()] = Math.min(this.at[timer.ordinal()], time);
	}

	void clear(Timer timer) {
		this.at[timer.ordinal()] = NEVER;
	}

	/** The earliest deadline, or {@link #NEVER}. */
	long next() {
		long earliest = NEVER;
		for (long time : this.at) {
			earliest = Math.min(earliest, time);
		}
		return earliest;
	}

	/** Whether a timer is due; if so it is cleared. */
	boolean take(Timer timer, long now) {
		if (this.at[timer.ordinal()] > now) {
			return false;
		}
		clear(timer);
		return true;
	}

}
