// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.internal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * Says why Jackson cannot read a value, in terms of JSON. Jackson's own messages name
 * classes of the application, which are no one else's business.
 */
public final class Unreadable {

	private static final Set<Class<?>> INTEGERS = Set.of(byte.class, short.class, int.class, long.class, Byte.class,
			Short.class, Integer.class, Long.class, BigInteger.class);

	private static final Set<Class<?>> NUMBERS = Set.of(float.class, double.class, Float.class, Double.class,
			Number.class, BigDecimal.class);

	private static final Set<Class<?>> TEXTS = Set.of(char.class, Character.class);

	private Unreadable() {
	}

	/**
	 * Describes a failure.
	 * @param ex what Jackson has thrown
	 * @return where the value cannot be read, and why
	 */
	public static String describe(JacksonException ex) {
		return JsonPointers.of(ex.getPath()) + ": " + reason(ex);
	}

	private static String reason(JacksonException ex) {
		if (ex instanceof UnrecognizedPropertyException) {
			return "is not a known member";
		}
		if (ex instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
			return "must be " + describe(mismatch.getTargetType());
		}
		return "cannot be read";
	}

	private static String describe(Class<?> type) {
		if (INTEGERS.contains(type)) {
			return "an integer in the range of its type";
		}
		if (NUMBERS.contains(type)) {
			return "a number";
		}
		if (type == boolean.class || type == Boolean.class) {
			return "a boolean";
		}
		if (CharSequence.class.isAssignableFrom(type) || TEXTS.contains(type)) {
			return "a text";
		}
		if (type.isEnum()) {
			return "one of the known names";
		}
		if (type.isArray() || Collection.class.isAssignableFrom(type)) {
			return "an array";
		}
		if (type.getName().startsWith("java.") && !Map.class.isAssignableFrom(type)) {
			return "a valid " + type.getSimpleName();
		}
		return "an object with all that is required";
	}

}
