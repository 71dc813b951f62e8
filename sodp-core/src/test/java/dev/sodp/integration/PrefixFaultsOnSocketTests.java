// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

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
import static org.awaitility.Awaitility.await;

/** Prefixes at the limits of a real server. */
@Timeout(60)
class PrefixFaultsOnSocketTests {

	private final List<AutoCloseable> toClose = new ArrayList<>();

	private final Map<String, Integer> latest = new ConcurrentSkipListMap<>();

	private final Set<String> denied = ConcurrentHashMap.newKeySet();

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

		client.watch("game.absent", Integer.class, PrefixFaultsOnSocketTests::ignore);
		await().until(() -> client.statistics().errors() > 0);
		server.set("game.a", 2);

		server.set("game.absent", 3);

		await().untilAsserted(() -> assertThat(this.latest).isEqualTo(Map.of("game.a", 2, "game.absent", 3)));
	}

	@Test
	void prefixThatWasPutOffEndsWithTheRight() {
		AccessPolicy policy = new AccessPolicy() {
			@Override
			public boolean canRead(@Nullable SodpIdentity identity, String key) {
				return !PrefixFaultsOnSocketTests.this.denied.contains(key);
			}

			@Override
			public boolean canWrite(@Nullable SodpIdentity identity, String key) {
				return true;
			}
		};
		SodpServer server = server((builder) -> builder.accessPolicy(policy).maxKeysPerSession(2));
		List.of("game.a", "x", "y", "z").forEach((key) -> server.set(key, 1));
		SodpClient client = client(listen(server));
		Subscription occupying = client
			.watch(WatchRequest.ofMany(List.of("x", "y"), Integer.class, PrefixFaultsOnSocketTests::ignore));
		awaitLive(client, "y");
		client.watchPrefix("game.", Integer.class, this::remember);
		await().until(() -> client.statistics().errors() > 0);
		client.watch("z", Integer.class, PrefixFaultsOnSocketTests::ignore);
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
		client.watchPrefix("", Integer.class, PrefixFaultsOnSocketTests::ignore);
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
