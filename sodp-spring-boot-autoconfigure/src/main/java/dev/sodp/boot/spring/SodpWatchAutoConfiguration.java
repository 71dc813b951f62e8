// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.spring;

import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.client.SodpClient;
import dev.sodp.spring.SodpClients;
import dev.sodp.spring.watch.SodpWatch;
import dev.sodp.spring.watch.SodpWatchAnnotationBeanPostProcessor;
import dev.sodp.spring.watch.SodpWatchEndpointRegistry;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.validation.Validator;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for methods annotated with
 * {@link SodpWatch}.
 */
@AutoConfiguration(after = SodpAutoConfiguration.class,
		afterName = "org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration")
@ConditionalOnClass({ SodpClient.class, InvocableHandlerMethod.class })
@ConditionalOnBooleanProperty(name = "sodp.enabled", matchIfMissing = true)
@ConditionalOnBean(SodpClients.class)
public final class SodpWatchAutoConfiguration {

	SodpWatchAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	SodpWatchEndpointRegistry sodpWatchEndpointRegistry(SodpClients clients, ObjectProvider<JsonMapper> jsonMapper,
			ObjectProvider<Validator> validator, BeanFactory beanFactory) {
		return new SodpWatchEndpointRegistry(clients, jsonMapper.getIfAvailable(JsonMapper::shared),
				validator.getIfUnique(), beanFactory);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	static SodpWatchAnnotationBeanPostProcessor sodpWatchAnnotationBeanPostProcessor(
			ObjectProvider<SodpWatchEndpointRegistry> registry) {
		return new SodpWatchAnnotationBeanPostProcessor(registry);
	}

	@Bean
	static SodpWatchLazyInitializationExcludeFilter sodpWatchLazyInitializationExcludeFilter() {
		return new SodpWatchLazyInitializationExcludeFilter();
	}

}
