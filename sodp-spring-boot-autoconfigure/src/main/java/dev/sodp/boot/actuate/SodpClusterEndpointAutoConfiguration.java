// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import dev.sodp.boot.server.SodpServerAutoConfiguration;
import dev.sodp.server.SodpServer;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link SodpClusterEndpoint}.
 */
@AutoConfiguration(after = SodpServerAutoConfiguration.class)
@ConditionalOnClass({ SodpServer.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBooleanProperty("sodp.server.cluster.enabled")
@ConditionalOnSingleCandidate(SodpServer.class)
@ConditionalOnAvailableEndpoint(SodpClusterEndpoint.class)
public final class SodpClusterEndpointAutoConfiguration {

	SodpClusterEndpointAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	SodpClusterEndpoint sodpClusterEndpoint(SodpServer server) {
		return new SodpClusterEndpoint(server);
	}

}
