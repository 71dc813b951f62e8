// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * A value with its declared type, to be given wherever a value is written. It is needed
 * only for generic types whose elements name their class, such as a list of an interface
 * with {@code @JsonTypeInfo}: the class of a list does not say what its elements are.
 *
 * @param value the value; {@code null} writes null
 * @param type its declared type
 */
public record TypedValue(@Nullable Object value, Type type) {

	/**
	 * Creates a value of a generic type.
	 * @param <T> the type
	 * @param value the value; {@code null} writes null
	 * @param type its declared type
	 * @return the value with its type
	 */
	public static <T> TypedValue of(@Nullable T value, TypeReference<T> type) {
		return new TypedValue(value, type.getType());
	}

}
