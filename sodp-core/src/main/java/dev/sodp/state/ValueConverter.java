// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.lang.reflect.Type;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts the successive values of one key to a Java type. May remember the last one, so
 * each watch of a key has a converter of its own. Not thread-safe, but may be used by one
 * thread after another.
 *
 * @param <T> the Java type
 */
public interface ValueConverter<T> {

	/**
	 * Converts a value.
	 * @param value the value, immutable
	 * @param ops the operations that lead to it from the value of the previous call,
	 * whether or not that call succeeded; {@code null} if they are not known
	 * @return the Java value, {@code null} for the null node
	 * @throws tools.jackson.core.JacksonException if the value does not fit the type
	 */
	@Nullable T convert(JsonNode value, @Nullable List<DeltaOp> ops);

	/**
	 * Returns whether knowing the operations saves time.
	 * @return {@code true} if they are worth keeping
	 */
	default boolean wantsOps() {
		return false;
	}

	/**
	 * Creates a converter to a type. A {@link JsonNode} is the tree itself. A {@code Map}
	 * with strings as keys is unmodifiable, and only entries that changed are converted
	 * again. Any other type is what Jackson makes of the whole value.
	 * @param <T> the type that {@code type} denotes
	 * @param type the Java type
	 * @param mapper converts the values
	 * @return a new converter
	 */
	@SuppressWarnings("unchecked") // the types say what T is
	static <T> ValueConverter<T> to(Type type, JsonMapper mapper) {
		JavaType javaType = mapper.constructType(type);
		if (javaType.hasRawClass(JsonNode.class)) {
			return (value, ops) -> value.isNull() ? null : (T) value;
		}
		if (MapConverter.suits(javaType, mapper)) {
			return (ValueConverter<T>) new MapConverter(javaType, mapper);
		}
		return (value, ops) -> value.isNull() ? null : mapper.treeToValue(value, javaType);
	}

}
