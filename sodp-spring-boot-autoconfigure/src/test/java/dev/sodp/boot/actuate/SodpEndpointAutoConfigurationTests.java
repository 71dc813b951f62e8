// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.boot.properties.SodpEndpointProperties;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class SodpEndpointAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withPropertyValues("sodp.url=ws://127.0.0.1:1", "management.endpoints.web.exposure.include=sodp")
		.withConfiguration(AutoConfigurations.of(SodpAutoConfiguration.class, SodpEndpointAutoConfiguration.class));

	@Test
	void providesTheEndpointWhereItIsExposed() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(SodpEndpoint.class)
			.hasSingleBean(SodpEndpointWebExtension.class));
	}

	@Test
	void providesNoWebExtensionForJmxAlone() {
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=", "spring.jmx.enabled=true",
					"management.endpoints.jmx.exposure.include=sodp")
			.run((context) -> assertThat(context).hasSingleBean(SodpEndpoint.class)
				.doesNotHaveBean(SodpEndpointWebExtension.class));
	}

	@Test
	void providesNothingWhereTheEndpointIsNotExposed() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(SodpEndpoint.class));
	}

	@Test
	void providesNothingWithoutAccess() {
		this.contextRunner.withPropertyValues("management.endpoint.sodp.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(SodpEndpoint.class));
	}

	@Test
	void providesNothingWhenTheClientIsSwitchedOff() {
		this.contextRunner.withPropertyValues("sodp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SodpEndpoint.class));
	}

	@Test
	void providesNothingWithoutTheActuator() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("sodpEndpoint"));
	}

	@Test
	void valuesAreHiddenByDefault() {
		this.contextRunner.run((context) -> assertThat(context.getBean(SodpEndpointProperties.class).showValues())
			.isEqualTo(Show.NEVER));
	}

}
