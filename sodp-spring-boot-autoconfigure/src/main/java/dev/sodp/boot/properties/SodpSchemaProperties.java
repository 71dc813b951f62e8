// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * {@link ConfigurationProperties Properties} of what values of the embedded SODP server
 * may look like.
 *
 * @param location Location of a schema file, such as "file:/etc/sodp/schema.json".
 * @param types Types of the application that values must be readable as, in addition to
 * the schema file. The first one whose key matches counts.
 */
@ConfigurationProperties("sodp.server.schema")
public record SodpSchemaProperties(@Nullable Resource location, @DefaultValue List<KeyType> types) {

	/**
	 * The type of the values of keys.
	 *
	 * @param key Key, or pattern of keys that ends in ".*".
	 * @param type Name of the class that values must be readable as.
	 */
	public record KeyType(@Nullable String key, @Nullable String type) {
	}

}
