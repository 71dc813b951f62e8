// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.boot.server.SodpServerAutoConfiguration;
import dev.sodp.client.SodpClient;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.SodpClients;
import dev.sodp.spring.metrics.SodpClientMetrics;
import dev.sodp.spring.metrics.SodpClusterMetrics;
import dev.sodp.spring.metrics.SodpServerMetrics;
import dev.sodp.spring.metrics.SodpWatcherMetrics;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for meters of SODP clients, watchers
 * and an embedded server.
 */
@AutoConfiguration(after = { SodpAutoConfiguration.class, SodpServerAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({ SodpClient.class, SodpServer.class, MeterRegistry.class })
@ConditionalOnBean(MeterRegistry.class)
public final class SodpMetricsAutoConfiguration {

	SodpMetricsAutoConfiguration() {
	}

	@Bean
	@ConditionalOnBean(SodpClients.class)
	@ConditionalOnMissingBean
	SodpClientMetrics sodpClientMetrics(SodpClients clients) {
		return new SodpClientMetrics(clients);
	}

	@Bean
	@ConditionalOnBean(SodpClients.class)
	@ConditionalOnMissingBean
	SodpWatcherMetrics sodpWatcherMetrics(MeterRegistry registry) {
		return new SodpWatcherMetrics(registry);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(SodpServer.class)
	SodpServerMetrics sodpServerMetrics(SodpServer server) {
		return new SodpServerMetrics(server);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty("sodp.server.cluster.enabled")
	@ConditionalOnSingleCandidate(SodpServer.class)
	SodpClusterMetrics sodpClusterMetrics(SodpServer server) {
		return new SodpClusterMetrics(server);
	}

}
