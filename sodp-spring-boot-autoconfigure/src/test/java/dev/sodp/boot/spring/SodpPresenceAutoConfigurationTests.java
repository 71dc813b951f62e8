// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.spring;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sodp.boot.SodpClientBuilderCustomizer;
import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.client.ClientError;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpErrorListener;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.SodpClients;
import dev.sodp.spring.presence.InvalidSodpPresenceException;
import dev.sodp.spring.presence.SodpPresence;
import dev.sodp.spring.presence.SodpPresenceRegistry;
import dev.sodp.transport.InMemoryTransport;
import kotlin.coroutines.Continuation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.PriorityOrdered;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Presence that methods declare, against a server.
 */
@ExtendWith(OutputCaptureExtension.class)
class SodpPresenceAutoConfigurationTests {

	private static final String KEY = "services.instances";

	private final AtomicInteger failures = new AtomicInteger();

	private final SodpServer server = SodpServer.builder().validator((key, value) -> {
		if (this.failures.getAndUpdate((left) -> Math.max(0, left - 1)) > 0) {
			throw new IllegalStateException("a validator that fails");
		}
		return Optional.empty();
	}).build();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SodpAutoConfiguration.class, SodpPresenceAutoConfiguration.class,
				PropertyPlaceholderAutoConfiguration.class))
		.withInitializer((context) -> RandomValuePropertySource.addToEnvironment(context.getEnvironment()))
		.withBean(SodpServer.class, () -> this.server)
		.withPropertyValues("spring.application.name=shop");

	@AfterEach
	void close() {
		this.server.close();
	}

	private List<String> names() {
		return this.server.get(KEY).map((snapshot) -> List.copyOf(snapshot.value().propertyNames())).orElse(List.of());
	}

	private void awaitValue(String name, int value) {
		await().untilAsserted(
				() -> assertThat(this.server.get(KEY).map((snapshot) -> snapshot.value().path(name).asInt(-1)))
					.contains(value));
	}

	@Test
	void theValueIsPresentAfterTheStart() {
		this.contextRunner.withUserConfiguration(Counting.class).run((context) -> awaitValue("shop", 1));
	}

	static class Counting {

		final AtomicInteger calls = new AtomicInteger();

		@SodpPresence(key = KEY, path = "/${spring.application.name}")
		int instance() {
			return this.calls.incrementAndGet();
		}

	}

	@Test
	void anAnnotationReplacesThatOfTheOverriddenMethod() {
		this.contextRunner.withUserConfiguration(Overriding.class).run((context) -> {
			awaitValue("own", 1);
			assertThat(names()).containsExactly("own");
		});
	}

	static class Overriding extends Counting implements Declared {

		@Override
		@SodpPresence(key = KEY, path = "/own")
		public int instance() {
			return super.instance();
		}

	}

	interface Declared {

		@SodpPresence(key = KEY, path = "/declared")
		int instance();

	}

	@Test
	void aBeanThatAnotherPostProcessorPullsInEarlyIsPresent() {
		this.contextRunner.withUserConfiguration(PulledInEarly.class).run((context) -> awaitValue("shop", 1));
	}

	@Configuration(proxyBeanMethods = false)
	static class PulledInEarly {

		@Bean
		static Counting early() {
			return new Counting();
		}

		@Bean
		static OrderedPostProcessor postProcessor(Counting early) {
			return new OrderedPostProcessor(early);
		}

	}

	record OrderedPostProcessor(Counting needed) implements BeanPostProcessor, PriorityOrdered {

		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
		}

	}

	@Test
	void beansOfAChildContextArePresentToo() {
		this.contextRunner.run((parent) -> this.contextRunner.withParent(parent)
			.withUserConfiguration(Counting.class)
			.run((child) -> awaitValue("shop", 1)));
	}

	@Test
	void theMethodIsCalledOnceForEachSession() {
		this.contextRunner.withUserConfiguration(Counting.class).run((context) -> {
			awaitValue("shop", 1);
			for (int session = 2; session < 5; session++) {
				context.getBean(SodpClient.class).reconnect();
				awaitValue("shop", session);
			}
			assertThat(context.getBean(Counting.class).calls).hasValue(4);
		});
	}

	@Test
	void aRandomPartOfThePathStaysTheSameOverReconnects() {
		this.contextRunner.withUserConfiguration(Random.class).run((context) -> {
			await().until(() -> names().size() == 1);
			String name = names().get(0);
			Random bean = context.getBean(Random.class);

			context.getBean(SodpClient.class).reconnect();

			await().until(() -> bean.calls.get() == 2);
			awaitValue(name, 2);
			assertThat(name).matches("shop-[0-9a-f-]{36}");
			assertThat(names()).containsExactly(name);
		});
	}

	static class Random {

		final AtomicInteger calls = new AtomicInteger();

		@SodpPresence(key = KEY, path = "/${spring.application.name}-${random.uuid}")
		int instance() {
			return this.calls.incrementAndGet();
		}

	}

	@Test
	void theMethodIsCalledByTheExecutorOfTheCallbacks() {
		this.contextRunner.withUserConfiguration(Counting.class, CallbackExecutor.class, Threads.class)
			.run((context) -> {
				awaitValue("threads", 1);
				context.stop();
				context.start();
				awaitValue("threads", 2);
				assertThat(context.getBean(Threads.class).names).allMatch((name) -> name.startsWith("callbacks-"));
			});
	}

	@Test
	void whatIsRefusedForTheMomentIsSuppliedAgainByTheSameExecutor() {
		this.failures.set(1);
		this.contextRunner.withUserConfiguration(CallbackExecutor.class, Threads.class).run((context) -> {
			awaitValue("threads", 2);
			assertThat(context.getBean(Threads.class).names).allMatch((name) -> name.startsWith("callbacks-"));
		});
	}

	@Test
	void theValueIsWithdrawnThoughTheExecutorOfTheCallbacksEndedBefore() {
		this.contextRunner.withUserConfiguration(Counting.class, CallbackExecutor.class).run((context) -> {
			awaitValue("shop", 1);
			context.getBean(ThreadPoolTaskExecutor.class).shutdown();

			context.getBean(SodpPresenceRegistry.class).stop();

			await().untilAsserted(() -> assertThat(names()).isEmpty());
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class CallbackExecutor {

		@Bean(defaultCandidate = false)
		ThreadPoolTaskExecutor sodpCallbackExecutor() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setThreadNamePrefix("callbacks-");
			executor.setDaemon(true);
			return executor;
		}

	}

	static class Threads {

		final List<String> names = new CopyOnWriteArrayList<>();

		@SodpPresence(key = KEY, path = "/threads")
		int instance() {
			this.names.add(Thread.currentThread().getName());
			return this.names.size();
		}

	}

	@Test
	void theValueIsWithdrawnWhenTheContextStopsAndComesBackWithTheStart() {
		this.contextRunner.withUserConfiguration(Counting.class).run((context) -> {
			awaitValue("shop", 1);

			context.stop();
			assertThat(names()).isEmpty();

			context.start();
			awaitValue("shop", 2);
		});
	}

	@Test
	void theValueIsWithdrawnWhileTheSessionStillLives() {
		List<String> whileConnected = new CopyOnWriteArrayList<>();
		this.contextRunner.withUserConfiguration(Counting.class).run((context) -> {
			awaitValue("shop", 1);

			context.getBean(SodpPresenceRegistry.class).stop();

			whileConnected.addAll(names());
			assertThat(context.getBean(SodpClient.class).status().state().isLive()).isTrue();
		});
		assertThat(whileConnected).isEmpty();
	}

	@Test
	void aServerThatComesLaterGetsTheValue() {
		AtomicInteger refused = new AtomicInteger(2);
		this.contextRunner.withPropertyValues("sodp.reconnect.delay=10ms", "sodp.call-timeout=100ms")
			.withBean(SodpClientBuilderCustomizer.class, () -> (builder) -> {
				InMemoryTransport working = new InMemoryTransport(this.server);
				builder.transport((request, listener) -> {
					if (refused.getAndDecrement() > 0) {
						throw new IllegalStateException("nobody there");
					}
					return working.connect(request, listener);
				});
			})
			.withUserConfiguration(Counting.class)
			.run((context) -> awaitValue("shop", 1));
	}

	@Test
	void slashesAndTildesOfAPropertyStayInOneName() {
		this.contextRunner.withPropertyValues("spring.application.name=shop/eu~1")
			.withUserConfiguration(Counting.class)
			.run((context) -> awaitValue("shop/eu~1", 1));
	}

	@Test
	void aMethodThatThrowsIsReportedAndStopsNoOther(CapturedOutput output) {
		List<ClientError> errors = new CopyOnWriteArrayList<>();
		this.contextRunner.withUserConfiguration(Throwing.class, Counting.class)
			.withBean(SodpErrorListener.class, () -> errors::add)
			.run((context) -> {
				awaitValue("shop", 1);
				await().untilAsserted(() -> assertThat(errors).singleElement().satisfies((error) -> {
					assertThat(error.key()).isEqualTo(KEY);
					assertThat(error.cause()).hasMessage("no value today");
				}));
				assertThat(output).contains("Throwing.instance()").contains("no value today");
			});
	}

	static class Throwing {

		@SodpPresence(key = KEY, path = "/throwing")
		int instance() {
			throw new IllegalStateException("no value today");
		}

	}

	@Test
	void aValueThatCannotBeWrittenIsReported() {
		List<ClientError> errors = new CopyOnWriteArrayList<>();
		this.contextRunner.withUserConfiguration(Unwritable.class)
			.withBean(SodpErrorListener.class, () -> errors::add)
			.run((context) -> await().untilAsserted(() -> assertThat(errors)
				.anySatisfy((error) -> assertThat(error.message()).contains("Unwritable.instance()"))));
	}

	static class Unwritable {

		@SodpPresence(key = KEY, path = "/a")
		Object instance() {
			return new Object() {

				public Object getValue() {
					throw new IllegalStateException("cannot be written");
				}

			};
		}

	}

	@Test
	void theClientIsChosenByItsName() {
		try (SodpServer second = SodpServer.builder().build();
				SodpClient other = SodpClient.builder("ws://second").transport(new InMemoryTransport(second)).build()) {
			this.contextRunner.withUserConfiguration(OnOther.class, TwoClients.class)
				.withBean("holder", OtherClient.class, () -> new OtherClient(other))
				.run((context) -> await().until(() -> second.get(KEY).isPresent()));
			assertThat(this.server.get(KEY)).isEmpty();
		}
	}

	record OtherClient(SodpClient client) {
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoClients {

		@Bean
		SodpClients clients(SodpClient primary, OtherClient other) {
			return SodpClients.of(primary, Map.of("other", other.client()));
		}

	}

	static class OnOther {

		@SodpPresence(key = KEY, path = "/a", client = "other")
		int instance() {
			return 1;
		}

	}

	@Test
	void lazyInitializationDoesNotKeepItAway() {
		this.contextRunner.withUserConfiguration(Counting.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> awaitValue("shop", 1));
	}

	private void assertRefused(Class<?> bean, String problem) {
		assertRefused(bean, bean, problem);
	}

	private void assertRefused(Class<?> configuration, Class<?> bean, String problem) {
		this.contextRunner.withUserConfiguration(configuration).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure())
				.hasStackTraceContaining(InvalidSodpPresenceException.class.getName())
				.hasStackTraceContaining(bean.getSimpleName() + ".instance(")
				.hasStackTraceContaining(problem);
		});
	}

	@Test
	void aMethodThatReturnsNothingIsRefused() {
		assertRefused(ReturningNothing.class, "its return type is void");
	}

	static class ReturningNothing {

		@SodpPresence(key = KEY, path = "/a")
		void instance() {
		}

	}

	@Test
	void aPlaceThatIsTakenIsRefused() {
		this.contextRunner.withUserConfiguration(SamePlace.class)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("SamePlace.instance()")
				.hasStackTraceContaining("SamePlace.instanceAgain()")
				.hasStackTraceContaining("its place in 'services.instances', /shop, is taken by "));
		assertRefused(TwoBeansOfOneClass.class, Counting.class, "is taken by " + Counting.class.getName());
	}

	static class SamePlace {

		@SodpPresence(key = KEY, path = "/${spring.application.name}")
		int instance() {
			return 1;
		}

		@SodpPresence(key = KEY, path = "/shop")
		int instanceAgain() {
			return 2;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoBeansOfOneClass {

		@Bean
		Counting one() {
			return new Counting();
		}

		@Bean
		Counting two() {
			return new Counting();
		}

	}

	@Test
	void anAsynchronousMethodIsRefused() {
		assertRefused(Asynchronous.class, "it is asynchronous (@Async)");
	}

	@Async
	static class Asynchronous {

		@SodpPresence(key = KEY, path = "/a")
		int instance() {
			return 1;
		}

	}

	@Test
	void aSuspendingFunctionIsRefused() {
		assertRefused(Suspending.class, "it is a suspending function, which is not supported");
	}

	static class Suspending {

		@SodpPresence(key = KEY, path = "/a")
		Object instance(Continuation<? super Integer> continuation) {
			return 1;
		}

	}

	@Test
	void aMethodThatReturnsAFutureIsRefused() {
		assertRefused(ReturningAFuture.class, "it returns a future or publisher");
	}

	static class ReturningAFuture {

		@SodpPresence(key = KEY, path = "/a")
		CompletableFuture<Integer> instance() {
			return CompletableFuture.completedFuture(1);
		}

	}

	@Test
	void aMethodWithParametersIsRefused() {
		assertRefused(WithParameters.class, "it has parameters");
	}

	static class WithParameters {

		@SodpPresence(key = KEY, path = "/a")
		JsonNode instance(JsonNode node) {
			return node;
		}

	}

	@Test
	void aPathThatLeadsToNoMemberIsRefused() {
		assertRefused(WithoutSlash.class, "does not point to an object member");
	}

	static class WithoutSlash {

		@SodpPresence(key = KEY, path = "a")
		int instance() {
			return 1;
		}

	}

	@Test
	void anUnknownPropertyIsRefused() {
		assertRefused(UnknownProperty.class, "${no.such.property}");
	}

	static class UnknownProperty {

		@SodpPresence(key = KEY, path = "/${no.such.property}")
		int instance() {
			return 1;
		}

	}

	@Test
	void anUnknownClientIsRefused() {
		assertRefused(OnOther.class, "no SODP client named 'other'");
	}

	@Test
	void aBeanThatNeedNeverExistIsRefused() {
		assertRefused(Prototypes.class, Counting.class, "the bean 'counting' is not a singleton");
		assertRefused(ScopedProxies.class, Counting.class, "the bean 'counting' is not a singleton");
		assertRefused(LazyBeans.class, Counting.class, "the bean 'counting' is lazy");
	}

	@Configuration(proxyBeanMethods = false)
	static class LazyBeans {

		@Bean
		@Lazy
		Counting counting() {
			return new Counting();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedProxies {

		@Bean
		@Scope(scopeName = BeanDefinition.SCOPE_PROTOTYPE, proxyMode = ScopedProxyMode.TARGET_CLASS)
		Counting counting() {
			return new Counting();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Prototypes {

		@Bean
		@Scope(BeanDefinition.SCOPE_PROTOTYPE)
		Counting counting() {
			return new Counting();
		}

	}

	@Test
	void thereIsNoRegistryWhenSodpIsSwitchedOff() {
		this.contextRunner.withPropertyValues("sodp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SodpPresenceRegistry.class));
	}

}
