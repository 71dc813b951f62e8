// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import dev.sodp.boot.properties.PersistencePropertiesMapper;
import dev.sodp.boot.properties.SodpServerProperties;
import dev.sodp.boot.server.SodpPersistenceAutoConfiguration;
import dev.sodp.boot.server.SodpServerAutoConfiguration;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.access.ReloadableAccessPolicy;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for
 * {@link SodpServerHealthIndicator}.
 */
@AutoConfiguration(after = SodpServerAutoConfiguration.class)
@ConditionalOnClass({ SodpServer.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnSingleCandidate(SodpServer.class)
@ConditionalOnEnabledHealthIndicator("sodp-server")
@EnableConfigurationProperties(SodpServerProperties.class)
public final class SodpServerHealthContributorAutoConfiguration {

	SodpServerHealthContributorAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(name = { "sodpServerHealthIndicator", "sodpServerHealthContributor" })
	SodpServerHealthIndicator sodpServerHealthIndicator(SodpServer server, SodpServerProperties properties,
			BeanFactory beanFactory, ObjectProvider<ReloadableAccessPolicy> accessRules) {
		if (!beanFactory.containsBean(SodpPersistenceAutoConfiguration.JOURNAL_BEAN)) {
			return new SodpServerHealthIndicator(server, null, null, accessRules.getIfUnique());
		}
		SodpServerProperties.Persistence persistence = properties.persistence();
		return new SodpServerHealthIndicator(server, persistence.durability(),
				new PersistencePropertiesMapper(persistence).directory(), accessRules.getIfUnique());
	}

}
