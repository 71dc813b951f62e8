// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.sodp.client.KeyState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.Subscription;
import dev.sodp.server.SodpServer;
import dev.sodp.transport.InMemoryTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * What a state shows of a key, against a server.
 */
class SodpStateTests {

	private static final String KEY = "game.player";

	private static final Duration LONG = Duration.ofSeconds(30);

	private final Connected sodp = new Connected();

	private final SodpServer server = this.sodp.server;

	private final SodpStates states = new SodpStates(SodpClients.of(this.sodp.client), JsonMapper.shared());

	private final SodpState<Score> state = this.states.get(KEY, Score.class);

	@AfterEach
	void close() {
		this.states.close();
		this.sodp.close();
	}

	private void awaitLive() {
		await().until(this.state::isLive);
	}

	@Test
	void theCurrentValueIsShown() {
		this.server.set(KEY, new Score("anna", 7));
		await().until(() -> this.state.get().isPresent());

		assertThat(this.state.require()).isEqualTo(new Score("anna", 7));
	}

	@Test
	void aKeyThatSomebodyUnwatchedIsWatchedAgain() {
		this.server.set(KEY, new Score("anna", 7));
		await().until(() -> this.state.get().isPresent());

		this.sodp.client.unwatch(KEY);

		await().until(this.state::isLive);
		this.server.set(KEY, new Score("anna", 8));
		await().until(() -> this.state.require().points() == 8);
	}

	@Test
	void aWriteIsShownOnceItsFutureCompletes() {
		awaitLive();
		for (int points = 0; points < 200; points++) {
			this.sodp.client.set(KEY, new Score("anna", points)).join();

			assertThat(this.state.require().points()).isEqualTo(points);
		}
	}

	@Test
	void versionAndExistenceAreThoseOfTheValue() {
		long version = this.server.set(KEY, new Score("anna", 7));

		await().untilAsserted(() -> assertThat(this.state.version()).isEqualTo(version));
		assertThat(this.state.isInitialized()).isTrue();
	}

	@Test
	void aKeyThatDoesNotExistHasNoValueAndIsGone() {
		awaitLive();

		assertThat(this.state.get()).isEmpty();
		assertThat(this.state.orElse(new Score("nobody", 0))).isEqualTo(new Score("nobody", 0));
		assertThat(this.state.isInitialized()).isFalse();
		assertThat(this.state.status().state()).isEqualTo(KeyState.GONE);
	}

	@Test
	void requiringAMissingValueSaysHowTheKeyStands() {
		awaitLive();

		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(this.state::require)
			.withMessageContaining(KEY)
			.withMessageContaining("GONE");
	}

	@Test
	void theLastValueStaysReadableAndIsStaleSinceTheConnectionEnded() {
		this.server.set(KEY, new Score("anna", 7));
		await().until(() -> this.state.get().isPresent());
		assertThat(this.state.staleSince()).isEmpty();

		this.sodp.client.stop();

		assertThat(this.state.require()).isEqualTo(new Score("anna", 7));
		assertThat(this.state.staleSince()).contains(this.state.status().since());
		assertThat(this.state.status().state()).isEqualTo(KeyState.RESTORING);
	}

	@Test
	void aRefusedKeyIsDenied() {
		try (DenyingServer guarded = new DenyingServer();
				SodpStates denied = new SodpStates(SodpClients.of(guarded.client), JsonMapper.shared())) {
			SodpState<Score> secret = denied.get(KEY, Score.class);

			await().until(() -> secret.status().state() == KeyState.DENIED);
			assertThat(secret.isLive()).isFalse();
		}
	}

	@Test
	void aValueIsConvertedOnceHoweverOftenItIsRead() {
		SodpState<Counted> counted = this.states.get(KEY, Counted.class);
		this.server.set(KEY, 5);
		await().until(() -> counted.get().isPresent());
		int before = Counted.made.get();

		assertThat(counted.require()).isSameAs(counted.require());
		assertThat(Counted.made).hasValue(before);
	}

	static final class Counted {

		static final AtomicInteger made = new AtomicInteger();

		@JsonCreator
		Counted(int ignored) {
			made.incrementAndGet();
		}

	}

	@Test
	void ofAMapOnlyWhatChangedIsConverted() {
		SodpState<Map<String, Score>> board = this.states.get("game.board", new TypeReference<>() {
		});
		this.sodp.client.set("game.board", Map.of("a", new Score("anna", 1), "b", new Score("bert", 2))).join();
		await().until(board::isLive);
		Score anna = board.require().get("a");
		this.sodp.client.setIn("game.board", "/b/points", 3).join();

		assertThat(board.require()).containsEntry("b", new Score("bert", 3));
		assertThat(board.require().get("a")).isSameAs(anna);
	}

	@Test
	void aValueThatDoesNotFitFailsTheReadUntilOneFits() {
		this.server.set(KEY, "text");
		await().until(() -> this.state.version() > 0);
		assertThatExceptionOfType(JacksonException.class).isThrownBy(this.state::get);

		this.server.set(KEY, new Score("anna", 7));

		await().untilAsserted(() -> assertThat(this.state.get()).contains(new Score("anna", 7)));
	}

	@Test
	void genericTypesAndTreesAreShownToo() {
		SodpState<List<Score>> list = this.states.get("list", new TypeReference<List<Score>>() {
		});
		SodpState<JsonNode> tree = this.states.get("list", JsonNode.class);
		this.server.set("list", List.of(new Score("anna", 7)));
		await().until(() -> list.get().isPresent() && tree.get().isPresent());

		assertThat(list.require()).containsExactly(new Score("anna", 7));
		assertThat(tree.require().at("/0/player").stringValue()).isEqualTo("anna");
	}

	@Test
	void theSameKeyAsTheSameTypeIsTheSameState() {
		assertThat(this.states.get(KEY, Score.class)).isSameAs(this.state);
		assertThat(this.sodp.client.keyStatus(KEY).orElseThrow().subscribers()).isEqualTo(1);
	}

	@Test
	void listenersAreToldUntilTheyAreClosed() {
		Seen seen = new Seen();
		this.server.set(KEY, new Score("anna", 7));
		Subscription listening = this.state
			.onChange((change) -> seen.add(change.previous() + " -> " + change.current()));
		seen.awaitLast("null -> Score[player=anna, points=7]");
		this.server.set(KEY, new Score("anna", 8));
		seen.awaitLast("Score[player=anna, points=7] -> Score[player=anna, points=8]");

		listening.close();

		assertThat(this.sodp.client.keyStatus(KEY).orElseThrow().subscribers()).isEqualTo(1);
		assertThat(this.sodp.client.isWatching(KEY)).isTrue();
	}

	@Test
	void awaitTakesTheValueThatIsKnown() throws Exception {
		this.server.set(KEY, new Score("anna", 7));
		await().until(() -> this.state.get().isPresent());

		CompletableFuture<Score> reached = this.state.await((score) -> score.points() > 5, LONG);

		assertThat(reached.get(30, TimeUnit.SECONDS).points()).isEqualTo(7);
	}

	@Test
	void awaitTakesTheFirstLaterValueThatMeetsTheCondition() throws Exception {
		this.server.set(KEY, new Score("anna", 7));
		await().until(() -> this.state.get().isPresent());
		CompletableFuture<Score> reached = this.state.await((score) -> score.points() > 8, LONG);

		for (int points = 8; points < 12; points++) {
			this.server.set(KEY, new Score("anna", points));
		}

		assertThat(reached.get(30, TimeUnit.SECONDS).points()).isEqualTo(9);
		// The watch of the wait is ended by a continuation of its future.
		await()
			.untilAsserted(() -> assertThat(this.sodp.client.keyStatus(KEY).orElseThrow().subscribers()).isEqualTo(1));
	}

	@Test
	void awaitFailsWhenTheTimeIsUp() {
		CompletableFuture<Score> never = this.state.await((score) -> false, Duration.ofMillis(20));

		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> never.get(30, TimeUnit.SECONDS))
			.withCauseInstanceOf(TimeoutException.class)
			.withMessageContaining(KEY);
	}

	@Test
	void awaitSaysThatTheValueDoesNotFit() {
		this.server.set(KEY, "text");
		await().until(this.state::isInitialized);

		CompletableFuture<Score> never = this.state.await((score) -> true, Duration.ofMillis(20));

		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> never.get(30, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOf(TimeoutException.class)
			.withCauseInstanceOf(JacksonException.class);
	}

	@Test
	void awaitFailsWithWhatTheConditionThrows() {
		this.server.set(KEY, new Score("anna", 7));
		CompletableFuture<Score> broken = this.state.await((score) -> {
			throw new IllegalStateException("no such rule");
		}, LONG);

		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> broken.get(30, TimeUnit.SECONDS))
			.withMessageContaining("no such rule");
	}

	@Test
	void aCancelledAwaitLetsGoOfTheKey() {
		this.state.await((score) -> false, LONG).cancel(false);

		assertThat(this.sodp.client.keyStatus(KEY).orElseThrow().subscribers()).isEqualTo(1);
	}

	@Test
	void aCallbackMayWaitForAValueEvenIfItHoldsTheOnlyThread() throws Exception {
		ExecutorService single = Executors.newSingleThreadExecutor();
		try (SodpClient client = SodpClient.builder("ws://in-memory")
			.transport(new InMemoryTransport(this.server))
			.callbackExecutor(single)
			.build(); SodpStates waiting = new SodpStates(SodpClients.of(client), JsonMapper.shared())) {
			SodpState<Score> awaited = waiting.get(KEY, Score.class);
			CompletableFuture<Score> reached = new CompletableFuture<>();
			client.watch("trigger", Integer.class, (value, meta) -> {
				if (value != null) {
					this.server.set(KEY, new Score("anna", value));
					reached.complete(awaited.await((score) -> score.points() == value, LONG).join());
				}
			});

			this.server.set("trigger", 7);

			assertThat(reached.get(30, TimeUnit.SECONDS)).isEqualTo(new Score("anna", 7));
		}
		finally {
			single.shutdownNow();
		}
	}

	@Test
	void awaitNeedsTime() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.state.await((score) -> true, Duration.ZERO))
			.withMessageContaining("timeout");
	}

	@Test
	void closingEndsTheWatch() {
		this.states.close();

		assertThat(this.sodp.client.isWatching(KEY)).isFalse();
		assertThat(this.state.get()).isEmpty();
		assertThat(this.state.status().subscribers()).isZero();
		assertThatIllegalStateException().isThrownBy(() -> this.states.get(KEY, Score.class))
			.withMessageContaining("closed");
	}

}
