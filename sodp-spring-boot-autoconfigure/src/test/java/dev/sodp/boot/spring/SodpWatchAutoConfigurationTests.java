// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.spring;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.client.SodpClient;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.watch.SodpWatch;
import dev.sodp.spring.watch.SodpWatchAnnotationBeanPostProcessor;
import dev.sodp.spring.watch.SodpWatchEndpointRegistry;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

import static java.util.Map.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SodpWatchAutoConfigurationTests {

	private final SodpServer server = SodpServer.builder().build();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SodpAutoConfiguration.class, SodpWatchAutoConfiguration.class,
				ValidationAutoConfiguration.class))
		.withBean(SodpServer.class, () -> this.server);

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void annotatedMethodsWatch() {
		this.contextRunner.withBean(Watcher.class).run((context) -> {
			this.server.set("a", of("firstName", "anna", "points", 7));

			context.getBean(Watcher.class).awaitLast(new Player("anna", 7));
		});
	}

	@Test
	void withoutSpringMessagingThereIsATemplateButNoWatching() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(InvocableHandlerMethod.class))
			.run((context) -> assertThat(context).hasSingleBean(SodpClient.class)
				.doesNotHaveBean("sodpWatchEndpointRegistry"));
	}

	@Test
	void nothingWatchesWhenItIsSwitchedOff() {
		this.contextRunner.withPropertyValues("sodp.enabled=false")
			.withBean(Watcher.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(SodpWatchEndpointRegistry.class)
				.doesNotHaveBean(SodpWatchAnnotationBeanPostProcessor.class));
	}

	@Test
	void valuesAreConvertedWithTheJsonMapperBean() {
		JsonMapper mapper = JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
		this.contextRunner.withBean(JsonMapper.class, () -> mapper).withBean(Watcher.class).run((context) -> {
			this.server.set("a", of("first_name", "anna", "points", 7));

			context.getBean(Watcher.class).awaitLast(new Player("anna", 7));
		});
	}

	@Test
	void valuesAreValidatedWithTheValidatorBean() {
		this.contextRunner.withBean(Watcher.class).run((context) -> {
			Watcher watcher = context.getBean(Watcher.class);
			this.server.set("a", of("firstName", "anna", "points", 101));
			this.server.set("a", of("firstName", "anna", "points", 100));

			watcher.awaitLast(new Player("anna", 100));
			assertThat(watcher.seen).doesNotContain(new Player("anna", 101));
		});
	}

	@Test
	void watchersWorkWhenAllBeansAreLazy() {
		this.contextRunner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean(Watcher.class)
			.run((context) -> await().until(() -> context.getBean(SodpClient.class).isWatching("a")));
	}

	@Test
	void beansOfAChildContextWatchWithTheClientOfItsParent() {
		this.contextRunner
			.run((parent) -> this.contextRunner.withParent(parent).withBean(Watcher.class).run((child) -> {
				this.server.set("a", of("firstName", "anna", "points", 7));

				child.getBean(Watcher.class).awaitLast(new Player("anna", 7));
				assertThat(child.getBean(SodpClient.class)).isSameAs(parent.getBean(SodpClient.class));
				assertThat(child.getBean(SodpWatchEndpointRegistry.class))
					.isNotSameAs(parent.getBean(SodpWatchEndpointRegistry.class));
			}));
	}

	@Test
	void aRestartedContextWatchesAgain() {
		this.contextRunner.withBean(Watcher.class).run((context) -> {
			context.stop();
			this.server.set("a", of("firstName", "anna", "points", 7));

			context.start();

			context.getBean(Watcher.class).awaitLast(new Player("anna", 7));
		});
	}

	record Player(String firstName, @Max(100) int points) {
	}

	static class Watcher {

		final List<Player> seen = new CopyOnWriteArrayList<>();

		@SodpWatch("a")
		void on(@Valid @Nullable Player player) {
			if (player != null) {
				this.seen.add(player);
			}
		}

		void awaitLast(Player expected) {
			await().untilAsserted(() -> assertThat(this.seen).endsWith(expected));
		}

	}

}
