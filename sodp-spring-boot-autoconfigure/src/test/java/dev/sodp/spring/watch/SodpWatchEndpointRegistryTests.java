// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sodp.client.SodpClient;
import dev.sodp.spring.Score;
import dev.sodp.spring.Seen;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.core.type.TypeReference;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Listing, starting and stopping watchers, and registering them in code.
 */
@ExtendWith(OutputCaptureExtension.class)
class SodpWatchEndpointRegistryTests {

	@Test
	void watchersAreListedWithWhatTheyWatch() {
		try (WatchContext watches = WatchContext.start(TwoWatchers.class)) {
			assertThat(watches.bean(SodpWatchEndpointRegistry.class).watchers()).extracting(SodpWatcher::id)
				.containsExactlyInAnyOrder("first", "second");
			SodpWatcher first = watches.watcher("first");
			assertThat(first.keys()).containsExactly("a", "b");
			assertThat(first.path()).hasValue("/{name}");
			assertThat(first.client()).isEqualTo("primary");
			assertThat(first.description()).endsWith("TwoWatchers.first(Integer)");
			assertThat(first.isAutoStartup()).isTrue();
			assertThat(first.isRunning()).isTrue();
			assertThat(watches.watcher("second").path()).isEmpty();
		}
	}

	@Test
	void anUnknownIdIsRefusedWithThoseThatExist() {
		try (WatchContext watches = WatchContext.start(TwoWatchers.class)) {
			assertThatIllegalArgumentException().isThrownBy(() -> watches.watcher("third"))
				.withMessageContaining("'third'")
				.withMessageContaining("first")
				.withMessageContaining("second");
		}
	}

	@Test
	void aStoppedWatcherIsNotCalledWhileOthersAre() {
		try (WatchContext watches = WatchContext.start(TwoWatchers.class)) {
			TwoWatchers watchers = watches.bean(TwoWatchers.class);

			watches.watcher("second").stop();
			watches.server.set("a", 1);
			watches.server.set("c", List.of(2));
			watches.server.set("b", List.of(3));

			watchers.awaitLast("first 3");
			assertThat(watches.watcher("second").isRunning()).isFalse();
			assertThat(watchers.all()).doesNotContain("second [2]");
		}
	}

	@Test
	void aStartedWatcherSeesTheValueOfNow() {
		try (WatchContext watches = WatchContext.start(TwoWatchers.class)) {
			TwoWatchers watchers = watches.bean(TwoWatchers.class);
			watches.watcher("second").stop();
			watches.server.set("c", List.of(2));

			watches.watcher("second").start();

			watchers.awaitLast("second [2]");
		}
	}

	@Test
	void startingTwiceWatchesOnce() {
		try (WatchContext watches = WatchContext.start(TwoWatchers.class)) {
			TwoWatchers watchers = watches.bean(TwoWatchers.class);
			watchers.awaitLast("second null");

			watches.watcher("second").start();
			watches.server.set("c", List.of(2));

			watchers.awaitLast("second [2]");
			assertThat(watchers.all()).containsExactly("second null", "second [2]");
		}
	}

	static class TwoWatchers extends Seen {

		@SodpWatch(id = "first", keys = { "a", "b" }, path = "/{name}")
		void first(@Nullable Integer value) {
			add("first " + value);
		}

		@SodpWatch(id = "second", keys = "c")
		void second(@Nullable List<Integer> value) {
			add("second " + value);
		}

	}

	@Test
	void aStopCallsBackAfterTheLastCall() {
		try (WatchContext watches = WatchContext.start(PendingWatcher.class)) {
			PendingWatcher watcher = watches.bean(PendingWatcher.class);
			watcher.awaitLast("called");
			CompletableFuture<Void> stopped = new CompletableFuture<>();

			watches.watcher("pending").stop(() -> stopped.complete(null));
			assertThat(stopped).isNotDone();
			watcher.pending.complete(null);

			await().until(stopped::isDone);
		}
	}

	@Test
	void aWatcherCanBeStartedAgainWhenTheCallbackOfItsStopFailed() {
		try (WatchContext watches = WatchContext.start(PendingWatcher.class)) {
			PendingWatcher watcher = watches.bean(PendingWatcher.class);
			watcher.awaitLast("called");
			watches.watcher("pending").stop(() -> {
				throw new IllegalStateException("fails");
			});
			watcher.pending.complete(null);

			watches.watcher("pending").start();

			await().untilAsserted(() -> assertThat(watcher.all()).containsExactly("called", "called"));
		}
	}

	static class PendingWatcher extends Seen {

		final CompletableFuture<Void> pending = new CompletableFuture<>();

		@SodpWatch(id = "pending", keys = "a")
		CompletableFuture<Void> on() {
			add("called");
			return this.pending;
		}

	}

	@Test
	void startsAndStopsAreLoggedAtDebug(CapturedOutput output) {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.setLogLevel(SodpWatcher.class.getName(), LogLevel.DEBUG);
		try (WatchContext watches = WatchContext.start(TwoWatchers.class)) {
			watches.watcher("first").stop();

			assertThat(output).contains("Watcher 'first' (")
				.contains("watches [a, b]/{name}")
				.containsPattern("Watcher 'first' .*stopped");
		}
		finally {
			logging.setLogLevel(SodpWatcher.class.getName(), null);
		}
	}

	@Test
	void aConfigurerRegistersListeners() {
		try (WatchContext watches = WatchContext.of(Configurers.class)) {
			watches.server.set("players", List.of(new Score("anna", 7)));
			watches.server.set("lists", List.of(List.of(1, 2)));
			watches.refresh();

			Seen seen = watches.bean(Seen.class);
			await().untilAsserted(() -> assertThat(seen.all()).contains("place null -> Score[player=anna, points=7]",
					"list [[1, 2]]", "method 1"));
			assertThat(watches.watcher("listener").path()).hasValue("/*");
		}
	}

	@Test
	void aResultOfARegisteredMethodIsSent() {
		try (WatchContext watches = WatchContext.start(Configurers.class)) {
			watches.awaitStored("from.property", 1);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Configurers {

		@Bean
		Seen seen() {
			return new Seen();
		}

		@Bean
		SodpWatchConfigurer configurer(Seen seen) {
			return (registrar) -> {
				registrar.register(SodpWatchSpec.of("listener", "players").withPath("/*"), Score.class,
						(change) -> seen.add("place " + change.previous() + " -> " + change.current()));
				registrar.registerAsync(SodpWatchSpec.of("async", "lists"), new TypeReference<List<List<Integer>>>() {
				}, (change) -> {
					seen.add("list " + change.current());
					return CompletableFuture.completedFuture(null);
				});
				registrar.register(SodpWatchSpec.of("method", "a"), new Plain(seen),
						ReflectionUtils.findMethod(Plain.class, "on"));
			};
		}

	}

	static class Plain {

		private final Seen seen;

		Plain(Seen seen) {
			this.seen = seen;
		}

		@SendTo("${watch.key}")
		int on() {
			this.seen.add("method 1");
			return 1;
		}

	}

	@Test
	void whatIsRegisteredLaterStartsAtOnce() {
		try (WatchContext watches = WatchContext.start()) {
			Seen seen = new Seen();
			watches.server.set("a", 1);

			watches.bean(SodpWatchEndpointRegistry.class)
				.register(SodpWatchSpec.of("late", "a"), Integer.class, (change) -> seen.add(change.current()));

			seen.awaitLast(1);
		}
	}

	@Test
	void whatIsRegisteredWithoutAutoStartupWaits() {
		try (WatchContext watches = WatchContext.start()) {
			watches.bean(SodpWatchEndpointRegistry.class)
				.register(SodpWatchSpec.of("late", "a").withAutoStartup(false), Integer.class, (change) -> {
				});

			assertThat(watches.bean(SodpClient.class).isWatching("a")).isFalse();
		}
	}

	@Test
	void anUnknownClientIsRefusedWithTheWatchersName() {
		try (WatchContext watches = WatchContext.start()) {
			SodpWatchEndpointRegistry registry = watches.bean(SodpWatchEndpointRegistry.class);

			assertThatThrownBy(() -> registry.register(SodpWatchSpec.of("late", "a").withClient("nobody"),
					Integer.class, (change) -> {
					}))
				.isInstanceOf(InvalidSodpWatchException.class)
				.hasMessageContaining("Watcher 'late' cannot be called: its client is unknown");
		}
	}

	@Test
	void aSpecWithoutKeysIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> SodpWatchSpec.of("none"))
			.withMessage("keys must not be empty");
	}

}
