// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.LongNode;

/**
 * The numbers of the protocol (section 4): integers from the smallest signed to the
 * largest unsigned 64-bit number, and doubles.
 */
final class Numbers {

	/** No double needs more digits to be distinguished from its neighbors. */
	private static final int MAX_DECIMAL_DIGITS = 17;

	/**
	 * Longer unscaled values are rejected without a closer look: counting their digits
	 * would take too long.
	 */
	private static final int MAX_UNSCALED_BITS = 4096;

	private Numbers() {
	}

	/** Returns why a number cannot be sent, or null if it can. */
	static @Nullable String problem(JsonNode number, boolean nonFiniteAllowed) {
		return switch (number.numberType()) {
			case INT, LONG -> null;
			case BIG_INTEGER ->
				fits(number.bigIntegerValue()) ? null : "is an integer beyond 64 bits; write it as text or as a double";
			case FLOAT, DOUBLE -> (nonFiniteAllowed || Double.isFinite(number.doubleValue())) ? null
					: "is " + number.doubleValue() + ", which SODP does not support; write null or a string instead";
			case BIG_DECIMAL -> givenBackByDouble(number.decimalValue()) ? null
					: "is a decimal that a double cannot give back exactly; write it as text or round it";
		};
	}

	/**
	 * Returns the node type that all equal numbers share; the number must have no
	 * {@link #problem}.
	 */
	static JsonNode canonical(JsonNode number) {
		return switch (number.numberType()) {
			case INT -> (number instanceof IntNode) ? number : IntNode.valueOf(number.intValue());
			case LONG -> integer(number.longValue(), number);
			case BIG_INTEGER -> {
				BigInteger value = number.bigIntegerValue();
				yield (value.bitLength() < Long.SIZE) ? integer(value.longValue(), null)
						: (number instanceof BigIntegerNode) ? number : BigIntegerNode.valueOf(value);
			}
			case FLOAT, DOUBLE, BIG_DECIMAL ->
				(number instanceof DoubleNode) ? number : DoubleNode.valueOf(number.doubleValue());
		};
	}

	private static JsonNode integer(long value, @Nullable JsonNode same) {
		if (value == (int) value) {
			return IntNode.valueOf((int) value);
		}
		return (same instanceof LongNode) ? same : LongNode.valueOf(value);
	}

	private static boolean fits(BigInteger value) {
		return value.bitLength() < Long.SIZE || (value.bitLength() == Long.SIZE && value.signum() > 0);
	}

	/**
	 * Returns whether the shortest decimal that denotes the nearest double is the given
	 * one. Implemented here because the result of {@link Double#toString(double)} before
	 * Java 19 is not always the shortest.
	 */
	private static boolean givenBackByDouble(BigDecimal decimal) {
		if (decimal.signum() == 0) {
			return true;
		}
		if (decimal.unscaledValue().bitLength() > MAX_UNSCALED_BITS) {
			return false;
		}
		BigDecimal stripped = decimal.stripTrailingZeros();
		int digits = stripped.precision();
		double nearest = stripped.doubleValue();
		if (digits > MAX_DECIMAL_DIGITS || nearest == 0 || Double.isInfinite(nearest)) {
			return false;
		}
		BigDecimal exact = new BigDecimal(nearest);
		return round(exact, digits).compareTo(stripped) == 0
				&& (digits <= 2 || round(exact, digits - 1).doubleValue() != nearest);
	}

	private static BigDecimal round(BigDecimal value, int digits) {
		return value.round(new MathContext(digits, RoundingMode.HALF_EVEN));
	}

	static boolean equal(JsonNode a, JsonNode b) {
		boolean integral = a.isIntegralNumber();
		if (integral != b.isIntegralNumber()) {
			return false;
		}
		if (!integral) {
			double x = a.doubleValue();
			double y = b.doubleValue();
			return x == y || (Double.isNaN(x) && Double.isNaN(y));
		}
		return (a.canConvertToLong() && b.canConvertToLong()) ? a.longValue() == b.longValue()
				: a.bigIntegerValue().equals(b.bigIntegerValue());
	}

}
