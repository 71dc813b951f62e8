// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.metadata;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import dev.sodp.boot.metadata.ConfigurationMetadata.Property;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an IDE can say about each property.
 */
class ConfigurationMetadataTests {

	/** What is off, or decided by something else, as long as nothing is written. */
	private static final Set<String> WITHOUT_DEFAULT = Set.of("management.health.sodp.stale-limit",
			"sodp.events.idle-interval", "sodp.proxy.port", "sodp.server.max-total-size", "sodp.server.port",
			"sodp.template.default-timeout");

	private static final Set<String> DEFAULTED = Set.of(Boolean.class.getName(), Integer.class.getName(),
			Long.class.getName(), Double.class.getName(), Duration.class.getName(), DataSize.class.getName());

	private static ConfigurationMetadata metadata;

	@BeforeAll
	static void read() throws IOException {
		metadata = ConfigurationMetadata.read();
	}

	private static List<Property> properties() {
		return metadata.properties();
	}

	@Test
	void thePropertiesOfClientServerAndApplicationAreThere() {
		assertThat(properties()).extracting(Property::name)
			.contains("sodp.url", "sodp.proxy.host", "sodp.oauth2.client-registration-id", "sodp.clients",
					"sodp.server.path", "management.health.sodp.enabled");
	}

	@Test
	void eachHasADescription() {
		assertThat(properties()).allSatisfy((property) -> assertThat(property.description()).as(property.name())
			.isNotBlank()
			.endsWith(".")
			.doesNotStartWith("The "));
	}

	@Test
	void descriptionsOfSwitchesSayWhether() {
		assertThat(properties()).filteredOn((property) -> property.type().equals(Boolean.class.getName()))
			.allSatisfy((property) -> assertThat(property.description()).as(property.name()).startsWith("Whether "));
	}

	@Test
	void eachSwitchNumberDurationSizeAndChoiceHasADefault() {
		assertThat(properties())
			.filteredOn((property) -> DEFAULTED.contains(property.type()) || !property.values().isEmpty())
			.filteredOn((property) -> !WITHOUT_DEFAULT.contains(property.name()))
			.allSatisfy((property) -> assertThat(property.defaultValue()).as(property.name()).isNotBlank());
	}

	@Test
	void eachChoiceExplainsItsValues() {
		assertThat(properties()).filteredOn((property) -> !property.values().isEmpty())
			.isNotEmpty()
			.allSatisfy((property) -> assertThat(metadata.hints().getOrDefault(property.name(), Set.of()))
				.as(property.name())
				.containsAll(property.values()));
	}

	@Test
	void hintsBelongToPropertiesThatExist() {
		assertThat(properties()).extracting(Property::name).containsAll(metadata.hints().keySet());
	}

}
