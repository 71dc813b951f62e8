// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import dev.sodp.state.ImmutableNodes;
import dev.sodp.state.TreeWriter;
import dev.sodp.state.TypedValue;
import dev.sodp.state.ValueConverter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Converts between Java values and state values.
 */
final class ValueMapper {

	private final TreeWriter writer;

	ValueMapper(@Nullable JsonMapper mapper) {
		this.writer = new TreeWriter(mapper);
	}

	/**
	 * The state value of a Java value.
	 * @throws dev.sodp.state.InvalidValueException if it cannot travel without loss,
	 * refers to itself, or is nested too deeply
	 * @throws tools.jackson.core.JacksonException if Jackson cannot write it
	 */
	JsonNode toTree(@Nullable Object value) {
		return this.writer.write(value);
	}

	/**
	 * A part of a value, with the type that the elements of maps, arrays and collections
	 * have there; as it is if the path is invalid or leads elsewhere.
	 */
	@Nullable Object typedAt(Type type, String path, @Nullable Object value) {
		JavaType at = this.writer.mapper().constructType(type);
		for (int i = path.equals("/") ? -1 : path.indexOf('/'); i >= 0 && at != null; i = path.indexOf('/', i + 1)) {
			at = at.isContainerType() ? at.getContentType() : null;
		}
		return (at != null) ? new TypedValue(value, at) : value;
	}

	/** The arguments of a call, from names and values in turn. */
	ObjectNode toArgs(@Nullable Object... namesAndValues) {
		Map<String, JsonNode> args = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			args.put(String.valueOf(namesAndValues[i]), toTree(namesAndValues[i + 1]));
		}
		return ImmutableNodes.object(args);
	}

	/** Checks that a Java value is written as an object. */
	ObjectNode toObject(Object value, String what) {
		JsonNode tree = toTree(value);
		if (tree instanceof ObjectNode object) {
			return object;
		}
		throw new IllegalArgumentException(what + " must be an object, not " + tree.getNodeType());
	}

	/** A conversion of single values to a type; of the null node to null. */
	<T> Function<JsonNode, @Nullable T> toType(Type type) {
		JsonMapper converting = this.writer.mapper();
		JavaType javaType = converting.constructType(type);
		if (javaType.hasRawClass(JsonNode.class)) {
			return ValueMapper.<T>asTree();
		}
		return (tree) -> tree.isNull() ? null : converting.treeToValue(tree, javaType);
	}

	/** A conversion of the values that one key has in turn. */
	<T> ValueConverter<T> converter(Type type) {
		return ValueConverter.to(type, this.writer.mapper());
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static <T> Function<JsonNode, @Nullable T> asTree() {
		Function<JsonNode, @Nullable JsonNode> asTree = (tree) -> tree.isNull() ? null : tree;
		return (Function) asTree;
	}

	<T> Optional<T> read(@Nullable JsonNode tree, Type type) {
		if (tree == null) {
			return Optional.empty();
		}
		return Optional.ofNullable(this.<T>toType(type).apply(tree));
	}

}
