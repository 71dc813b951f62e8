// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.lang.reflect.Type;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts the values that one key has in the course of time to a Java type. May remember
 * the last one, so each watch of a key has a converter of its own, which one thread after
 * the other may use.
 *
 * @param <T> the Java type
 */
public interface ValueConverter<T> {

	/**
	 * Converts a value.
	 * @param value the value, immutable
	 * @param ops what leads to it from the value of the call before, whether that
	 * succeeded or not; null if this is not known
	 * @return the Java value, null for the null node
	 * @throws tools.jackson.core.JacksonException if the value does not fit the type
	 */
	@Nullable T convert(JsonNode value, @Nullable List<DeltaOp> ops);

	/**
	 * Whether knowing the operations saves time.
	 * @return true if they are worth keeping
	 */
	default boolean wantsOps() {
		return false;
	}

	/**
	 * A converter to a type. Of {@link JsonNode} the tree itself; of a {@code Map} with
	 * text as keys an unmodifiable one that is told apart from its predecessor only by
	 * the entries that changed; of everything else what Jackson makes of the whole value.
	 * @param <T> what {@code type} says
	 * @param type the Java type
	 * @param mapper converts
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
