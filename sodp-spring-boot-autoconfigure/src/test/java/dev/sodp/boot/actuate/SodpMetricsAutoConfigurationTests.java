// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.SodpClients;
import dev.sodp.spring.metrics.SodpClientMetrics;
import dev.sodp.spring.metrics.SodpServerMetrics;
import dev.sodp.spring.metrics.SodpWatcherMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class SodpMetricsAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withPropertyValues("sodp.url=ws://127.0.0.1:1")
		.withConfiguration(AutoConfigurations.of(SodpAutoConfiguration.class, SodpMetricsAutoConfiguration.class));

	@Test
	void providesMetersOfClientsAndWatchers() {
		this.contextRunner.withBean(SimpleMeterRegistry.class)
			.run((context) -> assertThat(context).hasSingleBean(SodpClientMetrics.class)
				.hasSingleBean(SodpWatcherMetrics.class));
	}

	@Test
	void bootBindsTheMetersOfTheClient() {
		this.contextRunner.withBean(SimpleMeterRegistry.class)
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class))
			.run((context) -> assertThat(context.getBean(MeterRegistry.class)
				.get("sodp.client.reconnects")
				.tag("client", "primary")
				.meters()).hasSize(1));
	}

	@Test
	void providesNoneWithoutARegistry() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(SodpClientMetrics.class));
	}

	@Test
	void providesMetersWithoutSpringMessaging() {
		this.contextRunner.withBean(SimpleMeterRegistry.class)
			.withClassLoader(new FilteredClassLoader("org.springframework.messaging"))
			.run((context) -> assertThat(context).hasSingleBean(SodpClientMetrics.class));
	}

	@Test
	void providesNoneWithoutMicrometer() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(SodpClients.class)
				.doesNotHaveBean("sodpClientMetrics"));
	}

	@Test
	void providesNoneWhenTheClientIsSwitchedOff() {
		this.contextRunner.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("sodp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SodpClientMetrics.class));
	}

	@Test
	void providesMetersOfAServerAlsoWithoutAClient() {
		this.contextRunner.withBean(SimpleMeterRegistry.class)
			.withBean(SodpServer.class, () -> SodpServer.builder().build())
			.withPropertyValues("sodp.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(SodpServerMetrics.class)
				.doesNotHaveBean(SodpWatcherMetrics.class));
	}

	@Test
	void providesNoMetersOfServersWhenThereAreSeveral() {
		this.contextRunner.withBean(SimpleMeterRegistry.class)
			.withBean("first", SodpServer.class, () -> SodpServer.builder().build())
			.withBean("second", SodpServer.class, () -> SodpServer.builder().build())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SodpServerMetrics.class));
	}

	@Test
	void providesNoMetersOfAServerThatIsNotThere() {
		this.contextRunner.withBean(SimpleMeterRegistry.class)
			.run((context) -> assertThat(context).doesNotHaveBean(SodpServerMetrics.class));
	}

	@Test
	void aBinderOfTheUserWins() {
		this.contextRunner.withBean(SimpleMeterRegistry.class)
			.withBean("own", SodpClientMetrics.class, () -> new SodpClientMetrics(SodpClients.of(mock())))
			.run((context) -> assertThat(context).hasSingleBean(SodpClientMetrics.class).hasBean("own"));
	}

}
