// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import dev.sodp.client.SodpClient;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.Seen;
import dev.sodp.spring.SodpClients;
import dev.sodp.transport.InMemoryTransport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.messaging.handler.annotation.SendTo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Who takes the failures of watchers.
 */
class WatchErrorHandlersTests {

	@Test
	void theHandlerOfTheWatcherComesFirst() {
		try (WatchContext watches = WatchContext.start(Watchers.class, Handlers.class)) {
			Handlers handlers = watches.bean(Handlers.class);
			watches.server.set("own", 1);

			await().until(() -> !handlers.own.isEmpty());

			assertThat(handlers.common).isEmpty();
			assertThat(watches.errors).isEmpty();
		}
	}

	@Test
	void otherFailuresGoToTheHandlerBean() {
		try (WatchContext watches = WatchContext.start(Watchers.class, Handlers.class)) {
			Handlers handlers = watches.bean(Handlers.class);
			watches.server.set("other", 1);

			await().until(() -> !handlers.common.isEmpty());

			assertThat(handlers.own).isEmpty();
			assertThat(watches.errors).isEmpty();
		}
	}

	@Test
	void theHandlerLearnsKeyVersionAndWatcher() {
		try (WatchContext watches = WatchContext.start(Watchers.class, Handlers.class)) {
			long version = watches.server.set("other", 1);
			Handlers handlers = watches.bean(Handlers.class);
			await().until(() -> !handlers.common.isEmpty());

			SodpWatchInvocationException failure = handlers.common.get(0);

			assertThat(failure.key()).isEqualTo("other");
			assertThat(failure.version()).isEqualTo(version);
			assertThat(failure.watcherId()).isEqualTo("unhandled");
			assertThat(failure.method()).endsWith("Watchers.unhandled(Integer)");
			assertThat(failure).hasRootCauseExactlyInstanceOf(IllegalStateException.class)
				.hasRootCauseMessage("refused 1");
		}
	}

	@Test
	void aHandlerMayBeGivenByAnExpression() {
		try (WatchContext watches = WatchContext.start(Watchers.class, Handlers.class)) {
			watches.server.set("expressed", 1);
			Handlers handlers = watches.bean(Handlers.class);

			await().until(() -> !handlers.own.isEmpty());

			assertThat(handlers.own.get(0).watcherId()).isEqualTo("expressed");
		}
	}

	@Test
	void aFailedWriteGoesToTheHandler() {
		try (WatchContext watches = WatchContext.start(Watchers.class, Handlers.class)) {
			watches.refused = "target";
			watches.server.set("source", 1);
			Handlers handlers = watches.bean(Handlers.class);

			await().until(() -> !handlers.common.isEmpty());

			assertThat(handlers.common.get(0)).hasMessageContaining("could not write its result to 'target'");
		}
	}

	@Test
	void theNextCallComesAfterTheHandler() {
		try (WatchContext watches = WatchContext.start(OrderedWatcher.class)) {
			OrderedWatcher watcher = watches.bean(OrderedWatcher.class);
			watcher.awaitLast("handling");
			watches.server.set("a", 1);
			await().until(() -> watches.bean(SodpClient.class).get("a").isPresent());
			assertThat(watcher.all()).containsExactly("null", "handling");

			watcher.leave.countDown();

			watcher.awaitLast(1);
		}
	}

	static class OrderedWatcher extends Seen implements SodpErrorHandler {

		final CountDownLatch leave = new CountDownLatch(1);

		@SodpWatch("a")
		void on(@Nullable Integer value) {
			add(value);
			if (value == null) {
				throw new IllegalStateException("no value");
			}
		}

		@Override
		public void handleError(SodpWatchInvocationException failure) throws InterruptedException {
			add("handling");
			this.leave.await();
		}

	}

	@Test
	void aHandlerThatClosesTheContextDoesNotWaitForItself() {
		try (WatchContext watches = WatchContext.start(ClosingWatcher.class,
				WatchLifecycleTests.PatientLifecycle.class)) {
			await().until(() -> !watches.context.isActive() && watches.server.sessions().isEmpty());
		}
	}

	static class ClosingWatcher implements SodpErrorHandler {

		private final ConfigurableApplicationContext context;

		ClosingWatcher(ConfigurableApplicationContext context) {
			this.context = context;
		}

		@SodpWatch("a")
		void on() {
			throw new IllegalStateException("fatal");
		}

		@Override
		public void handleError(SodpWatchInvocationException failure) {
			this.context.close();
		}

	}

	@Test
	void whenTheHandlerFailsTheClientsListenerIsTold() {
		try (WatchContext watches = WatchContext.start(Watchers.class, FailingHandler.class)) {
			watches.server.set("other", 1);

			await().until(() -> !watches.errors.isEmpty());

			Throwable failure = watches.errors.get(0).cause();
			assertThat(failure).hasRootCauseMessage("refused 1");
			assertThat(failure.getSuppressed()).singleElement()
				.satisfies((other) -> assertThat(other).hasMessage("no idea"));
		}
	}

	@Test
	void aHandlerMayThrowTheFailureItWasGiven() {
		try (WatchContext watches = WatchContext.start(Watchers.class, RethrowingHandler.class)) {
			watches.server.set("other", 1);
			await().until(() -> !watches.errors.isEmpty());

			watches.server.set("other", 2);

			await().untilAsserted(() -> assertThat(watches.errors).last()
				.satisfies((error) -> assertThat(error.cause()).hasRootCauseMessage("refused 2")
					.hasNoSuppressedExceptions()));
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class RethrowingHandler {

		@Bean
		SodpErrorHandler ownHandler() {
			return (failure) -> {
				throw failure;
			};
		}

	}

	static class Watchers {

		@SodpWatch(keys = "own", errorHandler = "ownHandler")
		void own(@Nullable Integer value) {
			refuse(value);
		}

		@SodpWatch(id = "unhandled", keys = "other")
		void unhandled(@Nullable Integer value) {
			refuse(value);
		}

		@SodpWatch(id = "expressed", keys = "expressed", errorHandler = "#{@ownHandler}")
		void expressed(@Nullable Integer value) {
			refuse(value);
		}

		@SodpWatch("source")
		@SendTo("target")
		@Nullable Integer derive(@Nullable Integer value) {
			return value;
		}

		private static void refuse(@Nullable Integer value) {
			if (value != null) {
				throw new IllegalStateException("refused " + value);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Handlers {

		final List<SodpWatchInvocationException> own = new CopyOnWriteArrayList<>();

		final List<SodpWatchInvocationException> common = new CopyOnWriteArrayList<>();

		@Bean
		SodpErrorHandler ownHandler() {
			return this.own::add;
		}

		@Bean
		@Primary
		SodpErrorHandler commonHandler() {
			return this.common::add;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingHandler {

		@Bean
		SodpErrorHandler ownHandler() {
			return (failure) -> {
				throw new IllegalArgumentException("no idea");
			};
		}

	}

	/** With a client that has no listener. */
	@Nested
	@ExtendWith(OutputCaptureExtension.class)
	class WithoutAnyHandlerTests {

		@Test
		void oneLogLineSaysKeyVersionAndWatcher(CapturedOutput output) throws Exception {
			try (SodpServer server = SodpServer.builder().build();
					SodpClient client = SodpClient.builder("ws://in-memory")
						.transport(new InMemoryTransport(server))
						.build()) {
				SodpWatchEndpointRegistry registry = new SodpWatchEndpointRegistry(SodpClients.of(client),
						JsonMapper.shared(), null, null);
				registry.register(SodpWatchSpec.of("silent", "other"), Integer.class, (change) -> {
					Watchers.refuse(change.current());
				});
				registry.start();

				long version = server.set("other", 1);

				await().until(() -> output.getAll().contains("refused 1"));
				registry.stop();
				assertThat(output.getAll().lines().filter((line) -> line.contains(" WARN "))).singleElement()
					.satisfies((line) -> assertThat(line).contains("'silent'")
						.contains("[key other]")
						.contains("[version " + version + "]")
						.contains("refused 1"));
			}
		}

	}

}
