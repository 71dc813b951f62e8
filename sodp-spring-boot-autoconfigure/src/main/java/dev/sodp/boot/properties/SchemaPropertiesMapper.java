// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.util.ArrayList;
import java.util.List;

import dev.sodp.server.access.KeyPattern;
import dev.sodp.spring.validation.TypedKey;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.util.ClassUtils;

/**
 * Takes location and types out of {@link SodpSchemaProperties}, or reports the property
 * that prevents it.
 */
public final class SchemaPropertiesMapper {

	/** Name of the property that locates the file. */
	public static final String LOCATION = "sodp.server.schema.location";

	/** Name of the list of types. */
	public static final String TYPES = "sodp.server.schema.types";

	private static final String CLASS_REMEDY = "Set it to the name of a class such as 'com.example.Player'";

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
	 * @param classLoader knows the classes
	 * @return the types in their order
	 */
	public List<TypedKey> types(@Nullable ClassLoader classLoader) {
		List<TypedKey> types = new ArrayList<>();
		for (int i = 0; i < this.properties.types().size(); i++) {
			SodpSchemaProperties.KeyType entry = this.properties.types().get(i);
			String name = TYPES + "[" + i + "].";
			Class<?> type = type(name + "type", entry.type(), classLoader);
			types.add(typedKey(name + "key", entry.key(), type));
		}
		return types;
	}

	private static TypedKey typedKey(String property, @Nullable String key, Class<?> type) {
		if (key == null) {
			throw new InvalidSodpPropertyException(property, "", "the type needs a key",
					"Set it to a key such as 'game.player', or to 'game.players.*'");
		}
		try {
			return new TypedKey(KeyPattern.parse(key), type);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSodpPropertyException(property, key, String.valueOf(ex.getMessage()),
					"Use a key such as 'game.player', or 'game.players.*' for all that begin with it", ex);
		}
	}

	private static Class<?> type(String property, @Nullable String name, @Nullable ClassLoader classLoader) {
		if (name == null) {
			throw new InvalidSodpPropertyException(property, "", "the key needs a type", CLASS_REMEDY);
		}
		try {
			return ClassUtils.forName(name, classLoader);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			throw new InvalidSodpPropertyException(property, name, "there is no such class on the class path",
					CLASS_REMEDY, ex);
		}
	}

}
