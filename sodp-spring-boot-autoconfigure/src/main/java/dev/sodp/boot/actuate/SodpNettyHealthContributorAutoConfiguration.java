// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import dev.sodp.boot.server.SodpNettyAutoConfiguration;
import dev.sodp.netty.NettySodpEndpoint;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for
 * {@link SodpNettyHealthIndicator}.
 */
@AutoConfiguration(after = SodpNettyAutoConfiguration.class)
@ConditionalOnClass({ NettySodpEndpoint.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnSingleCandidate(NettySodpEndpoint.class)
@ConditionalOnEnabledHealthIndicator("sodp-netty")
public final class SodpNettyHealthContributorAutoConfiguration {

	SodpNettyHealthContributorAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(name = { "sodpNettyHealthIndicator", "sodpNettyHealthContributor" })
	SodpNettyHealthIndicator sodpNettyHealthIndicator(NettySodpEndpoint endpoint) {
		return new SodpNettyHealthIndicator(endpoint);
	}

}
