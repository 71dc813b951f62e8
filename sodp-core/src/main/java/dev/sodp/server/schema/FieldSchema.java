// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a value, or a part of one, must look like.
 *
 * @param type its type
 * @param nullable whether it may be null
 * @param fields what the declared members of an object must look like, in the order of
 * the file
 */
record FieldSchema(FieldType type, boolean nullable, Map<String, FieldSchema> fields) {

	FieldSchema {
		fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
	}

	/**
	 * Returns the first violation, or null. A member that is absent counts as null, one
	 * that is not declared is accepted.
	 */
	@Nullable Violation check(@Nullable JsonNode value) {
		if (value == null || value.isNull()) {
			return this.nullable ? null : new Violation("", "expected " + this.type + ", got null");
		}
		if (!this.type.accepts(value)) {
			return new Violation("", "expected " + this.type + ", got " + FieldType.of(value));
		}
		for (Map.Entry<String, FieldSchema> field : this.fields.entrySet()) {
			Violation violation = field.getValue().check(value.get(field.getKey()));
			if (violation != null) {
				return violation.below(field.getKey());
			}
		}
		return null;
	}

	/**
	 * What is wrong with a value.
	 *
	 * @param path where, below the value, empty or beginning with a dot
	 * @param reason what is wrong there
	 */
	record Violation(String path, String reason) {

		Violation below(String field) {
			return new Violation("." + field + this.path, this.reason);
		}

	}

}
