// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.spring;

import java.time.Duration;

import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.boot.properties.PropertyChecks;
import dev.sodp.boot.properties.SodpEventProperties;
import dev.sodp.client.SodpClient;
import dev.sodp.spring.SodpClients;
import dev.sodp.spring.event.SodpClientEvent;
import dev.sodp.spring.event.SodpEventPublisher;
import dev.sodp.spring.event.SodpIdleMonitor;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.util.Assert;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link SodpClientEvent}s.
 */
@AutoConfiguration(after = SodpAutoConfiguration.class)
@ConditionalOnClass(SodpClient.class)
@ConditionalOnBean(SodpClients.class)
@ConditionalOnBooleanProperty(name = "sodp.events.enabled", matchIfMissing = true)
public final class SodpEventAutoConfiguration {

	SodpEventAutoConfiguration() {
	}

	/**
	 * Not lazy: nothing injects it, but it must exist before the clients connect.
	 */
	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	SodpEventPublisher sodpEventPublisher(SodpClients clients, ApplicationEventPublisher publisher) {
		return new SodpEventPublisher(clients, publisher);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty("sodp.events.idle-interval")
	@EnableConfigurationProperties(SodpEventProperties.class)
	static class IdleConfiguration {

		/** Not lazy, for the same reason. */
		@Bean
		@Lazy(false)
		@ConditionalOnMissingBean
		SodpIdleMonitor sodpIdleMonitor(SodpClients clients, SodpEventProperties properties,
				ApplicationEventPublisher publisher) {
			Duration interval = properties.idleInterval();
			Assert.state(interval != null, "the condition requires the property");
			return new SodpIdleMonitor(clients, PropertyChecks.positive("sodp.events.idle-interval", interval),
					publisher);
		}

	}

}
