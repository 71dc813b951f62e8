// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import dev.sodp.boot.properties.SodpServerProperties;
import dev.sodp.boot.server.SodpServerAutoConfiguration;
import dev.sodp.server.SodpServer;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for
 * {@link SodpClusterHealthIndicator}.
 */
@AutoConfiguration(after = SodpServerAutoConfiguration.class)
@ConditionalOnClass({ SodpServer.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBooleanProperty("sodp.server.cluster.enabled")
@ConditionalOnSingleCandidate(SodpServer.class)
@ConditionalOnEnabledHealthIndicator("sodp-cluster")
@EnableConfigurationProperties(SodpServerProperties.class)
public final class SodpClusterHealthContributorAutoConfiguration {

	SodpClusterHealthContributorAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(name = { "sodpClusterHealthIndicator", "sodpClusterHealthContributor" })
	SodpClusterHealthIndicator sodpClusterHealthIndicator(SodpServer server, SodpServerProperties properties) {
		return new SodpClusterHealthIndicator(server, properties.cluster().lease());
	}

}
