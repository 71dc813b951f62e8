// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.sodp.server.StateValidator;
import tools.jackson.databind.JsonNode;

/**
 * Checks values as a schema file states it. Keys that it does not list may have any
 * value. Immutable.
 */
public final class StateSchema implements StateValidator {

	private final Map<String, FieldSchema> keys;

	private final List<String> warnings;

	StateSchema(Map<String, FieldSchema> keys, List<String> warnings) {
		this.keys = Map.copyOf(keys);
		this.warnings = List.copyOf(warnings);
	}

	/**
	 * Reads a schema file.
	 * @param json the whole content: an object with the schema of each key
	 * @return the schema
	 * @throws dev.sodp.server.document.InvalidDocumentException if it is not a complete
	 * and valid schema file
	 */
	public static StateSchema read(byte[] json) {
		return new StateSchemaReader().read(json);
	}

	@Override
	public Optional<String> validate(String key, JsonNode value) {
		FieldSchema schema = this.keys.get(key);
		FieldSchema.Violation violation = (schema != null) ? schema.check(value) : null;
		return (violation != null) ? Optional.of(key + violation.path() + ": " + violation.reason()) : Optional.empty();
	}

	/**
	 * Returns what a file contains that has no effect, which may be a mistake.
	 * @return sentences without a full stop, each with line and column
	 */
	public List<String> warnings() {
		return this.warnings;
	}

}
