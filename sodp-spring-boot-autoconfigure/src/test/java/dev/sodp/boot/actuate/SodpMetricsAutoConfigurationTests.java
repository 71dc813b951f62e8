// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.SodpClients;
import dev.sodp.spring.metrics.SodpClientMetrics;
import dev.sodp.spring.metrics.SodpServerMetrics;
import dev.sodp.spring.metrics.SodpWatcherMetrics;
import dev.sodp.spring.watch.SodpWatchInvocationListener.Invocation;
import io.micrometer.core.instrument.Meter;
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
	void noMeterRemainsInARegistryThatOutlivesTheContext() {
		SimpleMeterRegistry registry = new LastingRegistry();
		for (int run = 0; run < 2; run++) {
			lasting(registry).run((context) -> {
				context.getBean(SodpWatcherMetrics.class)
					.invoked(new Invocation("score", "primary", Duration.ofMillis(1), null));
				assertThat(named(registry)).extracting((meter) -> meter.getId().getName())
					.contains("sodp.client.state", "sodp.client.watcher", "sodp.server.sessions");
				assertThat(named(registry)).allSatisfy(
						(meter) -> meter.measure().forEach((measured) -> assertThat(measured.getValue()).isNotNaN()));
			});
			assertThat(named(registry)).isEmpty();
		}
	}

	@Test
	void noMeterRemainsInALastingRegistryBehindAComposite() {
		SimpleMeterRegistry registry = new LastingRegistry();
		lasting(registry).withBean("other", SimpleMeterRegistry.class)
			.run((context) -> assertThat(named(registry)).isNotEmpty());
		assertThat(named(registry)).isEmpty();
	}

	@Test
	void aCallThatOutlastsTheContextLeavesNoMeter() {
		SimpleMeterRegistry registry = new LastingRegistry();
		AtomicReference<SodpWatcherMetrics> metrics = new AtomicReference<>();
		lasting(registry).run((context) -> metrics.set(context.getBean(SodpWatcherMetrics.class)));

		metrics.get().invoked(new Invocation("score", "primary", Duration.ofMillis(1), null));

		assertThat(named(registry)).isEmpty();
	}

	private ApplicationContextRunner lasting(SimpleMeterRegistry registry) {
		return this.contextRunner.withBean("lasting", SimpleMeterRegistry.class, () -> registry)
			.withBean(SodpServer.class, () -> SodpServer.builder().build())
			.withPropertyValues("management.metrics.use-global-registry=false")
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class));
	}

	private static List<Meter> named(MeterRegistry registry) {
		return registry.getMeters().stream().filter((meter) -> meter.getId().getName().startsWith("sodp.")).toList();
	}

	/** Belongs to more than one context, so that none of them closes it. */
	private static final class LastingRegistry extends SimpleMeterRegistry {

		@Override
		public void close() {
		}

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
