// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sodp.server.document.DocumentNode;
import org.jspecify.annotations.Nullable;

/**
 * Reads one schema file, and says of each mistake where it is.
 */
final class StateSchemaReader {

	private static final List<String> MEMBERS = List.of("type", "nullable", "fields");

	private final List<String> warnings = new ArrayList<>();

	StateSchema read(byte[] json) {
		return new StateSchema(schemas(DocumentNode.parse(json), "The schema file"), this.warnings);
	}

	private Map<String, FieldSchema> schemas(DocumentNode object, String what) {
		Map<String, FieldSchema> schemas = new LinkedHashMap<>();
		object.members(what).forEach((name, node) -> schemas.put(name, schema(name, node)));
		return schemas;
	}

	private FieldSchema schema(String name, DocumentNode node) {
		if (node.kind() == DocumentNode.Kind.TEXT) {
			return new FieldSchema(type(node), false, Map.of());
		}
		String what = "The schema of '" + name + "'";
		node.members(what + ", unless it is the name of a type,");
		node.warnOfUnknownMembers(what, MEMBERS, this.warnings);
		DocumentNode named = node.member("type");
		if (named == null) {
			throw node.problem("the schema of '" + name + "' has no 'type'");
		}
		FieldType type = type(named);
		DocumentNode nullable = node.member("nullable");
		DocumentNode fields = node.member("fields");
		if (fields != null && type != FieldType.OBJECT) {
			this.warnings.add(fields.located(what + " has 'fields', which are ignored as its type is " + type));
		}
		return new FieldSchema(type, nullable != null && nullable.bool("'nullable'"), declared(type, fields));
	}

	private Map<String, FieldSchema> declared(FieldType type, @Nullable DocumentNode fields) {
		Map<String, FieldSchema> declared = (fields != null) ? schemas(fields, "'fields'") : Map.of();
		return (type == FieldType.OBJECT) ? declared : Map.of();
	}

	private static FieldType type(DocumentNode node) {
		String name = node.text("'type'");
		return FieldType.named(name)
			.orElseThrow(() -> node.problem("unknown type '" + name + "'; the types are " + FieldType.names()));
	}

}
