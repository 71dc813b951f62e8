// SPDX-License-Identifier: Apache-2.0

package dev.sodp.internal;

import java.time.Duration;
import java.util.Objects;

/**
 * What durations have to be so that they can be added to any time in nanoseconds.
 */
public final class Durations {

	/** Longest duration that may be set, and that is waited for: 365 days. */
	public static final Duration LONGEST = Duration.ofDays(365);

	private Durations() {
	}

	/**
	 * Checks how long a caller wants to wait. However long that is, {@link #toNanos}
	 * makes it something that can be waited for.
	 * @param duration what was passed
	 * @param name what messages call it
	 * @return the duration
	 * @throws IllegalArgumentException if it is zero or negative
	 */
	public static Duration positive(Duration duration, String name) {
		Objects.requireNonNull(duration, () -> name + " must not be null");
		if (duration.isZero() || duration.isNegative()) {
			throw new IllegalArgumentException(name + " must be positive (was " + duration + ")");
		}
		return duration;
	}

	/**
	 * Checks a setting.
	 * @param duration what was passed
	 * @param name what messages call it
	 * @return the duration
	 * @throws IllegalArgumentException if it is zero, negative or longer than
	 * {@link #LONGEST}
	 */
	public static Duration bounded(Duration duration, String name) {
		if (positive(duration, name).compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(
					name + " must be at most " + LONGEST.toDays() + " days (was " + duration + ")");
		}
		return duration;
	}

	/**
	 * Converts a time to wait.
	 * @param duration any duration
	 * @return nanoseconds, from 0 for a negative duration up to those of {@link #LONGEST}
	 */
	public static long toNanos(Duration duration) {
		if (duration.isNegative()) {
			return 0;
		}
		return ((duration.compareTo(LONGEST) < 0) ? duration : LONGEST).toNanos();
	}

}
