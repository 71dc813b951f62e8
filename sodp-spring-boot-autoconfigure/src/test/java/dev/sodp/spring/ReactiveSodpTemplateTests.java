// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sodp.client.SodpRejectedException;
import dev.sodp.client.StateChange;
import dev.sodp.server.SodpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The operations as Mono and Flux.
 */
class ReactiveSodpTemplateTests {

	private static final String KEY = "game.player";

	private static final Duration LONG = Duration.ofSeconds(30);

	private final Connected connected = new Connected();

	private final SodpServer server = this.connected.server;

	private final ReactiveSodpTemplate sodp = new ReactiveSodpTemplate(new SodpTemplate(this.connected.client));

	@AfterEach
	void close() {
		this.connected.close();
	}

	@Test
	void nothingIsWrittenBeforeASubscription() {
		Mono<?> write = this.sodp.set(KEY, 1);
		assertThat(this.server.get(KEY)).isEmpty();

		write.block(LONG);

		assertThat(this.server.get(KEY)).isPresent();
	}

	@Test
	void aCancelledWriteThatStillWaitsForAConnectionIsDropped() {
		try (GatedServer gated = new GatedServer()) {
			ReactiveSodpTemplate waiting = new ReactiveSodpTemplate(new SodpTemplate(gated.client));
			waiting.set("kept", 1).subscribe();
			waiting.set(KEY, 1).subscribe().dispose();

			gated.openAndSendTheRest();

			assertThat(gated.server.get("kept")).isPresent();
			assertThat(gated.server.get(KEY)).isEmpty();
		}
	}

	@Test
	void everySubscriptionWritesAgain() {
		this.server.set(KEY, List.of());
		Mono<?> append = this.sodp.append(KEY, 1);

		append.block(LONG);
		append.block(LONG);

		assertThat(this.server.get(KEY).orElseThrow().value().toString()).isEqualTo("[1,1]");
	}

	@Test
	void everyOperationReachesTheServer() {
		this.sodp.set("a", Map.of("x", 1))
			.then(this.sodp.patch("a", Map.of("y", 2)))
			.then(this.sodp.setIn("a", "/z", 3))
			.then(this.sodp.setIn("a", "/w", 5))
			.then(this.sodp.removeIn("a", "/w"))
			.then(this.sodp.presence("a", "/p", 4))
			.then(this.sodp.clearPresence("a", "/p"))
			.then(this.sodp.set("b", List.of(1, 2)))
			.then(this.sodp.append("b", 3, 2))
			.then(this.sodp.set("gone", 1))
			.then(this.sodp.delete("gone"))
			.block(LONG);

		assertThat(this.server.get("a").orElseThrow().value().toString()).isEqualTo("{\"x\":1,\"y\":2,\"z\":3}");
		assertThat(this.server.get("b").orElseThrow().value().toString()).isEqualTo("[2,3]");
		assertThat(this.server.get("gone")).isEmpty();
	}

	@Test
	void aRefusalIsTheError() {
		assertThatExceptionOfType(SodpRejectedException.class)
			.isThrownBy(() -> this.sodp.set("no spaces", 1).block(LONG));
	}

	@Test
	void fetchReadsOnce() {
		this.server.set(KEY, List.of(new Score("anna", 7)));
		this.server.set("one", new Score("anna", 7));

		assertThat(this.sodp.fetch("one", Score.class).block(LONG)).isEqualTo(new Score("anna", 7));
		assertThat(this.sodp.fetch("one", Score.class, LONG).block(LONG)).isEqualTo(new Score("anna", 7));
		assertThat(this.sodp.fetch(KEY, new TypeReference<List<Score>>() {
		}).block(LONG)).containsExactly(new Score("anna", 7));
		assertThat(this.connected.client.isWatching(KEY)).isFalse();
	}

	@Test
	void fetchOfAKeyThatDoesNotExistIsEmpty() {
		assertThat(this.sodp.fetch(KEY, Score.class).hasElement().block(LONG)).isFalse();
	}

	@Test
	void changesComeUntilTheSubscriptionIsDisposed() {
		this.server.set(KEY, new Score("anna", 7));
		Seen seen = new Seen();
		Disposable subscription = this.sodp.changes(KEY, Score.class).subscribe((change) -> seen.add(change.current()));
		seen.awaitLast(new Score("anna", 7));
		this.server.set(KEY, new Score("anna", 8));
		seen.awaitLast(new Score("anna", 8));

		subscription.dispose();

		assertThat(this.connected.client.isWatching(KEY)).isFalse();
	}

	@Test
	void changesOfAllKeysWithAPrefixComeOneByOneAsTheyAreRequested() {
		for (int i = 0; i < 20; i++) {
			this.server.set("many.k" + i, i);
		}
		Set<String> keys = ConcurrentHashMap.newKeySet();
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();

		this.sodp.changes("many.*", Integer.class).limitRate(1).take(20).doOnNext((change) -> {
			most.accumulateAndGet(running.incrementAndGet(), Math::max);
			keys.add(change.meta().key() + "=" + change.current());
			running.decrementAndGet();
		}).blockLast(LONG);

		assertThat(keys).hasSize(20).contains("many.k0=0", "many.k19=19");
		assertThat(most).hasValue(1);
		assertThat(this.connected.client.isWatching("many.*")).isFalse();
	}

	@Test
	void changesOfAKeyWithAPrefixAreConflatedWhileThereIsNoDemand() {
		this.server.set("many.a", 0);
		List<StateChange<Integer>> changes = new CopyOnWriteArrayList<>();
		BaseSubscriber<StateChange<Integer>> slow = new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				subscription.request(1);
			}

			@Override
			protected void hookOnNext(StateChange<Integer> change) {
				changes.add(change);
			}

		};
		this.sodp.changes("many.*", Integer.class).subscribe(slow);
		await().until(() -> changes.size() == 1);
		for (int i = 1; i <= 5; i++) {
			this.server.set("many.a", i);
		}
		await().until(() -> this.connected.client.get("many.a", Integer.class).orElseThrow() == 5);

		slow.request(1);

		await().until(() -> changes.size() == 2);
		assertThat(changes.get(1).previous()).isZero();
		assertThat(changes.get(1).current()).isEqualTo(5);
		slow.cancel();
	}

	@Test
	void changesOfGenericTypesAreConverted() {
		this.server.set(KEY, List.of(new Score("anna", 7)));

		StateChange<List<Score>> first = this.sodp.changes(KEY, new TypeReference<List<Score>>() {
		}).filter((change) -> change.current() != null).blockFirst(LONG);

		assertThat(Objects.requireNonNull(first).current()).containsExactly(new Score("anna", 7));
	}

	@Test
	void aSlowSubscriberGetsTheLatest() {
		try (SodpStates states = new SodpStates(SodpClients.of(this.connected.client), JsonMapper.shared())) {
			SodpState<Integer> state = states.get(KEY, Integer.class);
			this.server.set(KEY, 1);
			await().until(() -> state.get().isPresent());
			List<StateChange<Integer>> changes = new CopyOnWriteArrayList<>();
			BaseSubscriber<StateChange<Integer>> slow = new BaseSubscriber<>() {

				@Override
				protected void hookOnSubscribe(Subscription subscription) {
					request(1);
				}

				@Override
				protected void hookOnNext(StateChange<Integer> change) {
					changes.add(change);
				}

			};
			this.sodp.changes(state).subscribe(slow);
			await().until(() -> changes.size() == 1);
			for (int i = 2; i <= 5; i++) {
				int expected = i;
				this.server.set(KEY, i);
				await().until(() -> state.require() == expected);
			}

			slow.request(1);

			await().until(() -> changes.size() == 2);
			assertThat(changes.get(1).current()).isEqualTo(5);
			assertThat(changes.get(1).previous()).isEqualTo(1);
			assertThat(changes.get(1).meta().merged()).isEqualTo(3);
		}
	}

}
