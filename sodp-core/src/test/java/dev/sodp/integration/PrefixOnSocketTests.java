// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import dev.sodp.client.ClientEventListener;
import dev.sodp.client.KeyState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.Subscription;
import dev.sodp.client.WatchMeta;
import dev.sodp.client.WatchRequest;
import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import dev.sodp.server.SodpServerBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Watching all keys with a prefix over a real socket. */
@Timeout(60)
class PrefixOnSocketTests {

	private final List<AutoCloseable> toClose = new ArrayList<>();

	private final Map<String, Integer> latest = new ConcurrentHashMap<>();

	private final Set<String> denied = ConcurrentHashMap.newKeySet();

	private final AccessPolicy policy = new AccessPolicy() {
		@Override
		public boolean canRead(@Nullable SodpIdentity identity, String key) {
			return !PrefixOnSocketTests.this.denied.contains(key);
		}

		@Override
		public boolean canWrite(@Nullable SodpIdentity identity, String key) {
			return true;
		}
	};

	@AfterEach
	void closeAll() throws Exception {
		for (int i = this.toClose.size() - 1; i >= 0; i--) {
			this.toClose.get(i).close();
		}
	}

	private SodpServer server(Consumer<SodpServerBuilder> customizer) {
		SodpServerBuilder builder = SodpServer.builder();
		customizer.accept(builder);
		return closed(builder.build());
	}

	private SodpServer server() {
		return server((builder) -> {
		});
	}

	private SocketServer listen(SodpServer server) {
		return closed(new SocketServer(server, 0));
	}

	private SodpClient client(SocketServer socket) {
		return closed(SodpClient.builder(socket.url())
			.reconnectDelay(Duration.ofMillis(50))
			.maxReconnectDelay(Duration.ofMillis(200))
			.build());
	}

	private <C extends AutoCloseable> C closed(C closeable) {
		this.toClose.add(closeable);
		return closeable;
	}

	private void remember(@Nullable Integer value, WatchMeta meta) {
		if (value != null) {
			this.latest.put(meta.key(), value);
		}
		else {
			this.latest.remove(meta.key());
		}
	}

	@Test
	void keysThatComeChangeAndGoAreFollowed() {
		SodpServer server = server();
		server.set("game.a", 1);
		server.set("other", 1);
		SodpClient client = client(listen(server));

		Subscription subscription = client.watchPrefix("game.", Integer.class, this::remember);

		awaitLive(client, "game.*");
		assertThat(client.getPrefix("game.", Integer.class)).isEqualTo(Map.of("game.a", 1));
		server.set("game.b", 2);
		client.set("game.c", 3).join();
		assertThat(client.get("game.c", Integer.class)).contains(3);
		server.set("game.a", 4);
		server.delete("game.b");
		await().untilAsserted(() -> assertThat(this.latest).isEqualTo(Map.of("game.a", 4, "game.c", 3)));
		subscription.close();
		assertThat(client.isWatching("game.*")).isFalse();
		assertThat(client.getPrefix("game.", Integer.class)).isEmpty();
	}

	@Test
	void changesDuringACutAreCaughtUpWith() {
		SodpServer server = server();
		server.set("game.a", 1);
		server.set("game.b", 2);
		SocketServer socket = listen(server);
		SodpClient client = client(socket);
		client.watchPrefix("game.", Integer.class, this::remember);
		await().until(() -> this.latest.size() == 2);

		for (int i = 0; i < 10; i++) {
			socket.cut();
			server.set("game.a", 10 + i);
			server.delete("game.b");
			server.set("game.c" + i, i);
			server.set("game.b", 20 + i);
			server.delete("game.c" + (i - 1));
		}

		await()
			.untilAsserted(() -> assertThat(this.latest).isEqualTo(Map.of("game.a", 19, "game.b", 29, "game.c9", 9)));
		assertThat(client.getPrefix("game.", Integer.class)).isEqualTo(this.latest);
	}

	@Test
	void aViewThatIsCutInTheMiddleIsCompletedLater() {
		SodpServer server = server((builder) -> builder.backpressureLimit(16));
		for (int i = 0; i < 3_000; i++) {
			server.set("game.k" + i, i);
		}
		SocketServer socket = listen(server);
		SodpClient client = client(socket);
		client.watchPrefix("", Integer.class, this::remember);
		await().until(() -> this.latest.size() > 100);
		socket.cut();
		for (int i = 0; i < 3_000; i += 3) {
			server.delete("game.k" + i);
		}

		await().untilAsserted(() -> {
			assertThat(client.keyState("*")).contains(KeyState.LIVE);
			assertThat(this.latest).hasSize(2_000).doesNotContainKey("game.k0").containsEntry("game.k1", 1);
		});
	}

	@Test
	void unreadableKeysAreNotSeenAndTheWatchEndsWithTheRight() {
		SodpServer server = server((builder) -> builder.accessPolicy(this.policy));
		server.set("game.open", 1);
		server.set("game.secret", 2);
		this.denied.add("game.secret");
		SodpClient client = client(listen(server));
		List<String> refusals = new CopyOnWriteArrayList<>();
		client.addEventListener(new ClientEventListener() {
			@Override
			public void onDenied(String key, int code, String message) {
				refusals.add(key + " " + code);
			}
		});
		client.watchPrefix("game.", Integer.class, this::remember);
		client.watch("game.open", Integer.class, (value, meta) -> {
		});
		awaitLive(client, "game.*");
		assertThat(this.latest).containsOnlyKeys("game.open");

		this.denied.add("game.open");
		server.recheckAccess();

		await().untilAsserted(() -> assertThat(refusals).containsExactlyInAnyOrder("game.* 403", "game.open 403"));
		assertThat(client.keyState("game.*")).contains(KeyState.DENIED);
		assertThat(client.keyState("game.open")).contains(KeyState.DENIED);
	}

	@Test
	void aPrefixIsNoKey() {
		SodpClient client = client(listen(server()));

		assertThatIllegalArgumentException().isThrownBy(() -> client.state("game.*"))
			.withMessageContaining("stands for all keys with a prefix");
		assertThatThrownBy(() -> client.fetch("game.*", Integer.class, Duration.ofSeconds(1)).join())
			.hasCauseInstanceOf(IllegalArgumentException.class);
		assertThatThrownBy(() -> client.update("*", Integer.class, (value) -> 1).join())
			.hasCauseInstanceOf(IllegalArgumentException.class);
		assertThatIllegalArgumentException().isThrownBy(() -> client.watchPrefix("game", Integer.class, this::remember))
			.withMessageContaining("must end with the dot");
	}

	@Test
	void aPrefixAndKeysAreWatchedTogether() {
		SodpServer server = server();
		server.set("game.a", 1);
		server.set("other", 2);
		SodpClient client = client(listen(server));

		Subscription subscription = client
			.watch(WatchRequest.ofMany(List.of("game.*", "other"), Integer.class, this::remember));

		await().untilAsserted(() -> assertThat(this.latest).isEqualTo(Map.of("game.a", 1, "other", 2)));
		assertThat(subscription.keys()).containsExactly("game.*", "other");
		subscription.close();
		assertThat(client.isWatching("game.a")).isFalse();
	}

	private static void ignore(@Nullable Integer value, WatchMeta meta) {
	}

	private void awaitLive(SodpClient client, String name) {
		await().until(() -> client.keyState(name).filter(KeyState.LIVE::equals).isPresent());
	}

	@Test
	void watchOfAKeyThatTheServerHasNoRoomForDoesNotStopThePrefix() {
		SodpServer server = server((builder) -> builder.maxKeysPerSession(1));
		server.set("game.a", 1);
		SodpClient client = client(listen(server));
		client.watchPrefix("game.", Integer.class, this::remember);
		awaitLive(client, "game.*");

		client.watch("game.absent", Integer.class, PrefixOnSocketTests::ignore);
		await().until(() -> client.statistics().errors() > 0);
		server.set("game.a", 2);

		server.set("game.absent", 3);

		await().untilAsserted(() -> assertThat(this.latest).isEqualTo(Map.of("game.a", 2, "game.absent", 3)));
	}

	@Test
	void prefixThatWasPutOffEndsWithTheRight() {
		SodpServer server = server((builder) -> builder.accessPolicy(this.policy).maxKeysPerSession(2));
		List.of("game.a", "x", "y", "z").forEach((key) -> server.set(key, 1));
		SodpClient client = client(listen(server));
		Subscription occupying = client
			.watch(WatchRequest.ofMany(List.of("x", "y"), Integer.class, PrefixOnSocketTests::ignore));
		awaitLive(client, "y");
		client.watchPrefix("game.", Integer.class, this::remember);
		await().until(() -> client.statistics().errors() > 0);
		client.watch("z", Integer.class, PrefixOnSocketTests::ignore);
		occupying.close();
		awaitLive(client, "game.*");
		awaitLive(client, "z");

		this.denied.add("game.a");
		server.recheckAccess();

		await().untilAsserted(() -> assertThat(client.keyState("game.*")).contains(KeyState.DENIED));
		assertThat(client.keyState("z")).contains(KeyState.LIVE);
	}

	@Test
	void keysThatAServerHasLostAreForgottenByOverlappingPrefixes() {
		SodpServer first = SodpServer.builder().build();
		first.set("game.a", 1);
		SocketServer socket = new SocketServer(first, 0);
		int port = URI.create(socket.url()).getPort();
		SodpClient client = client(socket);
		client.watchPrefix("game.", Integer.class, this::remember);
		client.watchPrefix("", Integer.class, PrefixOnSocketTests::ignore);
		awaitLive(client, "game.*");
		awaitLive(client, "*");
		socket.close();
		first.close();

		SodpServer second = server((builder) -> {
		});
		second.set("other", 1);
		closed(new SocketServer(second, port));

		await().until(() -> client.get("other", Integer.class).isPresent());
		awaitLive(client, "game.*");
		awaitLive(client, "*");
		assertThat(client.getPrefix("", Integer.class)).containsOnlyKeys("other");
	}

	@Test
	void oneRequestCallsItsCallbackOncePerChange() {
		SodpServer server = server((builder) -> {
		});
		server.set("game.a", 1);
		SodpClient client = client(listen(server));
		List<String> calls = new CopyOnWriteArrayList<>();
		client.watch(WatchRequest.ofMany(List.of("game.*", "game.a", "*"), Integer.class, (value, meta) -> {
			if (meta.source() == WatchMeta.Source.DELTA) {
				calls.add(meta.key() + " " + value);
			}
		}));
		awaitLive(client, "*");
		awaitLive(client, "*");
		awaitLive(client, "game.a");

		server.set("game.a", 2);
		server.set("game.end", 3);

		await().until(() -> calls.contains("game.end 3"));
		assertThat(calls).filteredOn("game.a 2"::equals).hasSize(1);
	}

	@Test
	void updatesOfAKeyOfAPrefixNeedNoWatchOfTheirOwn() {
		SodpServer server = server((builder) -> {
		});
		server.set("game.a", 1);
		SodpClient client = client(listen(server));
		client.watchPrefix("game.", Integer.class, this::remember);
		awaitLive(client, "game.*");
		long before = client.statistics().traffic().framesOut();

		for (int i = 0; i < 10; i++) {
			client.update("game.a", Integer.class, (value) -> value + 1).join();
		}

		// A call each
		assertThat(client.statistics().traffic().framesOut() - before).isEqualTo(10);
	}

}
