// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.spring;

import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.metrics.SodpWatcherMetrics;
import dev.sodp.spring.observation.DefaultSodpWatchObservationConvention;
import dev.sodp.spring.observation.SodpWatchContext;
import dev.sodp.spring.observation.SodpWatchObservationConvention;
import dev.sodp.spring.watch.ObservationSodpWatchInterceptor;
import dev.sodp.spring.watch.SodpWatch;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SodpWatchObservationAutoConfigurationTests {

	private final SodpServer server = SodpServer.builder().build();

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SodpAutoConfiguration.class, SodpWatchAutoConfiguration.class,
				SodpWatchObservationAutoConfiguration.class))
		.withBean(SodpServer.class, () -> this.server)
		.withBean(Watcher.class);

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	private ObservationRegistry registry() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(this.meters));
		return registry;
	}

	@Test
	void whenSwitchedOnCallsAreTimedByWatcherId() {
		this.contextRunner.withBean(ObservationRegistry.class, this::registry)
			.withPropertyValues("sodp.watch.observation-enabled=true")
			.run((context) -> await().untilAsserted(
					() -> assertThat(this.meters.find("sodp.watch").tag("sodp.watcher.id", "observed").timer())
						.isNotNull()
						.satisfies((timer) -> {
							assertThat(timer.count()).isOne();
							assertThat(timer.getId().getTag("messaging.destination.name")).isNull();
						})));
	}

	@Test
	void noMeterCarriesTheKeysOfAPrefix() {
		this.contextRunner.withBean(ObservationRegistry.class, this::registry)
			.withBean(SodpWatcherMetrics.class, () -> new SodpWatcherMetrics(this.meters))
			.withBean(PrefixWatcher.class)
			.withPropertyValues("sodp.watch.observation-enabled=true")
			.run((context) -> {
				this.server.set("chosen.by-a-client", 1);
				this.server.set("chosen.by-another", 2);
				await().untilAsserted(
						() -> assertThat(this.meters.find("sodp.watch").tag("sodp.watcher.id", "prefix").timer())
							.isNotNull()
							.satisfies((timer) -> assertThat(timer.count()).isEqualTo(2)));

				assertThat(this.meters.getMeters()).extracting((meter) -> meter.getId().toString())
					.noneMatch((id) -> id.contains("chosen"));
			});
	}

	static class PrefixWatcher {

		@SodpWatch(id = "prefix", keys = "chosen.*")
		void on() {
		}

	}

	@Test
	void whenNotSwitchedOnNothingIsObserved() {
		this.contextRunner.withBean(ObservationRegistry.class, this::registry)
			.run((context) -> assertThat(context).doesNotHaveBean(ObservationSodpWatchInterceptor.class));
	}

	@Test
	void withoutAnObservationRegistryNothingIsObserved() {
		this.contextRunner.withPropertyValues("sodp.watch.observation-enabled=true")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ObservationSodpWatchInterceptor.class));
	}

	@Test
	void withoutMicrometerNothingIsObserved() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.withPropertyValues("sodp.watch.observation-enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("observationSodpWatchInterceptor"));
	}

	@Test
	void aConventionBeanChoosesTheNames() {
		this.contextRunner.withBean(ObservationRegistry.class, this::registry)
			.withBean(SodpWatchObservationConvention.class, () -> new DefaultSodpWatchObservationConvention() {

				@Override
				public String getName() {
					return "of.my.own";
				}

				@Override
				public String getContextualName(SodpWatchContext context) {
					return "own";
				}

			})
			.withPropertyValues("sodp.watch.observation-enabled=true")
			.run((context) -> await().until(() -> this.meters.find("of.my.own").timer() != null));
	}

	static class Watcher {

		@SodpWatch(id = "observed", keys = "a")
		void on() {
		}

	}

}
