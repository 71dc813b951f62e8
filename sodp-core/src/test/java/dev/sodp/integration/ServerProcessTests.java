// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.KeyState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.WriteOutcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

import static dev.sodp.integration.FaultScenario.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/** A client whose server is killed and started again, without its state. */
@Timeout(120)
class ServerProcessTests {

	private static final String KEY = "greeting";

	private final LeftThreads leftThreads = new LeftThreads();

	private final int port = ServerProcess.freePort();

	private ServerProcess server = new ServerProcess(this.port, KEY, "first");

	private final SodpClient client = SodpClient.builder("ws://127.0.0.1:" + this.port)
		.reconnectDelay(Duration.ofMillis(10))
		.maxReconnectDelay(Duration.ofMillis(100))
		.errorListener((error) -> {
		})
		.build();

	@AfterEach
	void closeAll() {
		this.client.close();
		this.server.close();
		this.leftThreads.awaitNone();
	}

	@Test
	void clientShowsTheStateOfTheServerThatFollowsAKilledOne() {
		DeliveryLog deliveries = new DeliveryLog();
		this.client.watchMany(List.of(KEY, "log"), JsonNode.class, deliveries);
		CompletableFuture.allOf(this.client.append("log", 1), this.client.append("log", 2)).join();
		awaitValue("first");

		this.server.kill();
		patiently().until(() -> !this.client.status().state().isLive());
		assertThat(this.client.get(KEY, String.class)).contains("first");
		assertThat(this.client.keyState(KEY)).contains(KeyState.RESTORING);
		this.server = new ServerProcess(this.port, KEY, "second");

		awaitValue("second");
		assertThat(this.client.keyState(KEY)).contains(KeyState.LIVE);
		assertThat(this.client.keyState("log")).contains(KeyState.GONE);
		assertThat(this.client.get("log")).isEmpty();
		this.client.append("log", 3).join();
		assertThat(this.client.get("log").orElseThrow()).hasToString("[3]");
	}

	@Test
	void everyWriteHasAnOutcomeWhenItsServerIsKilled() {
		this.client.watch(KEY, new DeliveryLog());
		awaitValue("first");
		List<CompletableFuture<WriteOutcome>> writes = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			writes.add(WriteOutcome.of(this.client.append("log", i)));
		}
		writes.get(0).join();

		this.server.kill();
		patiently().until(() -> !this.client.status().state().isLive());
		for (int i = 500; i < 1000; i++) {
			writes.add(WriteOutcome.of(this.client.append("log", i)));
		}
		this.server = new ServerProcess(this.port, KEY, "second");

		CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();
		assertThat(writes.get(writes.size() - 1).join()).isInstanceOf(WriteOutcome.Applied.class);
		assertThat(writes).allSatisfy((write) -> assertThat(write.join()).isInstanceOfAny(WriteOutcome.Applied.class,
				WriteOutcome.Unknown.class));
	}

	@Test
	void presenceIsRegisteredAgainWithTheServerThatFollows() {
		this.client.presence("room", "/me", true).join();

		this.server.kill();
		this.server = new ServerProcess(this.port, KEY, "second");

		this.client.watch("room", new DeliveryLog());
		patiently().until(() -> this.client.get("room").filter((room) -> room.has("me")).isPresent());
	}

	private void awaitValue(String value) {
		patiently().untilAsserted(() -> {
			assertThat(this.client.status().state()).isEqualTo(ConnectionState.RESTORED);
			assertThat(this.client.get(KEY, String.class)).contains(value);
		});
	}

}
