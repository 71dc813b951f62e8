// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.time.Duration;

import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.boot.properties.PropertyChecks;
import dev.sodp.boot.properties.SodpHealthProperties;
import dev.sodp.client.SodpClient;
import dev.sodp.spring.SodpClients;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.CompositeHealthContributorConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link SodpHealthIndicator}: a
 * single indicator for a single client, otherwise a composite with one indicator per
 * client name.
 */
@AutoConfiguration(after = SodpAutoConfiguration.class)
@ConditionalOnClass({ SodpClient.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(SodpClient.class)
@ConditionalOnEnabledHealthIndicator("sodp")
@EnableConfigurationProperties(SodpHealthProperties.class)
public final class SodpHealthContributorAutoConfiguration
		extends CompositeHealthContributorConfiguration<SodpHealthIndicator, SodpClient> {

	SodpHealthContributorAutoConfiguration(SodpHealthProperties properties) {
		super((client) -> new SodpHealthIndicator(client, staleLimit(properties)));
	}

	private static @Nullable Duration staleLimit(SodpHealthProperties properties) {
		Duration limit = properties.staleLimit();
		return (limit != null) ? PropertyChecks.positive("management.health.sodp.stale-limit", limit) : null;
	}

	@Bean
	@ConditionalOnMissingBean(name = { "sodpHealthIndicator", "sodpHealthContributor" })
	HealthContributor sodpHealthContributor(ObjectProvider<SodpClients> clients,
			ConfigurableListableBeanFactory beanFactory) {
		SodpClients named = clients.getIfAvailable();
		return (named != null) ? createContributor(named.all()) : createContributor(beanFactory, SodpClient.class);
	}

}
