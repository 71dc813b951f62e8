// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sodp.client.ClientError;
import dev.sodp.client.KeyState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.StateChange;
import dev.sodp.client.StateRef;
import dev.sodp.client.WatchMeta;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.Score;
import dev.sodp.spring.Seen;
import dev.sodp.state.DeltaOp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.SendTo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Methods that watch all keys with a prefix.
 */
class PrefixWatchersTests {

	private static final Score ANNA = new Score("anna", 7);

	private static final Score BOB = new Score("bob", 3);

	@Test
	void keysThatExistChangeComeAndGo() {
		WatchContext prepared = WatchContext.of(Players.class);
		prepared.server.set("game.anna", ANNA);
		prepared.server.set("elsewhere", BOB);
		try (WatchContext watches = prepared.refresh()) {
			Players players = watches.bean(Players.class);
			players.awaitLast("game.anna " + ANNA + " true INIT");

			watches.server.set("game.bob", BOB);
			players.awaitLast("game.bob " + BOB + " true DELTA");
			watches.server.setIn("game.bob", "/points", 4);
			players.awaitLast("game.bob " + new Score("bob", 4) + " true DELTA");
			watches.server.delete("game.anna");
			players.awaitLast("game.anna null false DELTA");
			watches.server.set("game.anna", ANNA);
			players.awaitLast("game.anna " + ANNA + " true DELTA");

			assertThat(players.all()).hasSize(5);
		}
	}

	static class Players extends Seen {

		@SodpWatch("game.*")
		void onPlayer(@Nullable Score player, @Header(SodpHeaders.KEY) String key, WatchMeta meta) {
			assertThat(meta.key()).isEqualTo(key);
			add(key + " " + player + " " + meta.initialized() + " " + meta.source());
		}

	}

	@Test
	void theKeyComesInEveryWayInWhichAKeyComes() {
		try (WatchContext watches = WatchContext.start(EveryWay.class)) {
			watches.server.set("game.anna", ANNA);

			watches.bean(EveryWay.class)
				.awaitLast(List.of("game.anna", "game.anna", "game.anna", ANNA, List.of(DeltaOp.Kind.ADD)));
		}
	}

	static class EveryWay extends Seen {

		@SodpWatch("game.*")
		void on(StateChange<Score> change, StateRef<Score> ref, Message<Score> message, List<DeltaOp> ops) {
			add(List.of(change.meta().key(), ref.key(), String.valueOf(message.getHeaders().get(SodpHeaders.KEY)),
					message.getPayload(), ops.stream().map(DeltaOp::kind).toList()));
		}

	}

	@Test
	void theHandleOfTheKeyWritesTheKey() {
		try (WatchContext watches = WatchContext.start(Correcting.class)) {
			watches.server.set("game.anna", -1);

			watches.awaitStored("game.anna", 0);
		}
	}

	static class Correcting {

		@SodpWatch("game.*")
		CompletionStage<?> on(@Nullable Integer points, StateRef<Integer> ref) {
			return (points != null && points < 0) ? ref.set(0) : CompletableFuture.completedFuture(null);
		}

	}

	@Test
	void previousValuesAreThoseOfTheSameKey() {
		try (WatchContext watches = WatchContext.start(Steps.class)) {
			Steps steps = watches.bean(Steps.class);
			watches.server.set("game.a", 1);
			steps.awaitLast("game.a null 1");
			watches.server.set("game.b", 10);
			steps.awaitLast("game.b null 10");
			watches.server.set("game.a", 2);
			steps.awaitLast("game.a 1 2");
			watches.server.delete("game.a");
			steps.awaitLast("game.a 2 null");
			watches.server.set("game.a", 3);
			steps.awaitLast("game.a null 3");
		}
	}

	static class Steps extends Seen {

		@SodpWatch("game.*")
		void on(StateChange<Integer> step) {
			add(step.meta().key() + " " + step.previous() + " " + step.current());
		}

	}

	@Test
	void placesOfEachKeyWithAPath() {
		try (WatchContext watches = WatchContext.start(Health.class)) {
			Health health = watches.bean(Health.class);
			watches.server.set("game.one", Map.of("players", Map.of("anna", 7)));
			health.awaitLast("game.one anna 7");
			watches.server.setIn("game.one", "/players/anna", 8);
			health.awaitLast("game.one anna 8");
			watches.server.delete("game.one");
			health.awaitLast("game.one anna null");
		}
	}

	static class Health extends Seen {

		@SodpWatch(keys = "game.*", path = "/players/{name}")
		void on(@Nullable Integer health, @DestinationVariable String name, @Header(SodpHeaders.KEY) String key) {
			add(key + " " + name + " " + health);
		}

	}

	@Test
	void prefixesFromPlaceholdersBesideKeys() {
		try (WatchContext watches = WatchContext.start(Mixed.class)) {
			Mixed mixed = watches.bean(Mixed.class);
			mixed.awaitLast("single null");
			watches.server.set("from.property.a", 1);
			mixed.awaitLast("from.property.a 1");
			watches.server.set("single", 2);
			mixed.awaitLast("single 2");

			assertThat(watches.watcher("mixed").keys()).containsExactly("from.property.*", "single");
		}
	}

	static class Mixed extends Seen {

		@SodpWatch(id = "mixed", keys = { "${watch.key}.*", "single" })
		void on(@Nullable Integer value, WatchMeta meta) {
			add(meta.key() + " " + value);
		}

	}

	@Test
	void callsOfOneWatcherNeverOverlap() {
		try (WatchContext watches = WatchContext.start(Overlaps.class)) {
			Overlaps overlaps = watches.bean(Overlaps.class);
			for (int value = 1; value <= 50; value++) {
				for (int key = 0; key < 10; key++) {
					watches.server.set("game.k" + key, value);
				}
			}

			await().until(() -> overlaps.last.values().stream().mapToInt(Integer::intValue).sum() == 500);
			assertThat(overlaps.most).hasValue(1);
			assertThat(overlaps.backwards).isEmpty();
		}
	}

	static class Overlaps {

		private final AtomicInteger running = new AtomicInteger();

		final AtomicInteger most = new AtomicInteger();

		final Map<String, Integer> last = new ConcurrentHashMap<>();

		final List<String> backwards = new CopyOnWriteArrayList<>();

		@SodpWatch("game.*")
		CompletionStage<?> on(int value, WatchMeta meta) {
			this.most.accumulateAndGet(this.running.incrementAndGet(), Math::max);
			Integer before = this.last.put(meta.key(), value);
			if (before != null && before >= value) {
				this.backwards.add(meta.key());
			}
			return CompletableFuture.runAsync(this.running::decrementAndGet);
		}

	}

	@Test
	void aFailureNamesTheKeyAndDoesNotAffectOtherKeys() {
		try (WatchContext watches = WatchContext.start(Typed.class)) {
			Typed typed = watches.bean(Typed.class);
			watches.server.set("game.bad", "text");
			await().until(() -> !watches.errors.isEmpty());
			watches.server.set("game.anna", ANNA);
			typed.awaitLast(ANNA);

			ClientError error = watches.errors.get(0);
			assertThat(error.key()).isEqualTo("game.bad");
			assertThat(error.cause()).isInstanceOfSatisfying(SodpWatchInvocationException.class, (failure) -> {
				assertThat(failure.key()).isEqualTo("game.bad");
				assertThat(failure).hasMessageContaining("Watcher 'typed'").hasMessageContaining("for key 'game.bad'");
			});
		}
	}

	static class Typed extends Seen {

		@SodpWatch(id = "typed", keys = "game.*")
		void on(@Nullable Score value) {
			add(value);
		}

	}

	@Test
	void interceptorsAndErrorHandlersSeeTheKey() {
		try (WatchContext watches = WatchContext.start(Failing.class, Surroundings.class)) {
			watches.server.set("game.anna", 1);

			Seen seen = watches.bean(Surroundings.class).seen;
			seen.awaitLast("handled game.anna");
			assertThat(seen.all()).containsExactly("around game.anna", "handled game.anna");
		}
	}

	static class Failing {

		@SodpWatch("game.*")
		void on(Integer value) {
			throw new IllegalStateException("fails");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Surroundings {

		final Seen seen = new Seen();

		@Bean
		SodpWatchInterceptor interceptor() {
			return (call) -> {
				this.seen.add("around " + call.meta().key());
				return call.proceed();
			};
		}

		@Bean
		SodpErrorHandler errorHandler() {
			return (failure) -> this.seen.add("handled " + failure.key());
		}

	}

	@Test
	void resultsGoToASingleKey() {
		try (WatchContext watches = WatchContext.start(Summing.class)) {
			watches.server.set("game.a", 1);
			watches.server.set("game.b", 2);
			watches.awaitStored("total", 3);
			watches.server.delete("game.a");
			watches.awaitStored("total", 2);
		}
	}

	static class Summing {

		private final Map<String, Integer> values = new ConcurrentHashMap<>();

		@SodpWatch("game.*")
		@SendTo("total")
		int sum(@Nullable Integer value, @Header(SodpHeaders.KEY) String key) {
			this.values.compute(key, (name, before) -> value);
			return this.values.values().stream().mapToInt(Integer::intValue).sum();
		}

	}

	@Test
	void aResultIsWrittenAgainAfterASnapshotThatShowsThatStateWasLost() {
		try (WatchContext watches = WatchContext.start(Summing.class);
				SodpServer other = SodpServer.builder().build()) {
			watches.server.set("game.a", 1);
			watches.awaitStored("total", 1);
			other.set("game.a", 1);
			watches.wire.leadTo(other);

			watches.bean(SodpClient.class).reconnect();

			await().until(() -> other.get("total").isPresent());
		}
	}

	@Test
	void afterAReconnectOnlyDifferencesArrive() {
		try (WatchContext watches = WatchContext.start(Steps.class); SodpServer other = SodpServer.builder().build()) {
			Steps steps = watches.bean(Steps.class);
			watches.server.set("game.a", 1);
			steps.awaitLast("game.a null 1");
			watches.server.set("game.b", 2);
			steps.awaitLast("game.b null 2");
			other.set("game.c", 3);
			watches.wire.leadTo(other);

			watches.bean(SodpClient.class).reconnect();

			await().untilAsserted(() -> assertThat(steps.all()).hasSize(5));
			assertThat(new ArrayList<>(steps.all()).subList(2, 5)).containsExactlyInAnyOrder("game.a 1 null",
					"game.b 2 null", "game.c null 3");
		}
	}

	@Test
	void aStoppedWatcherEndsItsWatch() {
		try (WatchContext watches = WatchContext.start(Mixed.class)) {
			SodpClient client = watches.bean(SodpClient.class);
			assertThat(client.isWatching("from.property.*")).isTrue();

			watches.watcher("mixed").stop();
			assertThat(client.isWatching("from.property.*")).isFalse();

			watches.watcher("mixed").start();
			await()
				.until(() -> client.keyState("from.property.*").filter((state) -> state == KeyState.LIVE).isPresent());
		}
	}

}
