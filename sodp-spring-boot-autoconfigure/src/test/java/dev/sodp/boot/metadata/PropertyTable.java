// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.metadata;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.sodp.boot.metadata.ConfigurationMetadata.Property;
import dev.sodp.boot.properties.SodpClientProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Writes properties as tables for people.
 */
final class PropertyTable {

	private final List<Property> properties;

	PropertyTable(ConfigurationMetadata metadata) {
		this.properties = metadata.properties();
	}

	String markdown() {
		Predicate<Property> client = (property) -> String.valueOf(property.sourceType())
			.startsWith(SodpClientProperties.class.getName());
		Predicate<Property> server = (property) -> property.name().startsWith("sodp.server.");
		return section("Client properties",
				"These names apply to the primary client. For any other client, replace `sodp.` with `sodp.clients.<name>.`.",
				client) + section("Server properties", "", server)
				+ section("Application properties", "", client.negate().and(server.negate()));
	}

	private String section(String title, String introduction, Predicate<Property> chosen) {
		String rows = this.properties.stream().filter(chosen).map(PropertyTable::row).collect(Collectors.joining());
		return "### " + title + "\n\n" + (introduction.isEmpty() ? "" : introduction + "\n\n")
				+ "| property | kind | default | meaning |\n|---|---|---|---|\n" + rows + "\n";
	}

	private static String row(Property property) {
		return "| `" + property.name() + "` | " + kind(property) + " | " + code(property.defaultValue()) + " | "
				+ escape(String.valueOf(property.description())) + " |\n";
	}

	private static String escape(String text) {
		return text.replace("|", "\\|").replace("*", "\\*");
	}

	private static String kind(Property property) {
		if (!property.values().isEmpty()) {
			return property.values().stream().map(PropertyTable::code).collect(Collectors.joining(", "));
		}
		String type = property.type();
		if (type.equals(Duration.class.getName())) {
			return "duration";
		}
		if (type.equals(DataSize.class.getName())) {
			return "size";
		}
		if (type.equals(Integer.class.getName()) || type.equals(Long.class.getName())
				|| type.equals(Double.class.getName())) {
			return "number";
		}
		if (type.startsWith("java.util.Map<")) {
			return type.endsWith("java.lang.String>") ? "texts by name" : "properties by name";
		}
		if (type.startsWith("java.util.List<") || type.startsWith("java.util.Set<")) {
			return "list";
		}
		return type.equals(Boolean.class.getName()) ? "`true`, `false`" : "text";
	}

	private static String code(@Nullable String text) {
		return (text == null || text.isEmpty()) ? "" : "`" + text + "`";
	}

}
