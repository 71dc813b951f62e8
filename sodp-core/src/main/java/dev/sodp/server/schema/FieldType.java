// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.schema;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

/** The types that a schema file knows. */
enum FieldType {

	STRING("String") {
		@Override
		boolean accepts(JsonNode value) {
			return value.isString();
		}
	},

	INT("Int") {
		@Override
		boolean accepts(JsonNode value) {
			return value.isIntegralNumber();
		}
	},

	/** Takes integers too. */
	FLOAT("Float") {
		@Override
		boolean accepts(JsonNode value) {
			return value.isNumber();
		}
	},

	BOOL("Bool") {
		@Override
		boolean accepts(JsonNode value) {
			return value.isBoolean();
		}
	},

	OBJECT("Object") {
		@Override
		boolean accepts(JsonNode value) {
			return value.isObject();
		}
	},

	ARRAY("Array") {
		@Override
		boolean accepts(JsonNode value) {
			return value.isArray();
		}
	},

	/** Null is not a value of any type. */
	ANY("Any") {
		@Override
		boolean accepts(JsonNode value) {
			return true;
		}
	};

	private final String text;

	FieldType(String text) {
		this.text = text;
	}

	abstract boolean accepts(JsonNode value);

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
