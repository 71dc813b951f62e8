// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.time.Duration;

import dev.sodp.boot.actuate.SodpBackupEndpoint.BackupStatus;
import dev.sodp.journal.mvstore.MvStoreJournal;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.metrics.SodpClusterMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** What operators see of a node of a cluster. */
class SodpClusterActuatorAutoConfigurationTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withBean(SodpServer.class,
				() -> ClusterStatuses.server(ClusterStatuses.status(null, Duration.ofSeconds(15), null)))
		.withBean(SimpleMeterRegistry.class)
		.withPropertyValues("sodp.server.cluster.enabled=true", "management.endpoints.web.exposure.include=*")
		.withConfiguration(AutoConfigurations.of(SodpClusterHealthContributorAutoConfiguration.class,
				SodpClusterEndpointAutoConfiguration.class, SodpBackupEndpointAutoConfiguration.class,
				SodpMetricsAutoConfiguration.class));

	@Test
	void aNodeHasHealthEndpointAndMeters() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(SodpClusterHealthIndicator.class)
			.hasSingleBean(SodpClusterEndpoint.class)
			.hasSingleBean(SodpClusterMetrics.class));
	}

	@Test
	void aServerThatSharesNothingHasNone() {
		this.contextRunner.withPropertyValues("sodp.server.cluster.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SodpClusterHealthIndicator.class)
				.doesNotHaveBean(SodpClusterEndpoint.class)
				.doesNotHaveBean(SodpClusterMetrics.class));
	}

	@Test
	void theLeaseDecidesHowFarANodeMayBeBehind() {
		this.contextRunner.run((context) -> assertThat(context.getBean(SodpClusterHealthIndicator.class).health())
			.extracting(Health::getStatus)
			.isEqualTo(Status.OUT_OF_SERVICE));
		this.contextRunner.withPropertyValues("sodp.server.cluster.lease=20s")
			.run((context) -> assertThat(context.getBean(SodpClusterHealthIndicator.class).health())
				.extracting(Health::getStatus)
				.isEqualTo(Status.UP));
	}

	@Test
	void theHealthCheckCanBeSwitchedOff() {
		this.contextRunner.withPropertyValues("management.health.sodp-cluster.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SodpClusterHealthIndicator.class));
	}

	@Test
	void anIndicatorOfTheUserWins() {
		HealthIndicator own = () -> Health.unknown().build();
		this.contextRunner.withBean("sodpClusterHealthIndicator", HealthIndicator.class, () -> own)
			.run((context) -> assertThat(context).getBean(HealthIndicator.class).isSameAs(own));
	}

	@Test
	void theEndpointCanBeSwitchedOff() {
		this.contextRunner.withPropertyValues("management.endpoint.sodpcluster.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(SodpClusterEndpoint.class));
	}

	@Test
	void nothingOfTheActuatorIsNeeded() {
		this.contextRunner
			.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class,
					ConditionalOnEnabledHealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("sodpClusterEndpoint")
				.doesNotHaveBean("sodpClusterHealthIndicator"));
	}

	@Test
	void theBackupEndpointSaysWhereTheStateIs() {
		this.contextRunner.run(this::assertBackupIsRedis);
	}

	@Test
	void theBackupEndpointNeedsNoModule() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(MvStoreJournal.class))
			.run(this::assertBackupIsRedis);
	}

	private void assertBackupIsRedis(ApplicationContext context) {
		SodpBackupEndpointWebExtension web = context.getBean(SodpBackupEndpointWebExtension.class);

		assertThat(web.backup().getStatus()).isEqualTo(409);
		assertThat(web.backup().getBody().status()).isEqualTo(BackupStatus.UNAVAILABLE);
		assertThat(web.backup().getBody().error()).contains("Redis or Valkey").doesNotContain("persistence");
	}

}
