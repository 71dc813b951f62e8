// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import dev.sodp.internal.Durations;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/**
 * Validates the values of single properties.
 */
public final class PropertyChecks {

	private PropertyChecks() {
	}

	/**
	 * Checks a duration that must not be zero.
	 * @param property full name of the property
	 * @param value its value
	 * @return the value
	 * @throws InvalidSodpPropertyException if it is not positive or longer than 365 days
	 */
	public static Duration positive(String property, Duration value) {
		if (value.isZero() || value.isNegative() || value.compareTo(Durations.LONGEST) > 0) {
			throw new InvalidSodpPropertyException(property, value,
					"it must be positive and at most " + Durations.LONGEST.toDays() + " days",
					"Use a positive duration such as '10s' or '500ms'");
		}
		return value;
	}

	/**
	 * Checks a duration that makes no sense outside of a range. A value that was meant in
	 * seconds but has no unit is below it.
	 */
	static Duration between(Duration smallest, Duration largest, String property, Duration value) {
		if (value.compareTo(smallest) < 0 || value.compareTo(largest) > 0) {
			throw new InvalidSodpPropertyException(property, text(value),
					"it must be between " + text(smallest) + " and " + text(largest),
					"Use a duration with a unit, such as '10s' or '500ms'; without one it is in milliseconds");
		}
		return value;
	}

	private static String text(Duration value) {
		ChronoUnit unit = (value.toMillis() % 1000 == 0) ? ChronoUnit.SECONDS : ChronoUnit.MILLIS;
		return DurationStyle.SIMPLE.print(value, unit);
	}

	static long between(DataSize smallest, DataSize largest, String property, DataSize value) {
		if (value.compareTo(smallest) < 0 || value.compareTo(largest) > 0) {
			throw new InvalidSodpPropertyException(property, value,
					"it must be between " + smallest.toMegabytes() + "MB and " + largest.toMegabytes() + "MB",
					"Use a size with a unit, such as '16MB'; without one it is in bytes");
		}
		return value.toBytes();
	}

	static int bytes(String property, DataSize value, int largest) {
		if (value.toBytes() < 1 || value.toBytes() > largest) {
			throw new InvalidSodpPropertyException(property, value,
					"it must be between 1B and " + DataSize.ofBytes(largest).toMegabytes() + "MB",
					"Use a size such as '1MB' or '512KB'");
		}
		return (int) value.toBytes();
	}

	static long positive(String property, DataSize value) {
		if (value.toBytes() < 1) {
			throw new InvalidSodpPropertyException(property, value, "it must be at least 1B",
					"Use a size such as '512MB', or remove the property to use the default", null);
		}
		return value.toBytes();
	}

	static int between(int smallest, int largest, String property, int value) {
		if (value < smallest || value > largest) {
			throw new InvalidSodpPropertyException(property, value,
					"it must be between " + smallest + " and " + largest,
					"Use such a number, or remove the property to use the default");
		}
		return value;
	}

	static int atLeast(int smallest, String property, int value) {
		if (value < smallest) {
			throw new InvalidSodpPropertyException(property, value, "it must be at least " + smallest,
					"Use such a number, or remove the property to use the default");
		}
		return value;
	}

}
