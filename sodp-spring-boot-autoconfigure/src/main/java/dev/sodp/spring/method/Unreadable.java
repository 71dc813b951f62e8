// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.method;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * Says why Jackson cannot read arguments, in terms of JSON. Jackson's own messages name
 * classes of the application, which are no one else's business.
 */
final class Unreadable {

	private static final Set<Class<?>> INTEGERS = Set.of(byte.class, short.class, int.class, long.class, Byte.class,
			Short.class, Integer.class, Long.class, BigInteger.class);

	private static final Set<Class<?>> NUMBERS = Set.of(float.class, double.class, Float.class, Double.class,
			Number.class, BigDecimal.class);

	private Unreadable() {
	}

	static String describe(JacksonException ex) {
		List<String> place = new ArrayList<>();
		for (JacksonException.Reference reference : ex.getPath()) {
			String name = reference.getPropertyName();
			if (name != null) {
				place.add(name);
			}
			else if (reference.getIndex() >= 0) {
				place.add(String.valueOf(reference.getIndex()));
			}
		}
		return JsonPointers.of(place) + ": " + reason(ex);
	}

	private static String reason(JacksonException ex) {
		if (ex instanceof UnrecognizedPropertyException) {
			return "is not a known member";
		}
		if (ex instanceof MismatchedInputException mismatch && !(ex instanceof InvalidTypeIdException)
				&& mismatch.getTargetType() != null) {
			return expected(mismatch.getTargetType());
		}
		return "cannot be read";
	}

	private static String expected(Class<?> type) {
		if (INTEGERS.contains(type)) {
			return "must be an integer in the range of its type";
		}
		if (NUMBERS.contains(type)) {
			return "must be a number";
		}
		if (type == boolean.class || type == Boolean.class) {
			return "must be a boolean";
		}
		if (CharSequence.class.isAssignableFrom(type)) {
			return "must be a text";
		}
		if (type.isEnum()) {
			return "must be one of the known names";
		}
		return (type.isArray() || Collection.class.isAssignableFrom(type)) ? "must be an array" : "cannot be read";
	}

}
