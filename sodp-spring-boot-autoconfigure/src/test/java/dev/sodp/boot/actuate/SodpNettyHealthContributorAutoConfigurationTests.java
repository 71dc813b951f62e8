// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import dev.sodp.boot.server.SodpNettyAutoConfiguration;
import dev.sodp.boot.server.SodpServerAutoConfiguration;
import dev.sodp.netty.NettySodpEndpoint;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class SodpNettyHealthContributorAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withPropertyValues("sodp.server.enabled=true", "sodp.server.port=0", "sodp.server.netty.transport=nio")
		.withConfiguration(AutoConfigurations.of(SodpServerAutoConfiguration.class, SodpNettyAutoConfiguration.class,
				SodpNettyHealthContributorAutoConfiguration.class));

	@Test
	void isUpWhileClientsCanConnectAndDownAfterwards() {
		this.contextRunner.run((context) -> {
			SodpNettyHealthIndicator indicator = context.getBean(SodpNettyHealthIndicator.class);
			assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
			assertThat(indicator.health().getDetails()).containsEntry("transport", "nio");

			context.getBean(NettySodpEndpoint.class).stop();

			assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
			assertThat(indicator.health().getDetails()).containsEntry("reason", "Connections are not accepted");
		});
	}

	@Test
	void providesNoneWithoutAnEndpoint() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SodpNettyHealthContributorAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SodpNettyHealthIndicator.class));
	}

	@Test
	void providesNoneWhenItIsSwitchedOff() {
		this.contextRunner.withPropertyValues("management.health.sodp-netty.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SodpNettyHealthIndicator.class));
	}

	@Test
	void providesNoneWithoutBootsHealth() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(ConditionalOnEnabledHealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("sodpNettyHealthIndicator"));
	}

	@Test
	void anIndicatorOfTheUserWins() {
		HealthIndicator own = () -> Health.unknown().build();
		this.contextRunner.withBean("sodpNettyHealthIndicator", HealthIndicator.class, () -> own)
			.run((context) -> assertThat(context).getBean(HealthIndicator.class).isSameAs(own));
	}

}
