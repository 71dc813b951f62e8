// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.sodp.client.ClientError;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.KeyState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.WriteResult;
import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.AuthenticationRefusedException;
import dev.sodp.server.SodpServer;
import dev.sodp.transport.InMemoryTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The client and the server of one application, with everything between them but a
 * socket.
 */
@Timeout(60)
class ClientInMemoryTests {

	private final SodpServer server = SodpServer.builder()
		.authenticator((token) -> CompletableFuture.failedFuture(new AuthenticationRefusedException("nobody")))
		.build();

	private final List<SodpClient> clients = new ArrayList<>();

	private SodpClient client;

	@BeforeEach
	void connect() {
		this.client = newClient();
	}

	@AfterEach
	void close() {
		this.clients.forEach(SodpClient::close);
		this.server.close();
	}

	private SodpClient newClient() {
		SodpClient opened = SodpClient.builder("ws://memory")
			.transport(new InMemoryTransport(this.server))
			.reconnectDelay(Duration.ofMillis(10))
			.build();
		this.clients.add(opened);
		return opened;
	}

	private static <T> T get(CompletableFuture<T> future) {
		return future.orTimeout(30, TimeUnit.SECONDS).join();
	}

	@Test
	void clientIsTrustedAndLiveWithoutAToken() {
		assertThat(get(this.client.ready())).isSameAs(this.client);
	}

	@Test
	void writesOfTheClientReachTheServer() {
		WriteResult result = get(this.client.set("a", Map.of("x", 1)));

		assertThat(this.server.get("a")).hasValueSatisfying((snapshot) -> {
			assertThat(result.version()).hasValue(snapshot.version());
			assertThat(snapshot.value().at("/x").intValue()).isEqualTo(1);
		});
	}

	@Test
	void writesOfTheServerReachTheClient() {
		List<Integer> seen = new CopyOnWriteArrayList<>();
		this.client.watch("a", Integer.class, (value, meta) -> {
			if (value != null) {
				seen.add(value);
			}
		});

		this.server.set("a", 1);
		await().untilAsserted(() -> assertThat(seen).containsExactly(1));
		this.server.set("a", 2);

		await().untilAsserted(() -> assertThat(seen).containsExactly(1, 2));
	}

	@Test
	void thousandsOfKeysAreWatchedAtOnce() {
		List<String> keys = IntStream.range(0, 3000).mapToObj((i) -> "key." + i).toList();
		keys.forEach((key) -> this.server.set(key, key));
		Map<String, String> seen = new ConcurrentHashMap<>();

		this.client.watchMany(keys, String.class, (value, meta) -> seen.put(meta.key(), String.valueOf(value)));

		await().untilAsserted(() -> assertThat(seen).hasSize(3000));
		Map<String, String> expected = new HashMap<>();
		keys.forEach((key) -> expected.put(key, key));
		assertThat(seen).isEqualTo(expected);
	}

	@Test
	void thousandsOfKeysComeBackFromAServerThatAllowsTenWatchesASecond() {
		try (SodpServer limited = SodpServer.builder().watchesPerSecond(10).build()) {
			List<String> keys = IntStream.range(0, 5000).mapToObj((i) -> "key." + i).toList();
			keys.forEach((key) -> limited.set(key, "first"));
			Queue<ClientError> errors = new ConcurrentLinkedQueue<>();
			SodpClient restored = SodpClient.builder("ws://memory")
				.transport(new InMemoryTransport(limited))
				.reconnectDelay(Duration.ofMillis(10))
				.errorListener(errors::add)
				.build();
			this.clients.add(restored);
			restored.watchMany(keys, String.class, (value, meta) -> {
			});
			await().atMost(30, TimeUnit.SECONDS).until(() -> shows(restored, keys, "first"));
			limited.stop();
			keys.forEach((key) -> limited.set(key, "second"));
			limited.start();

			await().atMost(30, TimeUnit.SECONDS).until(() -> shows(restored, keys, "second"));
			assertThat(keys).allMatch((key) -> restored.keyState(key).equals(Optional.of(KeyState.LIVE)));
			assertThat(errors).noneMatch((error) -> Objects.equals(error.code(), ErrorCode.RATE_LIMITED));
		}
	}

	private static boolean shows(SodpClient client, List<String> keys, String value) {
		return client.status().state() == ConnectionState.RESTORED
				&& keys.stream().allMatch((key) -> client.get(key, String.class).equals(Optional.of(value)));
	}

	@Test
	void clientComesBackAfterTheServerWasStopped() {
		this.server.set("a", 1);
		this.client.watch("a", Integer.class, (value, meta) -> {
		});
		await().untilAsserted(() -> assertThat(this.client.get("a", Integer.class)).contains(1));

		this.server.stop();
		this.server.set("a", 2);
		this.server.start();

		await().untilAsserted(() -> assertThat(this.client.get("a", Integer.class)).contains(2));
	}

	@Test
	void presenceGoesWithTheClient() {
		SodpClient guest = newClient();
		get(guest.presence("room", "/guest", true));
		assertThat(this.server.get("room").orElseThrow().value().has("guest")).isTrue();

		guest.close();

		await().untilAsserted(() -> assertThat(this.server.get("room").orElseThrow().value().has("guest")).isFalse());
	}

	@Test
	void thousandsOfCallsAtOnceAreAllAnswered() {
		List<CompletableFuture<WriteResult>> calls = new ArrayList<>();
		this.client.watch("list", (value, meta) -> {
		});
		for (int i = 0; i < 5000; i++) {
			calls.add(this.client.append("list", i, 100));
		}

		get(CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)));

		assertThat(this.server.get("list").orElseThrow().value()).hasSize(100);
		await().untilAsserted(
				() -> assertThat(this.client.get("list")).contains(this.server.get("list").orElseThrow().value()));
		assertThat(calls).allSatisfy((call) -> assertThat(call).isCompleted());
	}

}
