// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.sodp.client.ClientError;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpAuthenticationException;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpClientBuilder;
import dev.sodp.client.SodpConnectionException;
import dev.sodp.client.SodpNotSentException;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.client.SodpTokenProvider;
import dev.sodp.client.StateRef;
import dev.sodp.client.Subscription;
import dev.sodp.client.WatchMeta;
import dev.sodp.client.WatchMeta.Source;
import dev.sodp.client.WatchRequest;
import dev.sodp.client.WriteResult;
import dev.sodp.server.AuthenticationRefusedException;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import dev.sodp.server.SodpServerBuilder;
import dev.sodp.state.InvalidValueException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The client and the server of this project over a real socket. */
@Timeout(60)
class ClientOnSocketTests {

	record Player(String name, int health) {
	}

	private final List<AutoCloseable> toClose = new ArrayList<>();

	private SodpServer server = server((builder) -> {
	});

	private SocketServer socket = listen(this.server, 0);

	@AfterEach
	void closeAll() throws Exception {
		for (int i = this.toClose.size() - 1; i >= 0; i--) {
			this.toClose.get(i).close();
		}
	}

	@Test
	void watchedValueFollowsWritesOfAnotherClient() {
		SodpClient writer = client();
		SodpClient reader = client();
		List<String> seen = new CopyOnWriteArrayList<>();
		reader.watch("game.player", Player.class, (player, meta) -> seen.add(meta.source() + " " + player));
		await().until(() -> seen.size() == 1);
		writer.set("game.player", new Player("Alice", 100)).join();
		writer.patch("game.player", Map.of("health", 80)).join();
		writer.setIn("game.player", "/health", 75).join();
		writer.delete("game.player").join();
		await()
			.untilAsserted(() -> assertThat(seen).containsExactly("INIT null", "DELTA Player[name=Alice, health=100]",
					"DELTA Player[name=Alice, health=80]", "DELTA Player[name=Alice, health=75]", "DELTA null"));
	}

	@Test
	void genericTypesAndTreesAreDelivered() {
		SodpClient client = client();
		client.set("players", Map.of("a", new Player("Alice", 1))).join();
		CompletableFuture<Map<String, Player>> typed = new CompletableFuture<>();
		CompletableFuture<JsonNode> tree = new CompletableFuture<>();
		client.watch("players", new TypeReference<Map<String, Player>>() {
		}, (value, meta) -> typed.complete(value));
		client.watch("players", (value, meta) -> tree.complete(value));
		assertThat(typed.orTimeout(10, TimeUnit.SECONDS).join()).containsEntry("a", new Player("Alice", 1));
		assertThat(tree.orTimeout(10, TimeUnit.SECONDS).join().at("/a/name").asString()).isEqualTo("Alice");
	}

	@Test
	void writeIsVisibleHereOnceItsFutureCompletes() {
		SodpClient client = client();
		CompletableFuture<Void> watched = new CompletableFuture<>();
		client.watch("counter", Integer.class, (value, meta) -> watched.complete(null));
		watched.join();
		for (int i = 0; i < 200; i++) {
			WriteResult result = client.set("counter", i).join();
			assertThat(result.version()).isPresent();
			assertThat(client.get("counter", Integer.class)).contains(i);
		}
	}

	@Test
	void secondWatchIsToldTheValueAlreadyKnown() {
		SodpClient client = client();
		client.set("key", 5).join();
		CompletableFuture<WatchMeta> first = new CompletableFuture<>();
		client.watch("key", (value, meta) -> first.complete(meta));
		assertThat(first.join().source()).isEqualTo(Source.INIT);
		CompletableFuture<WatchMeta> second = new CompletableFuture<>();
		client.watch("key", (value, meta) -> second.complete(meta));
		assertThat(second.join().source()).isEqualTo(Source.CACHE);
		assertThat(second.join().version()).isEqualTo(first.join().version());
	}

	@Test
	void manyKeysAreWatchedTogether() {
		SodpClient client = client();
		Map<String, Integer> latest = new ConcurrentHashMap<>();
		Subscription subscription = client.watchMany(List.of("m.a", "m.b"), Integer.class, (value, meta) -> {
			if (value != null) {
				latest.put(meta.key(), value);
			}
		});
		this.server.set("m.a", 1);
		this.server.set("m.b", 2);
		await().untilAsserted(() -> assertThat(latest).isEqualTo(Map.of("m.a", 1, "m.b", 2)));
		subscription.close();
		assertThat(client.isWatching("m.a")).isFalse();
		await().until(() -> this.server.sessions().get(0).watchedKeys() == 0);
	}

	@Test
	void paramsTravelWithTheWatch() {
		SodpClient client = client();
		CompletableFuture<WatchMeta> seen = new CompletableFuture<>();
		client.watch(WatchRequest.of("key", JsonNode.class, (value, meta) -> seen.complete(meta))
			.withParams(Map.of("filter", "x")));
		assertThat(seen.join().initialized()).isFalse();
	}

	@Test
	void stateRefOffersEveryOperation() {
		SodpClient client = client();
		StateRef<Player> player = client.state("game.player", Player.class);
		CompletableFuture<Void> watched = new CompletableFuture<>();
		player.watch((value, meta) -> watched.complete(null));
		watched.join();
		player.set(new Player("Alice", 1)).join();
		assertThat(player.get()).contains(new Player("Alice", 1));
		player.patch(Map.of("health", 2)).join();
		player.setIn("/name", "Bob").join();
		assertThat(player.get()).contains(new Player("Bob", 2));
		player.setIn("/guild", "red").join();
		player.removeIn("/guild").join();
		assertThat(client.get("game.player").orElseThrow().has("guild")).isFalse();
		assertThatThrownBy(() -> player.removeIn("guild").join()).cause()
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessageContaining("guild");
		player.delete().join();
		assertThat(player.get()).isEmpty();
		assertThat(player.isWatching()).isTrue();
		player.unwatch();
		assertThat(player.isWatching()).isFalse();
	}

	@Test
	void appendKeepsTheNewestElements() {
		SodpClient client = client();
		for (int i = 0; i < 5; i++) {
			client.append("log", i, 3).join();
		}
		assertThat(this.server.get("log").orElseThrow().value()).hasToString("[2,3,4]");
	}

	@Test
	void callReturnsTheDataOfItsResult() {
		JsonNode data = client().call("state.set", Map.of("state", "key", "value", 1)).join();
		assertThat(data.path("version").isIntegralNumber()).isTrue();
	}

	@Test
	void refusedCallTellsCodeAndReason() {
		assertThatThrownBy(() -> client().call("no.method", Map.of()).join()).cause()
			.isInstanceOfSatisfying(SodpRejectedException.class, (ex) -> assertThat(ex.code()).isEqualTo(404))
			.hasMessageContaining("no.method");
	}

	@Test
	void valueThatCannotTravelIsRefusedWithItsPath() {
		assertThatThrownBy(() -> client().set("key", Map.of("list", List.of(1, Double.NaN))).join()).cause()
			.isInstanceOf(InvalidValueException.class)
			.hasMessageContaining("/list/1");
	}

	@Test
	void presenceEndsWithTheSession() {
		SodpClient alice = client();
		alice.presence("cursors", "/alice", Map.of("line", 1)).join();
		assertThat(this.server.get("cursors").orElseThrow().value().has("alice")).isTrue();
		alice.close();
		await().until(() -> !this.server.get("cursors").orElseThrow().value().has("alice"));
	}

	@Test
	void presenceComesBackAfterACutConnection() {
		SodpClient alice = client();
		alice.presence("cursors", "/alice", 1).join();
		long session = this.server.sessions().get(0).id();
		this.socket.cut();
		await().until(() -> this.server.sessions().stream().anyMatch((info) -> info.id() > session)
				&& this.server.get("cursors").orElseThrow().value().has("alice"));
		alice.clearPresence("cursors", "/alice").join();
		assertThat(this.server.get("cursors").orElseThrow().value().has("alice")).isFalse();
	}

	@Test
	void nothingIsMissedAcrossACutConnection() {
		SodpClient client = client();
		List<JsonNode> seen = new CopyOnWriteArrayList<>();
		client.watch("log", (value, meta) -> seen.add(value));
		this.server.append("log", 0);
		await().until(() -> client.get("log").isPresent());
		this.socket.cut();
		for (int i = 1; i < 20; i++) {
			this.server.append("log", i);
		}
		await().untilAsserted(() -> assertThat(client.get("log").orElseThrow())
			.isEqualTo(this.server.get("log").orElseThrow().value()));
		await().untilAsserted(
				() -> assertThat(seen.stream().filter((value) -> value != null).map(JsonNode::size).distinct())
					.hasSize(20));
	}

	@Test
	void clientFindsItsWayToAServerThatLostItsState() {
		SodpClient client = client();
		client.watch("key", (value, meta) -> {
		});
		client.set("key", "old").join();
		int port = this.socket.port();
		this.socket.close();
		this.server.close();
		this.server = server((builder) -> {
		});
		this.server.set("key", "new");
		this.socket = listen(this.server, port);
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(client.get("key", String.class)).contains("new"));
	}

	@Test
	void callsWaitForAServerThatIsNotThereYet() {
		int port = this.socket.port();
		this.socket.close();
		SodpClient client = build((builder) -> builder.reconnectDelay(Duration.ofMillis(50)));
		CompletableFuture<WriteResult> set = client.set("key", 1);
		await().until(() -> client.status().state() == ConnectionState.WAITING);
		assertThat(set).isNotDone();
		this.socket = listen(this.server, port);
		set.orTimeout(20, TimeUnit.SECONDS).join();
		assertThat(this.server.get("key")).isPresent();
	}

	@Test
	void readyFailsWithTheReasonWhenReconnectIsOff() {
		this.socket.close();
		SodpClient client = build((builder) -> builder.reconnect(false));
		assertThatThrownBy(() -> client.ready().join()).hasCauseInstanceOf(SodpConnectionException.class);
		assertThat(client.status().state()).isEqualTo(ConnectionState.FAILED);
	}

	@Test
	void tokenDecidesWhoGetsIn() {
		authenticated();
		SodpClient client = build((builder) -> builder.tokenProvider(SodpTokenProvider.blocking(() -> "good")));
		client.ready().join();
		assertThat(this.server.sessions().get(0).subject()).isEqualTo("alice");
	}

	@Test
	void refusedTokenEndsTheClientWithTheReason() {
		authenticated();
		SodpClient client = build((builder) -> builder.token("bad"));
		assertThatThrownBy(() -> client.ready().join()).hasCauseInstanceOf(SodpAuthenticationException.class)
			.hasMessageContaining("unknown token");
		assertThatThrownBy(() -> client.set("key", 1).join()).hasCauseInstanceOf(SodpNotSentException.class);
		assertThat(client.status().state()).isEqualTo(ConnectionState.FAILED);
	}

	@Test
	void applicationCodeNeverRunsOnTheReadingThread() {
		SodpClient client = client();
		Set<String> threads = ConcurrentHashMap.newKeySet();
		CompletableFuture<Void> watched = new CompletableFuture<>();
		client.watch("key", (value, meta) -> {
			threads.add(Thread.currentThread().getName());
			watched.complete(null);
		});
		client.set("key", 1).thenRun(() -> threads.add(Thread.currentThread().getName())).join();
		watched.join();
		assertThat(threads).isNotEmpty().allMatch((name) -> name.startsWith("sodp-") || name.equals("main"));
	}

	@Test
	void waitingForAnAnswerInsideACallbackWorksOnASingleThread() {
		ExecutorService single = Executors.newSingleThreadExecutor();
		this.toClose.add(single::shutdownNow);
		SodpClient client = build((builder) -> builder.callbackExecutor(single));
		CompletableFuture<Long> answered = new CompletableFuture<>();
		client.watch("key", (value, meta) -> {
			if (!answered.isDone()) {
				answered.complete(client.set("other", 1).join().version().orElseThrow());
			}
		});
		assertThat(answered.orTimeout(20, TimeUnit.SECONDS).join()).isPositive();
	}

	@Test
	void asynchronousCallbackHoldsBackTheNextEventOfItsKey() {
		SodpClient client = client();
		ConcurrentLinkedQueue<CompletableFuture<Void>> stages = new ConcurrentLinkedQueue<>();
		client.watch(WatchRequest.async("key", Integer.class, (value, meta) -> {
			CompletableFuture<Void> stage = new CompletableFuture<>();
			stages.add(stage);
			return stage;
		}));
		await().until(() -> stages.size() == 1);
		client.set("key", 1).join();
		CompletableFuture<Void> other = new CompletableFuture<>();
		client.watch("key", Integer.class, (value, meta) -> other.complete(null));
		other.join();
		assertThat(stages).hasSize(1);
		stages.element().complete(null);
		await().until(() -> stages.size() == 2);
	}

	@Test
	void callbackThatThrowsHurtsNobodyElse() {
		List<ClientError> errors = new CopyOnWriteArrayList<>();
		SodpClient client = build((builder) -> builder.errorListener(errors::add));
		List<Integer> seen = new CopyOnWriteArrayList<>();
		client.watch("key", Integer.class, (value, meta) -> {
			throw new IllegalStateException("no luck with " + value);
		});
		client.watch("key", Integer.class, (value, meta) -> {
			if (value != null) {
				seen.add(value);
			}
		});
		client.set("key", 1).join();
		client.set("key", 2).join();
		await().untilAsserted(() -> assertThat(seen).containsExactly(1, 2));
		await().untilAsserted(() -> assertThat(errors).hasSizeGreaterThanOrEqualTo(2).allSatisfy((error) -> {
			assertThat(error.source()).isEqualTo(ClientError.Source.CALLBACK);
			assertThat(error.key()).isEqualTo("key");
			assertThat(error.version()).isNotNull();
			assertThat(error.cause()).hasMessageContaining("no luck");
		}));
	}

	@Test
	void valueThatDoesNotFitItsTypeIsReportedAndTheNextOneDelivered() {
		List<ClientError> errors = new CopyOnWriteArrayList<>();
		SodpClient client = build((builder) -> builder.errorListener(errors::add));
		CompletableFuture<Integer> fitting = new CompletableFuture<>();
		this.server.set("key", "text");
		client.watch("key", Integer.class, (value, meta) -> fitting.complete(value));
		await().until(() -> !errors.isEmpty());
		this.server.set("key", 5);
		assertThat(fitting.join()).isEqualTo(5);
		assertThat(errors).singleElement().satisfies((error) -> assertThat(error.key()).isEqualTo("key"));
	}

	@Test
	void slowCallbackGetsTheLatestValueAndIsToldWhatItMissed() throws InterruptedException {
		SodpClient client = client();
		CountDownLatch first = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		List<WatchMeta> metas = new CopyOnWriteArrayList<>();
		CompletableFuture<Integer> last = new CompletableFuture<>();
		client.watch("key", Integer.class, (value, meta) -> {
			first.countDown();
			release.await();
			metas.add(meta);
			if (value != null && value == 1999) {
				last.complete(value);
			}
		});
		first.await();
		for (int i = 0; i < 2000; i++) {
			this.server.set("key", i);
			int value = i;
			if (i % 500 == 499) {
				await().until(() -> client.get("key", Integer.class).orElse(-1) == value);
			}
		}
		release.countDown();
		last.orTimeout(20, TimeUnit.SECONDS).join();
		assertThat(metas).hasSize(1025);
		assertThat(metas.stream().mapToInt(WatchMeta::merged).sum()).isEqualTo(2001 - 1025);
	}

	@Test
	void largeValuesTravelBothWays() {
		SodpClient client = client();
		String large = "x".repeat(900_000);
		CompletableFuture<String> seen = new CompletableFuture<>();
		client.watch("large", String.class, (value, meta) -> {
			if (value != null) {
				seen.complete(value);
			}
		});
		client.set("large", large).join();
		assertThat(seen.join()).isEqualTo(large);
	}

	@Test
	void messageBeyondTheLimitEndsTheConnectionWithAReason() {
		SodpClient client = build((builder) -> builder.maxMessageBytes(10_000));
		client.ready().join();
		client.watch("large", (value, meta) -> {
		});
		this.server.set("large", "x".repeat(50_000));
		await().until(() -> client.status().state() == ConnectionState.WAITING);
		assertThat(client.status().lastFailure()).hasMessageContaining("more than 10000 bytes");
	}

	@Test
	void closeFailsWhatIsPendingAndLeavesNoThread() {
		this.socket.close();
		SodpClient client = build((builder) -> {
		});
		CompletableFuture<WriteResult> set = client.set("key", 1);
		client.close();
		assertThatThrownBy(() -> set.orTimeout(10, TimeUnit.SECONDS).join())
			.hasCauseInstanceOf(SodpNotSentException.class);
		assertThatThrownBy(() -> client.ready().orTimeout(10, TimeUnit.SECONDS).join())
			.hasCauseInstanceOf(SodpConnectionException.class);
		await().until(() -> Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((thread) -> thread.getName().startsWith("sodp-c")));
	}

	@Test
	void closeInsideACallbackWorks() {
		SodpClient client = client();
		CompletableFuture<Void> closed = new CompletableFuture<>();
		client.watch("key", (value, meta) -> {
			client.close();
			closed.complete(null);
		});
		closed.orTimeout(10, TimeUnit.SECONDS).join();
		assertThat(client.status().state()).isEqualTo(ConnectionState.CLOSED);
	}

	@Test
	void stoppedClientResumesWhenStartedAgain() {
		SodpClient client = client();
		client.watch("key", (value, meta) -> {
		});
		this.server.set("key", 1);
		await().until(() -> client.get("key", Integer.class).isPresent());
		client.stop();
		this.server.set("key", 2);
		client.start();
		await().until(() -> client.get("key", Integer.class).orElseThrow() == 2);
		client.ready().join();
	}

	@Test
	void arrayNodeOfTheApplicationCanBeWrittenAndChangedAfterwards() {
		SodpClient client = client();
		var list = JsonNodeFactory.instance.arrayNode().add(1);
		client.set("list", list).join();
		list.add(2);
		assertThat(this.server.get("list").orElseThrow().value()).hasSize(1);
	}

	@Test
	void headersTravelWithTheUpgrade() {
		SodpClient client = build((builder) -> builder.header("X-Test", "here"));
		client.ready().join();
		assertThat(this.socket.lastHeader).isEqualTo("here");
	}

	@Test
	void connectionGoesThroughTheProxy() throws Exception {
		ConnectProxy proxy = new ConnectProxy();
		this.toClose.add(proxy);
		SodpClient client = build(
				(builder) -> builder.proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.port()))));
		client.set("key", 1).orTimeout(20, TimeUnit.SECONDS).join();
		assertThat(proxy.tunnels).hasValue(1);
	}

	@Test
	void idleClientsHaveNoThreads() {
		for (int i = 0; i < 20; i++) {
			client().watch("key", (value, meta) -> {
			});
		}
		await().atMost(Duration.ofSeconds(30))
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().startsWith("sodp-c")));
	}

	private void authenticated() {
		this.socket.close();
		this.server = server((builder) -> builder.authenticator((token) -> {
			if (!token.equals("good")) {
				throw new AuthenticationRefusedException("unknown token");
			}
			return CompletableFuture.completedFuture(new SodpIdentity("alice", Map.of(), null));
		}));
		this.socket = listen(this.server, 0);
	}

	private SodpServer server(Consumer<SodpServerBuilder> customizer) {
		SodpServerBuilder builder = SodpServer.builder();
		customizer.accept(builder);
		SodpServer built = builder.build();
		this.toClose.add(built);
		return built;
	}

	private SocketServer listen(SodpServer acceptor, int port) {
		SocketServer listening = new SocketServer(acceptor, port);
		this.toClose.add(listening);
		return listening;
	}

	private SodpClient client() {
		SodpClient client = build((builder) -> builder.reconnectDelay(Duration.ofMillis(50)));
		client.ready().orTimeout(20, TimeUnit.SECONDS).join();
		return client;
	}

	private SodpClient build(Consumer<SodpClientBuilder> customizer) {
		SodpClientBuilder builder = SodpClient.builder(this.socket.url());
		customizer.accept(builder);
		SodpClient client = builder.build();
		this.toClose.add(client);
		return client;
	}

}
