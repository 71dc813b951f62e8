// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.KeyState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.client.Subscription;
import dev.sodp.client.WriteResult;
import dev.sodp.server.SodpServer;
import dev.sodp.transport.InMemoryTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Every operation of the template against a server.
 */
class SodpTemplateTests {

	private static final String KEY = "game.player";

	private final SodpServer server = SodpServer.builder().build();

	private SodpClient client;

	private SodpOperations sodp;

	@BeforeEach
	void connect() {
		this.client = SodpClient.builder("ws://in-memory").transport(new InMemoryTransport(this.server)).build();
		this.client.ready().join();
		this.sodp = new SodpTemplate(this.client);
	}

	@AfterEach
	void close() {
		this.client.close();
		this.server.close();
	}

	private void assertStored(CompletableFuture<WriteResult> write, String json) {
		long version = write.join().version().orElseThrow();
		assertThat(this.server.get(KEY).orElseThrow().value()).isEqualTo(tree(json));
		assertThat(this.server.get(KEY).orElseThrow().version()).isEqualTo(version);
	}

	private static JsonNode tree(String json) {
		return JsonMapper.shared().readTree(json);
	}

	@Test
	void setReplaces() {
		assertStored(this.sodp.set(KEY, new Score("anna", 7)), "{\"player\":\"anna\",\"points\":7}");
	}

	@Test
	void patchMerges() {
		this.server.set(KEY, new Score("anna", 7));

		assertStored(this.sodp.patch(KEY, Map.of("points", 8)), "{\"player\":\"anna\",\"points\":8}");
	}

	@Test
	void setInSetsAPart() {
		this.server.set(KEY, new Score("anna", 7));

		assertStored(this.sodp.setIn(KEY, "/points", 9), "{\"player\":\"anna\",\"points\":9}");
	}

	@Test
	void removeInRemovesAPart() {
		this.server.set(KEY, Map.of("tags", List.of("a", "b", "c")));

		assertStored(this.sodp.removeIn(KEY, "/tags/1"), "{\"tags\":[\"a\",\"c\"]}");
		assertThat(this.sodp.removeInAndWait(KEY, "/tags").version()).isPresent();
		assertThat(this.server.get(KEY).orElseThrow().value().toString()).isEqualTo("{}");
	}

	@Test
	void appendAddsAnElement() {
		this.server.set(KEY, List.of(1, 2));

		assertStored(this.sodp.append(KEY, 3), "[1,2,3]");
	}

	@Test
	void appendDropsElementsBeyondTheLength() {
		this.server.set(KEY, List.of(1, 2));

		assertStored(this.sodp.append(KEY, 3, 2), "[2,3]");
	}

	@Test
	void deleteRemovesTheKey() {
		this.server.set(KEY, 1);

		this.sodp.delete(KEY).join();

		assertThat(this.server.get(KEY)).isEmpty();
	}

	@Test
	void presenceEndsWithTheSession() {
		assertStored(this.sodp.presence(KEY, "/anna", "here"), "{\"anna\":\"here\"}");

		this.client.close();

		await().until(() -> this.server.get(KEY).orElseThrow().value().isEmpty());
	}

	@Test
	void clearPresenceRemovesIt() {
		this.sodp.presence(KEY, "/anna", "here").join();

		assertStored(this.sodp.clearPresence(KEY, "/anna"), "{}");
	}

	@Test
	void callRunsAMethodOfTheServer() {
		JsonNode data = this.sodp.call("state.set", Map.of("state", KEY, "value", 5)).join();

		assertThat(data.get("version").asLong()).isEqualTo(this.server.get(KEY).orElseThrow().version());
	}

	@Test
	void aRefusedWriteFailsWithItsCode() {
		assertThatExceptionOfType(CompletionException.class).isThrownBy(this.sodp.set("no spaces", 1)::join)
			.withCauseInstanceOf(SodpRejectedException.class)
			.withMessageContaining("400");
	}

	@Test
	void getAnswersWhatIsWatched() {
		this.sodp.watch(KEY, (value, meta) -> {
		});
		this.sodp.set(KEY, new Score("anna", 7)).join();

		assertThat(this.sodp.get(KEY)).contains(tree("{\"player\":\"anna\",\"points\":7}"));
		assertThat(this.sodp.get(KEY, Score.class)).contains(new Score("anna", 7));
		assertThat(this.sodp.get(KEY, new TypeReference<Map<String, Object>>() {
		})).contains(Map.of("player", "anna", "points", 7));
	}

	@Test
	void getIsEmptyForAKeyThatIsNotWatched() {
		this.server.set(KEY, 1);

		assertThat(this.sodp.get(KEY)).isEmpty();
	}

	@Test
	void watchDeliversTypedValuesUntilItIsClosed() {
		Seen seen = new Seen();
		Subscription subscription = this.sodp.watch(KEY, Score.class, (value, meta) -> seen.add(value));
		this.server.set(KEY, new Score("anna", 7));
		seen.awaitLast(new Score("anna", 7));

		subscription.close();

		assertThat(this.sodp.isWatching(KEY)).isFalse();
	}

	@Test
	void watchDeliversGenericValues() {
		Seen seen = new Seen();
		this.sodp.watch(KEY, new TypeReference<List<Score>>() {
		}, (value, meta) -> seen.add(value));

		this.server.set(KEY, List.of(new Score("anna", 7)));

		seen.awaitLast(List.of(new Score("anna", 7)));
	}

	@Test
	void watchManyWatchesEachKey() {
		Seen seen = new Seen();
		this.sodp.watchMany(List.of("a", "b"), Integer.class, (value, meta) -> seen.add(meta.key() + value));

		this.server.set("a", 1);
		this.server.set("b", 2);

		await().untilAsserted(() -> assertThat(seen.all()).contains("a1", "b2"));
	}

	@Test
	void watchPrefixWatchesEachKeyThatBeginsWithIt() {
		Seen seen = new Seen();
		this.sodp.watchPrefix("many.", Integer.class, (value, meta) -> seen.add(meta.key() + value));
		this.sodp.watchPrefix("lists.", new TypeReference<List<Score>>() {
		}, (value, meta) -> seen.add(value));
		await().until(() -> this.sodp.keyState("many.*").filter((state) -> state == KeyState.LIVE).isPresent());

		this.server.set("many.a", 1);
		seen.awaitLast("many.a1");
		this.server.set("lists.a", List.of(new Score("anna", 7)));
		seen.awaitLast(List.of(new Score("anna", 7)));
		this.server.set("many.b", 2);
		seen.awaitLast("many.b2");

		assertThat(this.sodp.getPrefix("many.", Integer.class)).containsExactly(Map.entry("many.a", 1),
				Map.entry("many.b", 2));
		assertThat(this.sodp.getPrefix("lists.", new TypeReference<List<Score>>() {
		})).containsOnlyKeys("lists.a");
		this.sodp.unwatch("many.*");
		assertThat(this.sodp.getPrefix("many.", Integer.class)).isEmpty();
	}

	@Test
	void unwatchEndsEveryWatchOfAKey() {
		this.sodp.watch(KEY, (value, meta) -> {
		});

		this.sodp.unwatch(KEY);

		assertThat(this.sodp.isWatching(KEY)).isFalse();
	}

	@Test
	void awaitedVersionIsTheOneRead() {
		this.sodp.watch(KEY, (value, meta) -> {
		});
		assertThat(this.sodp.keyState(KEY)).isPresent();

		long version = this.server.set(KEY, 5);

		this.sodp.await(KEY, version, Duration.ofSeconds(20)).join();
		assertThat(this.sodp.get(KEY, Integer.class)).contains(5);
		assertThat(this.sodp.keyState(KEY)).contains(KeyState.LIVE);
	}

	@Test
	void fetchFromServerReadsAWatchedKeyAndLeavesItWatched() {
		Seen seen = new Seen();
		this.sodp.watch(KEY, Integer.class, (value, meta) -> seen.add(value + " " + meta.source()));
		this.sodp.set(KEY, 5).join();
		seen.awaitLast("5 DELTA");

		assertThat(this.sodp.fetchFromServer(KEY, Integer.class, Duration.ofSeconds(20)).join()).contains(5);

		seen.awaitLast("5 INIT");
		this.server.set(KEY, 6);
		seen.awaitLast("6 DELTA");
		assertThat(this.sodp.fetchFromServer(KEY, new TypeReference<List<Integer>>() {
		}, Duration.ofSeconds(20))).failsWithin(Duration.ofSeconds(20));
		assertThat(this.sodp.fetchFromServer("other", Integer.class, Duration.ofSeconds(20)).join()).isEmpty();
	}

	@Test
	void stateGivesAHandleOfTheKey() {
		assertStored(this.sodp.state(KEY, Score.class).set(new Score("anna", 7)), "{\"player\":\"anna\",\"points\":7}");
		assertThat(this.sodp.state(KEY).key()).isEqualTo(KEY);
		assertThat(this.sodp.state(KEY, new TypeReference<List<Score>>() {
		}).key()).isEqualTo(KEY);
	}

	@Test
	void executeHandsOutTheClient() {
		ConnectionState state = this.sodp.execute((used) -> used.status().state());

		assertThat(state.isLive()).isTrue();
	}

}
