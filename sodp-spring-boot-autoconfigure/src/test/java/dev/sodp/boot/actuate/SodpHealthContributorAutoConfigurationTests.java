// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.util.Map;

import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.client.SodpClient;
import dev.sodp.spring.SodpClients;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class SodpHealthContributorAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withPropertyValues("sodp.url=ws://127.0.0.1:1")
		.withConfiguration(
				AutoConfigurations.of(SodpAutoConfiguration.class, SodpHealthContributorAutoConfiguration.class));

	@Test
	void providesAnIndicator() {
		this.contextRunner.run((context) -> assertThat(context.getBean("sodpHealthContributor"))
			.isInstanceOf(SodpHealthIndicator.class));
	}

	@Test
	void providesAnIndicatorPerClient() {
		this.contextRunner.withBean("first", SodpClient.class, this::client)
			.withBean("second", SodpClient.class, this::client)
			.run((context) -> {
				CompositeHealthContributor composite = context.getBean(CompositeHealthContributor.class);
				assertThat(composite.getContributor("first")).isInstanceOf(SodpHealthIndicator.class);
				assertThat(composite.getContributor("second")).isInstanceOf(SodpHealthIndicator.class);
			});
	}

	@Test
	void providesAnIndicatorForEachNamedClient() {
		SodpClient first = client();
		SodpClient second = client();
		this.contextRunner.withBean(SodpClient.class, () -> first)
			.withBean(SodpClients.class, () -> SodpClients.of(first, Map.of("billing", second)))
			.run((context) -> {
				CompositeHealthContributor composite = context.getBean(CompositeHealthContributor.class);
				assertThat(composite.getContributor("primary")).isInstanceOf(SodpHealthIndicator.class);
				assertThat(composite.getContributor("billing")).isInstanceOf(SodpHealthIndicator.class);
			});
	}

	@Test
	void passesTheLimitForStaleKeysOn() {
		this.contextRunner.withPropertyValues("management.health.sodp.stale-limit=30s")
			.run((context) -> assertThat(context.getBean(SodpHealthIndicator.class).health().getDetails())
				.containsEntry("staleLimit", "PT30S"));
	}

	@Test
	void aLimitOfNothingIsRefused() {
		this.contextRunner.withPropertyValues("management.health.sodp.stale-limit=0s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("management.health.sodp.stale-limit")
				.hasMessageContaining("Use a positive duration"));
	}

	private SodpClient client() {
		return SodpClient.builder("ws://127.0.0.1:1").autoStart(false).build();
	}

	@Test
	void providesNoneWhenItIsSwitchedOff() {
		this.contextRunner.withPropertyValues("management.health.sodp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(HealthContributor.class));
	}

	@Test
	void providesNoneWhenTheClientIsSwitchedOff() {
		this.contextRunner.withPropertyValues("sodp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(HealthContributor.class));
	}

	@Test
	void providesNoneWithoutBootsHealth() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(ConditionalOnEnabledHealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("sodpHealthContributor"));
	}

	@Test
	void anIndicatorOfTheUserWins() {
		HealthIndicator own = () -> Health.unknown().build();
		this.contextRunner.withBean("sodpHealthIndicator", HealthIndicator.class, () -> own)
			.run((context) -> assertThat(context).getBean(HealthContributor.class).isSameAs(own));
	}

}
