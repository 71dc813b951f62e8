// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.boot.properties.SodpEndpointProperties;
import dev.sodp.client.SodpClient;
import dev.sodp.spring.SodpClients;
import dev.sodp.spring.event.SodpKeyErrors;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link SodpEndpoint}.
 */
@AutoConfiguration(after = SodpAutoConfiguration.class)
@ConditionalOnClass({ SodpClient.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(SodpClients.class)
@ConditionalOnAvailableEndpoint(SodpEndpoint.class)
@EnableConfigurationProperties(SodpEndpointProperties.class)
public final class SodpEndpointAutoConfiguration {

	SodpEndpointAutoConfiguration() {
	}

	/**
	 * Not lazy: errors that occur before the first request must be recorded as well.
	 */
	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	SodpKeyErrors sodpKeyErrors(SodpClients clients) {
		return new SodpKeyErrors(clients);
	}

	@Bean
	@ConditionalOnMissingBean
	SodpEndpoint sodpEndpoint(SodpClients clients, SodpKeyErrors errors, SodpEndpointProperties properties) {
		return new SodpEndpoint(clients, errors, properties.showValues());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(SodpEndpoint.class)
	@ConditionalOnAvailableEndpoint(endpoint = SodpEndpoint.class, exposure = EndpointExposure.WEB)
	SodpEndpointWebExtension sodpEndpointWebExtension(SodpEndpoint endpoint, SodpEndpointProperties properties) {
		return new SodpEndpointWebExtension(endpoint, properties.showValues(), properties.roles());
	}

}
