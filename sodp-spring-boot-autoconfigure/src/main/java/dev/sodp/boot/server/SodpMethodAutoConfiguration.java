// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import dev.sodp.server.SodpServer;
import dev.sodp.spring.method.ObservationSodpMethodInterceptor;
import dev.sodp.spring.method.SodpMethod;
import dev.sodp.spring.method.SodpMethodAnnotationBeanPostProcessor;
import dev.sodp.spring.method.SodpMethodRegistry;
import dev.sodp.spring.observation.SodpMethodObservationConvention;
import dev.sodp.spring.security.SecurityContextSodpMethodInterceptor;
import dev.sodp.spring.security.SodpAuthenticationConverter;
import io.micrometer.observation.ObservationRegistry;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.security.core.Authentication;
import org.springframework.validation.Validator;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for methods annotated with
 * {@link SodpMethod}.
 */
@AutoConfiguration(after = SodpServerAutoConfiguration.class,
		afterName = { "org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration",
				"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration" })
@ConditionalOnClass({ SodpServer.class, InvocableHandlerMethod.class })
@ConditionalOnSingleCandidate(SodpServer.class)
public final class SodpMethodAutoConfiguration {

	SodpMethodAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	SodpMethodRegistry sodpMethodRegistry(SodpServer server, ObjectProvider<JsonMapper> jsonMapper,
			ObjectProvider<Validator> validator, ConfigurableListableBeanFactory beanFactory) {
		return new SodpMethodRegistry(server, jsonMapper.getIfAvailable(JsonMapper::shared), validator.getIfUnique(),
				beanFactory);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	static SodpMethodAnnotationBeanPostProcessor sodpMethodAnnotationBeanPostProcessor(
			ObjectProvider<SodpMethodRegistry> registry) {
		return new SodpMethodAnnotationBeanPostProcessor(registry);
	}

	@Bean
	static SodpMethodLazyInitializationExcludeFilter sodpMethodLazyInitializationExcludeFilter() {
		return new SodpMethodLazyInitializationExcludeFilter();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Authentication.class)
	static class SecurityConfiguration {

		@Bean
		@ConditionalOnMissingBean
		SecurityContextSodpMethodInterceptor securityContextSodpMethodInterceptor(
				ObjectProvider<SodpAuthenticationConverter> converters) {
			return new SecurityContextSodpMethodInterceptor(converters.orderedStream().toList());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ObservationRegistry.class)
	@ConditionalOnBean(ObservationRegistry.class)
	@ConditionalOnBooleanProperty("sodp.server.method-observation-enabled")
	static class ObservationConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ObservationSodpMethodInterceptor observationSodpMethodInterceptor(ObservationRegistry registry,
				ObjectProvider<SodpMethodObservationConvention> convention) {
			return new ObservationSodpMethodInterceptor(registry, convention.getIfUnique());
		}

	}

}
