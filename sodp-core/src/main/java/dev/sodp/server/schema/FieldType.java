// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.schema;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

/** The types that a schema file knows. */
enum FieldType {

	STRING("String", JsonNode::isString),

	INT("Int", JsonNode::isIntegralNumber),

	/** Takes integers too. */
	FLOAT("Float", JsonNode::isNumber),

	BOOL("Bool", JsonNode::isBoolean),

	OBJECT("Object", JsonNode::isObject),

	ARRAY("Array", JsonNode::isArray),

	/** Null is not a value of any type. */
	ANY("Any", (value) -> true);

	private final String text;

	@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
	private final Predicate<JsonNode> values;

	FieldType(String text, Predicate<JsonNode> values) {
		this.text = text;
		this.values = values;
	}

	boolean accepts(JsonNode value) {
		return this.values.test(value);
	}

	static Optional<FieldType> named(String name) {
		return Arrays.stream(values()).filter((type) -> type.text.equals(name)).findFirst();
	}

	static String names() {
		return Arrays.stream(values()).map((type) -> type.text).collect(Collectors.joining(", "));
	}

	/** Returns the narrowest type of a value that is not null. */
	static FieldType of(JsonNode value) {
		return Arrays.stream(values()).filter((type) -> type.accepts(value)).findFirst().orElse(ANY);
	}

	@Override
	public String toString() {
		return this.text;
	}

}
