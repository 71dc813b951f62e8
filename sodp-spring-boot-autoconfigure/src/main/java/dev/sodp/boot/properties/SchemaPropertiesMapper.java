// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.util.ArrayList;
import java.util.List;

import dev.sodp.server.access.KeyPattern;
import dev.sodp.spring.validation.TypedKey;

import org.springframework.core.io.Resource;

/**
 * Takes location and types out of {@link SodpSchemaProperties}, or reports the property
 * that prevents it.
 */
public final class SchemaPropertiesMapper {

	/** Name of the property that locates the file. */
	public static final String LOCATION = "sodp.server.schema.location";

	/** Name of the list of types. */
	public static final String TYPES = "sodp.server.schema.types";

	private final SodpSchemaProperties properties;

	/**
	 * Creates a mapper.
	 * @param properties the properties
	 */
	public SchemaPropertiesMapper(SodpSchemaProperties properties) {
		this.properties = properties;
	}

	/**
	 * Returns where the schema file is.
	 * @return the location of a file that may not exist
	 */
	public Resource location() {
		Resource location = this.properties.location();
		if (location == null) {
			throw new InvalidSodpPropertyException(LOCATION, "", "it is empty, which names no file",
					"Set it to the location of a schema file such as 'file:/etc/sodp/schema.json', or remove it");
		}
		return location;
	}

	/**
	 * Returns the types of keys.
	 * @return the types in their order
	 */
	public List<TypedKey> types() {
		List<TypedKey> types = new ArrayList<>();
		for (int i = 0; i < this.properties.types().size(); i++) {
			SodpSchemaProperties.KeyType entry = this.properties.types().get(i);
			String name = TYPES + "[" + i + "].";
			if (entry.key() == null) {
				throw new InvalidSodpPropertyException(name + "key", "", "the type needs a key",
						"Set it to a key such as 'game.player', or to 'game.players.*'");
			}
			if (entry.type() == null) {
				throw new InvalidSodpPropertyException(name + "type", "", "the key needs a type",
						"Set it to a class such as 'com.example.Player'");
			}
			try {
				types.add(new TypedKey(KeyPattern.parse(entry.key()), entry.type()));
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidSodpPropertyException(name + "key", entry.key(), String.valueOf(ex.getMessage()),
						"Use a key such as 'game.player', or 'game.players.*' for all that begin with it", ex);
			}
		}
		return types;
	}

}
