// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.spring;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sodp.boot.SodpClientBuilderCustomizer;
import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.event.SodpClientEvent;
import dev.sodp.spring.event.SodpConnectedEvent;
import dev.sodp.spring.event.SodpEventPublisher;
import dev.sodp.spring.event.SodpIdleEvent;
import dev.sodp.spring.event.SodpIdleMonitor;
import dev.sodp.transport.InMemoryTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SodpEventAutoConfigurationTests {

	private final SodpServer server = SodpServer.builder().build();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withBean(SodpClientBuilderCustomizer.class,
				() -> (builder) -> builder.transport(new InMemoryTransport(this.server)))
		.withConfiguration(AutoConfigurations.of(SodpAutoConfiguration.class, SodpEventAutoConfiguration.class));

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void anEventListenerHearsOfTheClient() {
		this.contextRunner.withBean(Listener.class)
			.run((context) -> await().until(() -> context.getBean(Listener.class).heard(SodpConnectedEvent.class)));
	}

	@Test
	void anEventListenerHearsOfTheClientAlsoWhenBeansAreLazy() {
		this.contextRunner.withBean(Listener.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context.getBeanFactory().containsSingleton("sodpEventPublisher")).isTrue());
	}

	@Test
	void anEventListenerHearsThatTheClientIsIdle() {
		this.contextRunner.withBean(Listener.class)
			.withPropertyValues("sodp.events.idle-interval=20ms")
			.run((context) -> await().until(() -> context.getBean(Listener.class).heard(SodpIdleEvent.class)));
	}

	@Test
	void providesNoIdleMonitorByDefault() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(SodpEventPublisher.class)
			.doesNotHaveBean(SodpIdleMonitor.class));
	}

	@Test
	void providesNothingWhenEventsAreSwitchedOff() {
		this.contextRunner.withPropertyValues("sodp.events.enabled=false", "sodp.events.idle-interval=1s")
			.run((context) -> assertThat(context).doesNotHaveBean(SodpEventPublisher.class)
				.doesNotHaveBean(SodpIdleMonitor.class));
	}

	@Test
	void providesNothingWhenTheClientIsSwitchedOff() {
		this.contextRunner.withPropertyValues("sodp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SodpEventPublisher.class));
	}

	@Test
	void anIdleIntervalOfNothingIsRefused() {
		this.contextRunner.withPropertyValues("sodp.events.idle-interval=0s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("sodp.events.idle-interval")
				.hasMessageContaining("Use a positive duration"));
	}

	static class Listener {

		private final List<SodpClientEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void on(SodpClientEvent event) {
			this.events.add(event);
		}

		boolean heard(Class<? extends SodpClientEvent> type) {
			return this.events.stream().anyMatch(type::isInstance);
		}

	}

}
