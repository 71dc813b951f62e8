// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BigIntegerNode;
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

	/** Whether the JDK prints doubles as the shortest decimal. */
	private static final boolean PRINTS_SHORTEST = Runtime.version().feature() >= 19;

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
				(number instanceof ExactDouble) ? number : new ExactDouble(number.doubleValue());
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

	/** Returns whether a decimal is what its nearest double is read as. */
	private static boolean givenBackByDouble(BigDecimal decimal) {
		if (decimal.signum() == 0) {
			return true;
		}
		if (decimal.unscaledValue().bitLength() > MAX_UNSCALED_BITS) {
			return false;
		}
		BigDecimal stripped = decimal.stripTrailingZeros();
		double nearest = stripped.doubleValue();
		if (stripped.precision() > MAX_DECIMAL_DIGITS || nearest == 0 || Double.isInfinite(nearest)) {
			return false;
		}
		return shortestDecimal(nearest).compareTo(stripped) == 0;
	}

	/**
	 * Returns the shortest decimal whose nearest double is the given one, of at least two
	 * digits; of several, the one that is closest, or even.
	 * {@link Double#toString(double)} is specified to print it since Java 19; before, it
	 * prints too many digits for some doubles.
	 * @param value a finite number
	 */
	static BigDecimal shortestDecimal(double value) {
		BigDecimal printed = BigDecimal.valueOf(value);
		if (PRINTS_SHORTEST || value == 0) {
			return printed;
		}
		BigDecimal exact = new BigDecimal(value);
		BigDecimal shortest = printed;
		for (int digits = printed.stripTrailingZeros().precision(); digits > 1; digits--) {
			BigDecimal shorter = closest(exact, digits, value);
			if (shorter == null) {
				break;
			}
			shortest = shorter;
		}
		return shortest;
	}

	/**
	 * Returns the decimal of so many digits that is closest to a double and denotes it,
	 * null if none does. On either side only the nearest one can.
	 */
	private static @Nullable BigDecimal closest(BigDecimal exact, int digits, double value) {
		BigDecimal closest = null;
		for (RoundingMode side : List.of(RoundingMode.FLOOR, RoundingMode.CEILING)) {
			BigDecimal candidate = exact.round(new MathContext(digits, side));
			boolean denotes = candidate.doubleValue() == value;
			if (denotes && (closest == null || isCloser(candidate, closest, exact))) {
				closest = candidate;
			}
		}
		return closest;
	}

	private static boolean isCloser(BigDecimal candidate, BigDecimal than, BigDecimal to) {
		int comparison = candidate.subtract(to).abs().compareTo(than.subtract(to).abs());
		return comparison < 0 || (comparison == 0 && !candidate.unscaledValue().testBit(0));
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
