// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
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

		await().until(() -> client.keyState("game.*").filter(KeyState.LIVE::equals).isPresent());
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
		AccessPolicy policy = new AccessPolicy() {
			@Override
			public boolean canRead(@Nullable SodpIdentity identity, String key) {
				return !PrefixOnSocketTests.this.denied.contains(key);
			}

			@Override
			public boolean canWrite(@Nullable SodpIdentity identity, String key) {
				return true;
			}
		};
		SodpServer server = server((builder) -> builder.accessPolicy(policy));
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
		await().until(() -> client.keyState("game.*").filter(KeyState.LIVE::equals).isPresent());
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

}
