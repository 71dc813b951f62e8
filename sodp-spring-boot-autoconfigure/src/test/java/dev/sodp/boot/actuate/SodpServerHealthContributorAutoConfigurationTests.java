// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.nio.file.Path;

import dev.sodp.boot.server.SodpPersistenceAutoConfiguration;
import dev.sodp.boot.server.SodpServerAutoConfiguration;
import dev.sodp.journal.mvstore.MvStoreJournal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class SodpServerHealthContributorAutoConfigurationTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withPropertyValues("sodp.server.enabled=true")
		.withConfiguration(AutoConfigurations.of(SodpPersistenceAutoConfiguration.class,
				SodpServerAutoConfiguration.class, SodpServerHealthContributorAutoConfiguration.class));

	@Test
	void providesAnIndicatorOfAServerInMemory() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(MvStoreJournal.class))
			.run((context) -> assertThat(context.getBean(SodpServerHealthIndicator.class).health().getDetails())
				.containsEntry("durability", "memory"));
	}

	@Test
	void providesAnIndicatorOfAServerThatStoresItsState(@TempDir Path directory) {
		this.contextRunner
			.withPropertyValues("sodp.server.persistence.enabled=true",
					"sodp.server.persistence.directory=" + directory, "sodp.server.persistence.durability=interval")
			.run((context) -> assertThat(context.getBean(SodpServerHealthIndicator.class).health().getDetails())
				.containsEntry("durability", "interval")
				.containsKeys("bytes", "waiting", "commits"));
	}

	@Test
	void providesNoneWithoutAServer() {
		this.contextRunner.withPropertyValues("sodp.server.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SodpServerHealthIndicator.class));
	}

	@Test
	void providesNoneWhenItIsSwitchedOff() {
		this.contextRunner.withPropertyValues("management.health.sodp-server.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SodpServerHealthIndicator.class));
	}

	@Test
	void providesNoneWithoutBootsHealth() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(ConditionalOnEnabledHealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("sodpServerHealthIndicator"));
	}

	@Test
	void anIndicatorOfTheUserWins() {
		HealthIndicator own = () -> Health.unknown().build();
		this.contextRunner.withBean("sodpServerHealthIndicator", HealthIndicator.class, () -> own)
			.run((context) -> assertThat(context).getBean(HealthIndicator.class).isSameAs(own));
	}

}
