// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.boot.client.SodpTemplateAutoConfiguration;
import dev.sodp.server.SodpServer;
import dev.sodp.server.SodpStateLoader;
import dev.sodp.server.StateMutation;
import dev.sodp.server.StateMutationInterceptor;
import dev.sodp.server.StateSnapshot;
import dev.sodp.spring.SodpOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Loaders and interceptors among the beans of an application.
 */
class ApplicationDataAutoConfigurationTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SodpServerAutoConfiguration.class, SodpAutoConfiguration.class,
				SodpTemplateAutoConfiguration.class))
		.withPropertyValues("sodp.server.enabled=true");

	private static String text(SodpServer server, String key) {
		return server.get(key).map(StateSnapshot::value).orElseThrow().stringValue();
	}

	@Test
	void theFirstLoaderInOrderIsResponsible() {
		this.contextRunner.withUserConfiguration(OrderedBeans.class)
			.run((context) -> assertThat(text(context.getBean(SodpServer.class), "a")).isEqualTo("first"));
	}

	@Test
	void interceptorsAreAskedInOrder() {
		this.contextRunner.withUserConfiguration(OrderedBeans.class).run((context) -> {
			context.getBean(SodpServer.class).set("a", 1);

			assertThat(context.getBean(OrderedBeans.class).asked).containsExactly("first", "second", "third");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class OrderedBeans {

		private final List<String> asked = new CopyOnWriteArrayList<>();

		private CompletionStage<StateMutation> ask(String name, StateMutation mutation) {
			this.asked.add(name);
			return mutation.proceed();
		}

		@Bean
		StateMutationInterceptor unordered() {
			return (mutation) -> ask("third", mutation);
		}

		@Bean
		@Order(1)
		StateMutationInterceptor annotated() {
			return (mutation) -> ask("second", mutation);
		}

		@Bean
		StateMutationInterceptor implementing() {
			return new OrderedInterceptor(this);
		}

		@Bean
		SodpStateLoader fallback() {
			return new FixedLoader("second");
		}

		@Bean
		@Order(1)
		SodpStateLoader preferred() {
			return new FixedLoader("first");
		}

	}

	record OrderedInterceptor(OrderedBeans beans) implements StateMutationInterceptor, Ordered {

		@Override
		public CompletionStage<StateMutation> intercept(StateMutation mutation) {
			return this.beans.ask("first", mutation);
		}

		@Override
		public int getOrder() {
			return 0;
		}

	}

	record FixedLoader(String value) implements SodpStateLoader {

		@Override
		public boolean supports(String key) {
			return true;
		}

		@Override
		public CompletionStage<Optional<String>> load(String key) {
			return CompletableFuture.completedStage(Optional.of(this.value));
		}

	}

	@Test
	void withoutAServerTheyAreBeansLikeAnyOther() {
		this.contextRunner.withPropertyValues("sodp.server.enabled=false", "sodp.enabled=false")
			.withUserConfiguration(OrderedBeans.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SodpServer.class));
	}

	@Test
	void aServerOfTheUserIsNotGivenThem() {
		try (SodpServer own = SodpServer.builder().build()) {
			this.contextRunner.withBean("own", SodpServer.class, () -> own)
				.withUserConfiguration(OrderedBeans.class)
				.run((context) -> assertThat(own.get("a")).isEmpty());
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { ProvidedServer.class, LazyServer.class, LazyOperations.class })
	void anInterceptorMayWriteAnotherKey(Class<?> interceptor) {
		this.contextRunner.withUserConfiguration(interceptor).run((context) -> {
			SodpServer server = context.getBean(SodpServer.class);

			server.set("a", "value");

			await().untilAsserted(() -> assertThat(server.get("a.copy").map(StateSnapshot::value))
				.isEqualTo(server.get("a").map(StateSnapshot::value)));
		});
	}

	static class ProvidedServer extends Copying {

		private final ObjectProvider<SodpServer> server;

		ProvidedServer(ObjectProvider<SodpServer> server) {
			this.server = server;
		}

		@Override
		void copy(String key, Object value) {
			this.server.getObject().set(key, value);
		}

	}

	static class LazyServer extends Copying {

		private final SodpServer server;

		LazyServer(@Lazy SodpServer server) {
			this.server = server;
		}

		@Override
		void copy(String key, Object value) {
			this.server.set(key, value);
		}

	}

	static class LazyOperations extends Copying {

		private final SodpOperations sodp;

		LazyOperations(@Lazy SodpOperations sodp) {
			this.sodp = sodp;
		}

		@Override
		void copy(String key, Object value) {
			this.sodp.setAndWait(key, value);
		}

	}

	abstract static class Copying implements StateMutationInterceptor {

		abstract void copy(String key, Object value);

		@Override
		public final boolean supports(String key) {
			return !key.endsWith(".copy");
		}

		@Override
		public final CompletionStage<StateMutation> intercept(StateMutation mutation) {
			copy(mutation.key() + ".copy", mutation.result().orElseThrow());
			return mutation.proceed();
		}

	}

	@Test
	void anInterceptorMayBeTransactional() {
		this.contextRunner.withUserConfiguration(Transactions.class, TransactionalInterceptor.class).run((context) -> {
			context.getBean(SodpServer.class).set("a", 1);

			assertThat(context.getBean(Transactions.class).commits).hasValue(1);
		});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(proxyTargetClass = true)
	static class Transactions {

		private final AtomicInteger commits = new AtomicInteger();

		@Bean
		PlatformTransactionManager transactionManager() {
			return new CountingTransactionManager(this.commits);
		}

	}

	static class CountingTransactionManager extends AbstractPlatformTransactionManager {

		private final AtomicInteger commits;

		CountingTransactionManager(AtomicInteger commits) {
			this.commits = commits;
		}

		@Override
		protected Object doGetTransaction() {
			return this;
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			this.commits.incrementAndGet();
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

	static class TransactionalInterceptor implements StateMutationInterceptor {

		@Override
		@Transactional
		public CompletionStage<StateMutation> intercept(StateMutation mutation) {
			return mutation.proceed();
		}

	}

	/** Spring Boot draws the cycle of beans that such a failure has. */
	@ParameterizedTest
	@ValueSource(classes = { EagerServer.class, EagerOperations.class })
	void aLoaderThatNeedsTheServerAtOnceIsACycleOfBeans(Class<?> loader) {
		this.contextRunner.withUserConfiguration(loader)
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(BeanCurrentlyInCreationException.class));
	}

	static class EagerServer implements SodpStateLoader {

		private final SodpServer server;

		EagerServer(SodpServer server) {
			this.server = server;
		}

		@Override
		public boolean supports(String key) {
			return !key.endsWith(".source");
		}

		@Override
		public CompletionStage<Optional<StateSnapshot>> load(String key) {
			return this.server.getAsync(key + ".source");
		}

	}

	static class EagerOperations implements SodpStateLoader {

		private final SodpOperations sodp;

		EagerOperations(SodpOperations sodp) {
			this.sodp = sodp;
		}

		@Override
		public boolean supports(String key) {
			return !key.endsWith(".source");
		}

		@Override
		public CompletionStage<Optional<String>> load(String key) {
			return this.sodp.fetch(key + ".source", String.class);
		}

	}

}
