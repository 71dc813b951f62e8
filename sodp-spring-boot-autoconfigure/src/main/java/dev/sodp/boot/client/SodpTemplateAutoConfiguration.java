// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import dev.sodp.boot.SodpTemplateCustomizer;
import dev.sodp.boot.client.TemplateConfigurer.WriteListeners;
import dev.sodp.boot.properties.SodpTemplateProperties;
import dev.sodp.client.SodpClient;
import dev.sodp.spring.SodpTemplate;
import dev.sodp.spring.observation.SodpTemplateObservationConvention;
import dev.sodp.spring.observation.SodpTemplateObservations;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what all {@link SodpTemplate}s
 * have in common.
 */
@AutoConfiguration
@ConditionalOnClass(SodpClient.class)
@ConditionalOnBooleanProperty(name = "sodp.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SodpTemplateProperties.class)
public final class SodpTemplateAutoConfiguration {

	SodpTemplateAutoConfiguration() {
	}

	@Bean
	TemplateConfigurer sodpTemplateConfigurer(SodpTemplateProperties properties,
			ObjectProvider<WriteListeners> listeners, ObjectProvider<SodpTemplateCustomizer> customizers) {
		return new TemplateConfigurer(properties, listeners, customizers);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ObservationRegistry.class)
	@ConditionalOnBooleanProperty("sodp.template.observation-enabled")
	static final class ObservationConfiguration {

		@Bean
		WriteListeners sodpTemplateObservations(ObjectProvider<ObservationRegistry> registry,
				ObjectProvider<SodpTemplateObservationConvention> convention) {
			ObservationRegistry used = registry.getIfUnique(() -> ObservationRegistry.NOOP);
			return (client) -> new SodpTemplateObservations(used, client, convention.getIfUnique());
		}

	}

}
