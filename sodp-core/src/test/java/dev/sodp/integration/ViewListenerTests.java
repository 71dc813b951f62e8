// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sodp.client.SodpClient;
import dev.sodp.client.Subscription;
import dev.sodp.client.WatchRequest;
import dev.sodp.server.SodpServer;
import dev.sodp.transport.InMemoryTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * When the listener for complete watches of all keys with a prefix is called.
 */
class ViewListenerTests {

	private final SodpServer server = SodpServer.builder().build();

	private final SodpClient client = SodpClient.builder("ws://in-memory")
		.transport(new InMemoryTransport(this.server))
		.build();

	private final List<String> seen = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.client.close();
		this.server.close();
	}

	private Subscription watch(String key) {
		return this.client
			.watch(WatchRequest.of(key, Integer.class, (value, meta) -> this.seen.add(meta.key() + "=" + value))
				.withExecutor(Runnable::run)
				.withViewListener(() -> this.seen.add("complete")));
	}

	@Test
	void itIsCalledAfterEachKeyThatExists() {
		this.server.set("game.a", 1);
		this.server.set("game.b", 2);

		watch("game.*");

		await().untilAsserted(() -> assertThat(this.seen).containsExactly("game.a=1", "game.b=2", "complete"));
	}

	@Test
	void itIsCalledWhereThereIsNoKey() {
		watch("game.*");

		await().untilAsserted(() -> assertThat(this.seen).containsExactly("complete"));
	}

	@Test
	void itIsCalledAtOnceForAWatchThatIsCompleteAlready() {
		this.server.set("game.a", 1);
		watch("game.*");
		await().until(() -> this.seen.contains("complete"));
		this.seen.clear();

		watch("game.*");

		assertThat(this.seen).containsExactly("game.a=1", "complete");
	}

	@Test
	void itIsCalledAgainAfterAReconnect() {
		watch("game.*");
		await().until(() -> this.seen.contains("complete"));
		this.client.stop();
		this.server.set("game.a", 1);

		this.client.start();

		await().untilAsserted(() -> assertThat(this.seen).containsExactly("complete", "game.a=1", "complete"));
	}

	@Test
	void itIsNotCalledAfterTheEnd() {
		Subscription ended = watch("game.*");
		await().until(() -> this.seen.contains("complete"));
		ended.close();
		watch("other.*");
		await().until(() -> this.seen.size() == 2);

		this.client.stop();
		this.client.start();

		await().until(() -> this.client.keyStatus("other.*").orElseThrow().staleSince().isEmpty());
		await().until(() -> this.seen.size() == 3);
	}

	@Test
	void itIsNotCalledForASingleKey() {
		this.server.set("game.a", 1);
		watch("game.a");
		await().until(() -> this.seen.contains("game.a=1"));
		watch("other.*");

		await().untilAsserted(() -> assertThat(this.seen).containsExactly("game.a=1", "complete"));
	}

}
