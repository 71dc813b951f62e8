// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.spring;

import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpErrorListener;
import dev.sodp.spring.SodpClients;
import dev.sodp.spring.presence.SodpPresence;
import dev.sodp.spring.presence.SodpPresenceAnnotationBeanPostProcessor;
import dev.sodp.spring.presence.SodpPresenceRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for methods annotated with
 * {@link SodpPresence}.
 */
@AutoConfiguration(after = SodpAutoConfiguration.class)
@ConditionalOnClass(SodpClient.class)
@ConditionalOnBooleanProperty(name = "sodp.enabled", matchIfMissing = true)
@ConditionalOnBean(SodpClients.class)
public final class SodpPresenceAutoConfiguration {

	SodpPresenceAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	SodpPresenceRegistry sodpPresenceRegistry(SodpClients clients, ObjectProvider<SodpErrorListener> errorListeners) {
		return new SodpPresenceRegistry(clients, errorListeners);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	static SodpPresenceAnnotationBeanPostProcessor sodpPresenceAnnotationBeanPostProcessor(
			ObjectProvider<SodpPresenceRegistry> registry) {
		return new SodpPresenceAnnotationBeanPostProcessor(registry);
	}

	@Bean
	static SodpPresenceLazyInitializationExcludeFilter sodpPresenceLazyInitializationExcludeFilter() {
		return new SodpPresenceLazyInitializationExcludeFilter();
	}

}
