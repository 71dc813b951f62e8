package dev.sodp.boot;

import dev.sodp.client.SodpClient;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.CompositeHealthContributorConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link SodpHealthIndicator}.
 */
@AutoConfiguration(after = SodpAutoConfiguration.class)
@ConditionalOnClass({ SodpClient.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(SodpClient.class)
@ConditionalOnEnabledHealthIndicator("sodp")
public final class SodpHealthContributorAutoConfiguration
		extends CompositeHealthContributorConfiguration<SodpHealthIndicator, SodpClient> {

	SodpHealthContributorAutoConfiguration() {
		super(SodpHealthIndicator::new);
	}

	@Bean
	@ConditionalOnMissingBean(name = { "sodpHealthIndicator", "sodpHealthContributor" })
	HealthContributor sodpHealthContributor(ConfigurableListableBeanFactory beanFactory) {
		return createContributor(beanFactory, SodpClient.class);
	}

}
