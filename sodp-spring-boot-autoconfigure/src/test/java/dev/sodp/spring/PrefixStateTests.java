// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sodp.client.KeyState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.StateChange;
import dev.sodp.client.Subscription;
import dev.sodp.client.WatchMeta.Source;
import dev.sodp.server.SodpServer;
import dev.sodp.state.DeltaOp;
import dev.sodp.transport.InMemoryTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.adapter.JdkFlowAdapter;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * A state of all keys with a prefix, against a server.
 */
class PrefixStateTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final TypeReference<Map<String, Score>> SCORES = new TypeReference<>() {
	};

	private static final Score ANNA = new Score("anna", 7);

	private static final Score BOB = new Score("bob", 3);

	private final Connected sodp = new Connected();

	private final SodpServer server = this.sodp.server;

	private final SodpStates states = new SodpStates(SodpClients.of(this.sodp.client), JsonMapper.shared());

	@AfterEach
	void close() {
		this.states.close();
		this.sodp.close();
	}

	private SodpState<Map<String, Score>> state() {
		return this.states.get("game.*", SCORES);
	}

	private static <T> SodpState<T> live(SodpState<T> state) {
		await().until(state::isLive);
		return state;
	}

	@Test
	void theMapHoldsWhatExists() {
		this.server.set("game.bob", BOB);
		this.server.set("game.anna", ANNA);
		this.server.set("elsewhere", ANNA);
		SodpState<Map<String, Score>> state = live(state());

		assertThat(state.require()).containsExactly(Map.entry("game.anna", ANNA), Map.entry("game.bob", BOB));
		assertThat(state.isInitialized()).isTrue();
		assertThat(state.status().state()).isEqualTo(KeyState.LIVE);
	}

	@Test
	void keysThatComeChangeAndGo() {
		SodpState<Map<String, Score>> state = live(state());
		this.server.set("game.anna", ANNA);
		await().untilAsserted(() -> assertThat(state.require()).isEqualTo(Map.of("game.anna", ANNA)));
		this.server.setIn("game.anna", "/points", 8);
		await().untilAsserted(() -> assertThat(state.require()).isEqualTo(Map.of("game.anna", new Score("anna", 8))));
		this.server.delete("game.anna");
		await().untilAsserted(() -> assertThat(state.require()).isEmpty());
	}

	@Test
	void thereIsNoMapBeforeTheFirstViewAndAnEmptyOneWithoutKeys() {
		this.sodp.client.stop();
		SodpState<Map<String, Score>> state = state();
		assertThat(state.get()).isEmpty();
		assertThat(state.isInitialized()).isFalse();
		assertThat(state.isLive()).isFalse();

		this.sodp.client.start();

		live(state);
		assertThat(state.get()).contains(Map.of());
	}

	@Test
	void keysThatHoldNullAreLeftOut() {
		this.server.set("game.anna", ANNA);
		this.server.set("game.none", null);

		assertThat(live(state()).require()).containsOnlyKeys("game.anna");
	}

	@Test
	void manyKeysAreInTheirOrder() {
		Map<String, Integer> expected = new TreeMap<>();
		for (int i = 200; i > 0; i--) {
			this.server.set("many.k" + i, i);
			expected.put("many.k" + i, i);
		}
		SodpState<Map<String, Integer>> state = live(this.states.get("many.*", new TypeReference<>() {
		}));

		assertThat(new ArrayList<>(state.require().entrySet())).isEqualTo(new ArrayList<>(expected.entrySet()));
	}

	@Test
	void theMapCannotBeModified() {
		this.server.set("game.anna", ANNA);

		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> live(state()).require().remove("game.anna"));
	}

	@Test
	void aWriteIsShownOnceItsFutureCompletes() {
		SodpState<Map<String, Score>> state = live(state());
		for (int points = 0; points < 200; points++) {
			Score score = new Score("anna", points);
			this.sodp.client.set("game.k" + points % 7, score).join();

			assertThat(state.require()).containsEntry("game.k" + points % 7, score);
		}
	}

	@Test
	void eachValueIsConvertedOnceAndSharedBetweenMaps() {
		Counted.created.set(0);
		for (int i = 0; i < 10; i++) {
			this.server.set("counted.k" + i, Map.of("n", i));
		}
		SodpState<Map<String, Counted>> state = live(this.states.get("counted.*", new TypeReference<>() {
		}));
		Map<String, Counted> first = state.require();
		assertThat(state.require()).isSameAs(first);
		assertThat(Counted.created).hasValue(10);

		this.server.set("counted.k3", Map.of("n", 30));
		await().until(() -> state.require().get("counted.k3").n() == 30);

		Map<String, Counted> second = state.require();
		assertThat(Counted.created).hasValue(11);
		assertThat(first.get("counted.k3").n()).isEqualTo(3);
		assertThat(second.get("counted.k4")).isSameAs(first.get("counted.k4"));
	}

	record Counted(int n) {

		static final AtomicInteger created = new AtomicInteger();

		Counted {
			created.incrementAndGet();
		}

	}

	@Test
	void aValueThatDoesNotFitIsNamedUntilItIsReplaced() {
		this.server.set("game.anna", ANNA);
		this.server.set("game.bad", "text");
		SodpState<Map<String, Score>> state = live(state());

		assertThatExceptionOfType(JacksonException.class).isThrownBy(state::get).withMessageContaining("game.bad");

		this.server.delete("game.bad");
		await().ignoreExceptionsInstanceOf(JacksonException.class)
			.untilAsserted(() -> assertThat(state.require()).isEqualTo(Map.of("game.anna", ANNA)));
	}

	@Test
	void aListenerReceivesTheMapAndEachOfItsChanges() {
		this.server.set("game.anna", ANNA);
		SodpState<Map<String, Score>> state = live(state());
		List<StateChange<Map<String, Score>>> changes = new CopyOnWriteArrayList<>();
		state.onChange(changes::add);
		await().until(() -> changes.size() == 1);
		this.server.setIn("game.anna", "/points", 8);
		await().until(() -> changes.size() == 2);
		this.server.set("game.bob", BOB);
		await().until(() -> changes.size() == 3);
		long version = this.server.delete("game.anna");
		await().until(() -> changes.size() == 4);

		StateChange<Map<String, Score>> first = changes.get(0);
		assertThat(first.previous()).isNull();
		assertThat(first.current()).isEqualTo(Map.of("game.anna", ANNA));
		assertThat(first.meta().source()).isEqualTo(Source.CACHE);
		assertThat(first.ops()).singleElement().satisfies((op) -> {
			assertThat(op.kind()).isEqualTo(DeltaOp.Kind.ADD);
			assertThat(op.atRoot()).isTrue();
		});
		for (int i = 1; i < 4; i++) {
			assertThat(changes.get(i).previous()).isSameAs(changes.get(i - 1).current());
		}
		assertThat(changes).extracting((change) -> change.meta().key()).containsOnly("game.*");
		assertThat(ops(changes.get(1))).containsExactly("UPDATE /game.anna/points");
		assertThat(ops(changes.get(2))).containsExactly("ADD /game.bob");
		assertThat(ops(changes.get(3))).containsExactly("REMOVE /game.anna");
		assertThat(changes.get(3).meta().source()).isEqualTo(Source.DELTA);
		assertThat(changes.get(3).meta().version()).isEqualTo(version);
	}

	private static List<String> ops(StateChange<?> change) {
		return change.ops().stream().map((op) -> op.kind() + " " + op.path()).toList();
	}

	@Test
	void aListenerIsNotifiedOfTheFirstMapEvenIfItIsEmpty() {
		List<Map<String, Score>> seen = new CopyOnWriteArrayList<>();
		state().onChange((change) -> seen.add(change.current()));

		await().untilAsserted(() -> assertThat(seen).containsExactly(Map.of()));
	}

	@Test
	void changesAreConflatedBehindASlowListener() throws Exception {
		SodpState<Map<String, Score>> state = live(state());
		CompletableFuture<Void> gate = new CompletableFuture<>();
		List<StateChange<Map<String, Score>>> changes = new CopyOnWriteArrayList<>();
		state.onChange((change) -> {
			changes.add(change);
			gate.join();
		});
		await().until(() -> changes.size() == 1);
		Map<String, Score> expected = new HashMap<>();
		for (int i = 0; i < 20; i++) {
			this.server.set("game.k" + i, ANNA);
			expected.put("game.k" + i, ANNA);
		}
		await().until(() -> state.require().size() == 20);

		gate.complete(null);

		await().until(() -> changes.size() == 2);
		assertThat(changes.get(1).current()).isEqualTo(expected);
		assertThat(changes.get(1).meta().merged()).isEqualTo(19);
		assertThat(changes.get(1).ops()).hasSize(20);
	}

	@Test
	void aListenerThatFailsIsNotifiedOfTheNextChange() {
		SodpState<Map<String, Score>> state = live(state());
		List<Integer> sizes = new CopyOnWriteArrayList<>();
		state.onChange((change) -> {
			sizes.add(state.require().size());
			throw new IllegalStateException("fails");
		});
		await().until(() -> sizes.size() == 1);
		this.server.set("game.anna", ANNA);

		await().untilAsserted(() -> assertThat(sizes).containsExactly(0, 1));
	}

	@Test
	void aClosedSubscriptionReceivesNothing() {
		SodpState<Map<String, Score>> state = live(state());
		List<Object> seen = new CopyOnWriteArrayList<>();
		List<Object> others = new CopyOnWriteArrayList<>();
		Subscription subscription = state.onChange(seen::add);
		state.onChange(others::add);
		await().until(() -> seen.size() == 1);

		subscription.close();
		this.server.set("game.anna", ANNA);

		await().until(() -> others.size() == 2);
		assertThat(subscription.isActive()).isFalse();
		assertThat(seen).hasSize(1);
	}

	@Test
	void aPublisherHonorsBackPressure() {
		SodpState<Map<String, Score>> state = live(state());
		List<Map<String, Score>> seen = new CopyOnWriteArrayList<>();
		List<Flow.Subscription> subscriptions = new CopyOnWriteArrayList<>();
		state.changes().subscribe(new Flow.Subscriber<>() {

			@Override
			public void onSubscribe(Flow.Subscription subscription) {
				subscriptions.add(subscription);
				subscription.request(1);
			}

			@Override
			public void onNext(StateChange<Map<String, Score>> change) {
				seen.add(change.current());
			}

			@Override
			public void onError(Throwable failure) {
			}

			@Override
			public void onComplete() {
			}

		});
		await().until(() -> seen.size() == 1);
		this.server.set("game.anna", ANNA);
		this.server.set("game.bob", BOB);
		await().until(() -> state.require().size() == 2);

		subscriptions.get(0).request(1);

		await().untilAsserted(
				() -> assertThat(seen).containsExactly(Map.of(), Map.of("game.anna", ANNA, "game.bob", BOB)));
	}

	@Test
	void aConditionOnTheMapIsAwaited() throws Exception {
		SodpState<Map<String, Score>> state = state();
		CompletableFuture<Map<String, Score>> two = state.await((map) -> map.size() == 2, LONG);
		this.server.set("game.anna", ANNA);
		this.server.set("game.bob", BOB);

		assertThat(two.get(30, TimeUnit.SECONDS)).containsOnlyKeys("game.anna", "game.bob");
		assertThat(state.await(Map::isEmpty, Duration.ofMillis(50))).failsWithin(LONG)
			.withThrowableOfType(ExecutionException.class)
			.havingCause()
			.isInstanceOf(TimeoutException.class)
			.withMessageContaining("game.*");
	}

	@Test
	void afterAReconnectTheMapIsThatOfTheServer() {
		try (SodpServer other = SodpServer.builder().build();
				SwitchedTransport way = new SwitchedTransport(this.server)) {
			SodpClient client = way.client;
			try (SodpStates all = new SodpStates(SodpClients.of(client), JsonMapper.shared())) {
				this.server.set("game.anna", ANNA);
				this.server.set("game.bob", BOB);
				SodpState<Map<String, Score>> state = live(all.get("game.*", SCORES));
				Map<String, Score> before = state.require();
				List<StateChange<Map<String, Score>>> changes = new CopyOnWriteArrayList<>();
				state.onChange(changes::add);
				other.set("game.bob", BOB);
				other.set("game.carl", ANNA);

				way.leadTo(other);
				client.reconnect();
				await().until(() -> client.statistics().connections().reconnects() == 1);

				live(state);
				assertThat(state.require()).isEqualTo(Map.of("game.bob", BOB, "game.carl", ANNA));
				assertThat(state.require().get("game.bob")).isSameAs(before.get("game.bob"));
				await().untilAsserted(() -> assertThat(changes).last()
					.satisfies((change) -> assertThat(change.current()).isEqualTo(state.require())));
			}
		}
	}

	@Test
	void theMapStaysReadableWhileThereIsNoConnection() {
		this.server.set("game.anna", ANNA);
		SodpState<Map<String, Score>> state = live(state());

		this.sodp.client.stop();

		assertThat(state.require()).isEqualTo(Map.of("game.anna", ANNA));
		assertThat(state.isLive()).isFalse();
		assertThat(state.status().state()).isEqualTo(KeyState.RESTORING);
	}

	@Test
	void aPrefixThatSomeoneUnwatchedIsWatchedAgain() {
		this.server.set("game.anna", ANNA);
		this.server.set("game.bob", BOB);
		SodpState<Map<String, Score>> state = live(state());
		List<Map<String, Score>> seen = new CopyOnWriteArrayList<>();
		state.onChange((change) -> seen.add(change.current()));
		await().until(() -> seen.size() == 1);

		this.sodp.client.unwatch("game.*");
		this.server.delete("game.bob");

		live(state);
		assertThat(state.require()).isEqualTo(Map.of("game.anna", ANNA));
		await().untilAsserted(() -> assertThat(seen).last().isEqualTo(Map.of("game.anna", ANNA)));
	}

	@Test
	void versionIsTheHighestOfAllKeys() {
		SodpState<Map<String, Score>> state = live(state());
		this.server.set("game.anna", ANNA);
		long version = this.server.set("game.bob", BOB);

		await().untilAsserted(() -> assertThat(state.version()).isEqualTo(version));
	}

	@Test
	void writesAreRefused() {
		SodpState<Map<String, Score>> state = state();

		assertThat(List.of(state.set(Map.of()), state.patch(Map.of()), state.setIn("/a", 1), state.removeIn("/a"),
				state.delete(), state.append(1), state.append(1, 2), state.update((value) -> value),
				state.ifVersion(1).set(Map.of()), state.ifAbsent().delete()))
			.allSatisfy((write) -> assertThat(write).failsWithin(LONG)
				.withThrowableOfType(ExecutionException.class)
				.havingCause()
				.isInstanceOf(UnsupportedOperationException.class)
				.withMessageContaining("'game.*' stands for all keys with a prefix")
				.withMessageContaining("Write a single key, such as 'game.player'"));
	}

	@Test
	void typesThatCannotHoldTheValuesAreRefused() {
		for (TypeReference<?> type : List.of(new TypeReference<Score>() {
		}, new TypeReference<JsonNode>() {
		}, new TypeReference<Map<Integer, Score>>() {
		}, new TypeReference<TreeMap<String, Score>>() {
		}, new TypeReference<List<Score>>() {
		})) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.states.get("game.*", type))
				.withMessageContaining("'game.*' stands for all keys with a prefix")
				.withMessageContaining("SodpState<Map<String, Player>>");
		}
	}

	@Test
	void namesThatAreNoPrefixAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.states.get("game*", SCORES))
			.withMessageContaining("'game*' names neither a key nor all keys with a prefix");
	}

	@Test
	void afterTheEndThereIsNoWatch() {
		SodpState<Map<String, Score>> state = live(state());
		List<Object> ended = new CopyOnWriteArrayList<>();
		JdkFlowAdapter.flowPublisherToFlux(state.changes()).doOnComplete(() -> ended.add("completed")).subscribe();

		this.states.close();

		assertThat(this.sodp.client.isWatching("game.*")).isFalse();
		await().untilAsserted(() -> assertThat(ended).containsExactly("completed"));
	}

	/** A client whose next connection may lead to another server. */
	private static final class SwitchedTransport implements AutoCloseable {

		private volatile SodpServer server;

		final SodpClient client = SodpClient.builder("ws://in-memory")
			.transport((request, listener) -> new InMemoryTransport(this.server).connect(request, listener))
			.build();

		SwitchedTransport(SodpServer server) {
			this.server = server;
			this.client.ready().join();
		}

		void leadTo(SodpServer other) {
			this.server = other;
		}

		@Override
		public void close() {
			this.client.close();
		}

	}

}
