// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.spring;

import dev.sodp.boot.properties.SodpWatchProperties;
import dev.sodp.spring.observation.SodpWatchObservationConvention;
import dev.sodp.spring.watch.ObservationSodpWatchInterceptor;
import dev.sodp.spring.watch.SodpWatchEndpointRegistry;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for observations of watchers.
 */
@AutoConfiguration(after = SodpWatchAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ SodpWatchEndpointRegistry.class, ObservationRegistry.class })
@ConditionalOnBooleanProperty(name = "sodp.watch.observation-enabled")
@EnableConfigurationProperties(SodpWatchProperties.class)
public final class SodpWatchObservationAutoConfiguration {

	SodpWatchObservationAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	ObservationSodpWatchInterceptor observationSodpWatchInterceptor(ObservationRegistry registry,
			ObjectProvider<SodpWatchObservationConvention> convention) {
		return new ObservationSodpWatchInterceptor(registry, convention.getIfUnique());
	}

}
