// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import dev.sodp.boot.SodpClientBuilderCustomizer;
import dev.sodp.client.SodpClient;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.SodpClients;
import dev.sodp.transport.InMemoryTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Which threads call watchers.
 */
class CallbackExecutorTests {

	private final SodpServer server = SodpServer.builder().build();

	private final Map<String, Thread> threads = new ConcurrentHashMap<>();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SodpAutoConfiguration.class, TaskExecutionAutoConfiguration.class))
		.withPropertyValues("sodp.clients.games.url=ws://games")
		.withBean(SodpClientBuilderCustomizer.class,
				() -> (builder) -> builder.transport(new InMemoryTransport(this.server)));

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	private void watchWith(SodpClients clients) {
		clients.all()
			.forEach((name, client) -> client.watch("a",
					(value, meta) -> this.threads.put(name, Thread.currentThread())));
		await().until(() -> this.threads.size() == clients.all().size());
	}

	private void assertThreads(SodpClients clients, String primary, String games) {
		watchWith(clients);
		assertThat(this.threads.get("primary").getName()).startsWith(primary);
		assertThat(this.threads.get("games").getName()).startsWith(games);
	}

	@Test
	void withoutExecutorTheClientsUseThreadsOfTheirOwn() {
		this.contextRunner
			.run((context) -> assertThreads(context.getBean(SodpClients.class), "sodp-callback-", "sodp-callback-"));
	}

	@Test
	void anExecutorOfThatNameIsUsedByAllClients() {
		this.contextRunner.withUserConfiguration(ByName.class)
			.run((context) -> assertThreads(context.getBean(SodpClients.class), "by-name-", "by-name-"));
	}

	@Configuration(proxyBeanMethods = false)
	static class ByName {

		@Bean(defaultCandidate = false)
		Executor sodpCallbackExecutor() {
			return new SimpleAsyncTaskExecutor("by-name-");
		}

	}

	@Test
	void anExecutorWithThatQualifierIsUsedByAllClients() {
		this.contextRunner.withUserConfiguration(ByQualifier.class)
			.run((context) -> assertThreads(context.getBean(SodpClients.class), "by-qualifier-", "by-qualifier-"));
	}

	@Configuration(proxyBeanMethods = false)
	static class ByQualifier {

		@Bean(defaultCandidate = false)
		@Qualifier("sodpCallbackExecutor")
		Executor another() {
			return new SimpleAsyncTaskExecutor("by-qualifier-");
		}

	}

	@Test
	void anExecutorOfAClientsNameIsUsedByThatOne() {
		this.contextRunner.withUserConfiguration(ForGames.class)
			.run((context) -> assertThreads(context.getBean(SodpClients.class), "sodp-callback-", "for-games-"));
	}

	@Configuration(proxyBeanMethods = false)
	static class ForGames {

		@Bean(defaultCandidate = false)
		Executor gamesSodpCallbackExecutor() {
			return new SimpleAsyncTaskExecutor("for-games-");
		}

	}

	@Test
	void anyOtherExecutorIsLeftAlone() {
		this.contextRunner.withBean("other", Executor.class, () -> new SimpleAsyncTaskExecutor("other-"))
			.run((context) -> assertThreads(context.getBean(SodpClients.class), "sodp-callback-", "sodp-callback-"));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void withVirtualThreadsEnabledCallbacksRunOnThem() {
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			watchWith(context.getBean(SodpClients.class));

			assertThat(this.threads.values()).allSatisfy(
					(thread) -> assertThat(thread.toString()).startsWith("VirtualThread[").contains("sodp-callback-"));
		});
	}

	@Test
	void unlessVirtualThreadsAreEnabledNoCallbackRunsOnThem() {
		this.contextRunner.run((context) -> {
			watchWith(context.getBean(SodpClients.class));

			assertThat(context).doesNotHaveBean("sodpCallbackExecutor");
			assertThat(this.threads.values())
				.allSatisfy((thread) -> assertThat(thread.toString()).startsWith("Thread[").contains("sodp-callback-"));
		});
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void theVirtualExecutorDoesNotReplaceTheApplications() {
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> assertThat(context).hasBean("sodpCallbackExecutor").hasBean("applicationTaskExecutor"));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void aLimitForTheApplicationsTasksDoesNotHoldUpCallbacks() {
		this.contextRunner
			.withPropertyValues("spring.threads.virtual.enabled=true",
					"spring.task.execution.simple.concurrency-limit=1")
			.run((context) -> assertThat(
					context.getBean("sodpCallbackExecutor", SimpleAsyncTaskExecutor.class).isThrottleActive())
				.isFalse());
	}

	@Test
	@EnabledForJreRange(max = JRE.JAVA_20)
	void withoutVirtualThreadsTheirPropertyChangesNothing() {
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			assertThat(context).doesNotHaveBean("sodpCallbackExecutor");
			assertThat(context.getBean(SodpClient.class).status()).isNotNull();
		});
	}

}
