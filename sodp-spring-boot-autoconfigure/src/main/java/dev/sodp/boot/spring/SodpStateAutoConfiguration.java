// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.spring;

import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.client.SodpClient;
import dev.sodp.spring.SodpClients;
import dev.sodp.spring.SodpKey;
import dev.sodp.spring.SodpState;
import dev.sodp.spring.SodpStateInjection;
import dev.sodp.spring.SodpStates;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the injection of
 * {@link SodpState}s specified by {@link SodpKey}.
 */
@AutoConfiguration(after = SodpAutoConfiguration.class)
@ConditionalOnClass(SodpClient.class)
@ConditionalOnBooleanProperty(name = "sodp.enabled", matchIfMissing = true)
@ConditionalOnBean(SodpClients.class)
public final class SodpStateAutoConfiguration {

	SodpStateAutoConfiguration() {
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	SodpStates sodpStates(SodpClients clients, ObjectProvider<JsonMapper> jsonMapper) {
		return new SodpStates(clients, jsonMapper.getIfAvailable(JsonMapper::shared));
	}

	@Bean
	@ConditionalOnMissingBean
	SodpStateInjection sodpStateInjection(SodpStates states, ConfigurableBeanFactory beanFactory) {
		return new SodpStateInjection(states, beanFactory);
	}

	@Bean
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	SodpState<?> sodpState(InjectionPoint place, SodpStateInjection injection) {
		return injection.resolve(place);
	}

}
