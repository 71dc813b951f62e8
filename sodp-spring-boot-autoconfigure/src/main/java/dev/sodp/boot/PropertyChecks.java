package dev.sodp.boot;

import java.time.Duration;
import java.util.function.IntConsumer;

import org.springframework.util.unit.DataSize;

/**
 * Conditions that single properties must meet.
 */
final class PropertyChecks {

	private PropertyChecks() {
	}

	static Duration positive(String property, Duration value) {
		if (value.isZero() || value.isNegative()) {
			throw new InvalidSodpPropertyException(property, value, "it must be longer than nothing",
					"Write a positive duration such as '10s' or '500ms'", null);
		}
		return value;
	}

	static int bytes(String property, DataSize value, int largest) {
		if (value.toBytes() < 1 || value.toBytes() > largest) {
			throw new InvalidSodpPropertyException(property, value,
					"it must lie between 1B and " + DataSize.ofBytes(largest).toMegabytes() + "MB",
					"Write a size such as '1MB' or '512KB'", null);
		}
		return (int) value.toBytes();
	}

	/**
	 * Hands a number to a builder and turns its refusal into one that names the property.
	 */
	static void apply(String property, int value, IntConsumer setter) {
		try {
			setter.accept(value);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSodpPropertyException(property, value, String.valueOf(ex.getMessage()),
					"Write a number in that range, or remove the property to get the default", ex);
		}
	}

}
