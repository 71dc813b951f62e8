// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sodp.spring.Seen;
import dev.sodp.spring.observation.SodpWatchContext;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What surrounds calls, and who hears of them.
 */
class WatchInterceptorsTests {

	@Test
	void interceptorsSurroundTheCallInTheirOrder() {
		try (WatchContext watches = WatchContext.start(SeeingWatcher.class, Interceptors.class)) {
			watches.bean(Seen.class).awaitLast("after outer");

			assertThat(watches.bean(Seen.class).all()).containsExactly("outer watcher primary a", "inner", "called",
					"after inner", "after outer");
		}
	}

	static class SeeingWatcher {

		private final Seen seen;

		SeeingWatcher(Seen seen) {
			this.seen = seen;
		}

		@SodpWatch(id = "watcher", keys = "a")
		void on() {
			this.seen.add("called");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Interceptors {

		@Bean
		Seen seen() {
			return new Seen();
		}

		@Bean
		@Order(2)
		SodpWatchInterceptor inner(Seen seen) {
			return (call) -> {
				seen.add("inner");
				return call.proceed().whenComplete((result, failure) -> seen.add("after inner"));
			};
		}

		@Bean
		@Order(1)
		SodpWatchInterceptor outer(Seen seen) {
			return (call) -> {
				seen.add("outer " + call.watcherId() + " " + call.client() + " " + call.meta().key());
				return call.proceed().whenComplete((result, failure) -> seen.add("after outer"));
			};
		}

	}

	@Test
	void listenersHearOfSuccessAndFailure() {
		try (WatchContext watches = WatchContext.start(FailingWatcher.class, Invocations.class)) {
			Invocations invocations = watches.bean(Invocations.class);
			await().until(() -> invocations.all.size() == 1);
			watches.server.set("a", 1);
			await().until(() -> invocations.all.size() == 2);

			assertThat(invocations.all).allSatisfy((invocation) -> {
				assertThat(invocation.watcherId()).isEqualTo("failing");
				assertThat(invocation.client()).isEqualTo("primary");
				assertThat(invocation.duration()).isPositive();
			});
			assertThat(invocations.all.get(0).failure()).isNull();
			assertThat(invocations.all.get(1).failure()).isInstanceOf(IllegalStateException.class).hasMessage("one");
		}
	}

	@Test
	void aListenerHearsOfAPendingCallWhenItHasEnded() {
		try (WatchContext watches = WatchContext.start(PendingWatcher.class, Invocations.class)) {
			PendingWatcher watcher = watches.bean(PendingWatcher.class);
			watcher.awaitLast("called");
			assertThat(watches.bean(Invocations.class).all).isEmpty();

			watcher.pending.complete(null);

			await().until(() -> watches.bean(Invocations.class).all.size() == 1);
		}
	}

	static class FailingWatcher {

		@SodpWatch(id = "failing", keys = "a")
		void on(@Nullable Integer value) {
			if (value != null) {
				throw new IllegalStateException("one");
			}
		}

	}

	static class PendingWatcher extends Seen {

		final CompletableFuture<Void> pending = new CompletableFuture<>();

		@SodpWatch("a")
		CompletableFuture<Void> on() {
			add("called");
			return this.pending;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Invocations {

		final List<SodpWatchInvocationListener.Invocation> all = new CopyOnWriteArrayList<>();

		@Bean
		SodpWatchInvocationListener failingListener() {
			return (invocation) -> {
				throw new IllegalStateException("a listener that fails");
			};
		}

		@Bean
		SodpWatchInvocationListener brokenListener() {
			return (invocation) -> {
				throw new NoSuchMethodError("a listener made for another version of a library");
			};
		}

		@Bean
		SodpWatchInvocationListener listener() {
			return this.all::add;
		}

	}

	@Test
	void aCallIsObservedFromItsBeginToTheEndOfItsStage() {
		try (WatchContext watches = WatchContext.start(ObservedWatcher.class, Observing.class)) {
			Observing observing = watches.bean(Observing.class);
			ObservedWatcher watcher = watches.bean(ObservedWatcher.class);
			watcher.awaitLast(true);
			assertThat(observing.stopped).isEmpty();

			watcher.pending.complete(null);

			await().until(() -> observing.stopped.size() == 1);
			SodpWatchContext context = observing.stopped.get(0);
			assertThat(context.getName()).isEqualTo("sodp.watch");
			assertThat(context.getContextualName()).isEqualTo("observed receive");
			assertThat(context.getLowCardinalityKeyValues()).containsExactlyInAnyOrder(
					KeyValue.of("sodp.watcher.id", "observed"), KeyValue.of("sodp.client", "primary"),
					KeyValue.of("messaging.system", "sodp"), KeyValue.of("messaging.operation", "receive"));
			assertThat(context.getHighCardinalityKeyValues()).containsExactlyInAnyOrder(
					KeyValue.of("messaging.destination.name", "a"), KeyValue.of("sodp.version", "0"));
		}
	}

	static class ObservedWatcher extends Seen {

		final CompletableFuture<Void> pending = new CompletableFuture<>();

		private final ObservationRegistry registry;

		ObservedWatcher(ObservationRegistry registry) {
			this.registry = registry;
		}

		@SodpWatch(id = "observed", keys = "a")
		CompletableFuture<Void> on() {
			add(this.registry.getCurrentObservation() != null);
			return this.pending;
		}

	}

	@Test
	void aFailedCallIsObservedWithItsError() {
		try (WatchContext watches = WatchContext.start(ObservedFailure.class, Observing.class)) {
			Observing observing = watches.bean(Observing.class);

			await().until(() -> observing.stopped.size() == 1);

			assertThat(observing.stopped.get(0).getError()).hasMessage("observed");
		}
	}

	static class ObservedFailure {

		@SodpWatch("a")
		void on() {
			throw new IllegalStateException("observed");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Observing {

		final List<SodpWatchContext> stopped = new CopyOnWriteArrayList<>();

		@Bean
		ObservationRegistry observationRegistry() {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(new ObservationHandler<SodpWatchContext>() {

				@Override
				public void onStop(SodpWatchContext context) {
					Observing.this.stopped.add(context);
				}

				@Override
				public boolean supportsContext(Observation.Context context) {
					return context instanceof SodpWatchContext;
				}

			});
			return registry;
		}

		@Bean
		ObservationSodpWatchInterceptor observationInterceptor(ObservationRegistry registry) {
			return new ObservationSodpWatchInterceptor(registry, null);
		}

	}

}
