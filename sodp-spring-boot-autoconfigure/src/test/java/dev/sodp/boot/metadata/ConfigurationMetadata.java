// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.sodp.boot.properties.SodpProperties;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What IDEs know about the properties of this module.
 *
 * @param properties all properties, by name in alphabetical order
 * @param hints the values that are suggested, by property
 */
record ConfigurationMetadata(List<Property> properties, Map<String, Set<String>> hints) {

	/**
	 * A property.
	 *
	 * @param name full name
	 * @param type class name, with type arguments
	 * @param description text for users, or null
	 * @param defaultValue default, or null
	 * @param sourceType class that declares it, or null
	 */
	record Property(String name, String type, @Nullable String description, @Nullable String defaultValue,
			@Nullable String sourceType) {

		/** The values of an enum in lower case, else nothing. */
		List<String> values() {
			try {
				Object[] constants = Class.forName(this.type).getEnumConstants();
				List<String> values = new ArrayList<>();
				for (Object constant : (constants != null) ? constants : new Object[0]) {
					values.add(((Enum<?>) constant).name().toLowerCase().replace('_', '-'));
				}
				return values;
			}
			catch (ClassNotFoundException ex) {
				return List.of();
			}
		}

	}

	/** Reads the file that the annotation processor made of this module. */
	static ConfigurationMetadata read() throws IOException {
		URI classes = URI.create(SodpProperties.class.getProtectionDomain().getCodeSource().getLocation().toString());
		URI file = classes.resolve("META-INF/spring-configuration-metadata.json");
		try (InputStream in = file.toURL().openStream()) {
			JsonNode root = JsonMapper.shared().readTree(in);
			List<Property> properties = root.path("properties")
				.valueStream()
				.map((node) -> new Property(node.path("name").asString(), node.path("type").asString(),
						text(node.path("description")), text(node.path("defaultValue")), text(node.path("sourceType"))))
				.sorted((left, right) -> left.name().compareTo(right.name()))
				.toList();
			Map<String, Set<String>> hints = root.path("hints")
				.valueStream()
				.collect(Collectors.toMap((node) -> node.path("name").asString(),
						(node) -> node.path("values")
							.valueStream()
							.map((value) -> value.path("value").asString())
							.collect(Collectors.toSet())));
			return new ConfigurationMetadata(properties, hints);
		}
	}

	private static @Nullable String text(JsonNode node) {
		if (node.isMissingNode()) {
			return null;
		}
		return node.isArray() ? node.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "))
				: node.asString();
	}

}
