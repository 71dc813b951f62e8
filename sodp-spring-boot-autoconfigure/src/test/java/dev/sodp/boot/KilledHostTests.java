// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.WriteResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A host that is killed at random moments while 64 writers write over sockets: what it
 * acknowledged is there after its restart, and a client that watched all along shows what
 * the host has.
 */
@Tag("container")
class KilledHostTests {

	private static final int WRITERS = 64;

	private static final int KILLS = 3;

	private static final int WAIT_SECONDS = 60;

	private final Random random = new Random();

	private final String port = freePort();

	private final String url = "ws://localhost:" + this.port + "/sodp";

	private final List<Writer> writers = new ArrayList<>();

	/** Versions that a watcher saw last, and those of them that went back. */
	private final Map<String, Long> versions = new ConcurrentHashMap<>();

	private final List<String> wentBack = new ArrayList<>();

	@TempDir
	private Path directory;

	private Process host;

	/**
	 * Returns a port that no one gets who asks for any port while the host is down.
	 */
	private static String freePort() {
		for (int port : new Random().ints(100, 20_000, 30_000).toArray()) {
			try (ServerSocket socket = new ServerSocket(port)) {
				return String.valueOf(socket.getLocalPort());
			}
			catch (IOException ex) {
				// Taken.
			}
		}
		throw new IllegalStateException("No port is free");
	}

	private void start() throws IOException {
		this.host = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), KilledHost.class.getName(),
				this.port, this.directory.resolve("state").toString())
			.redirectErrorStream(true)
			.redirectOutput(Redirect.appendTo(Path.of("target", "killed-host.log").toFile()))
			.start();
	}

	@AfterEach
	void stop() throws InterruptedException {
		this.host.destroyForcibly().waitFor();
	}

	@Test
	void whatWasAcknowledgedIsThereAndWatchersShowWhatTheHostHas() throws Exception {
		start();
		IntStream.range(0, WRITERS).forEach((i) -> this.writers.add(new Writer("writer" + i)));
		try (SodpClient watcher = connect(); SodpClient writer = connect()) {
			this.writers.forEach(
					(each) -> watcher.watch(each.key, JsonNode.class, (value, meta) -> seen(each.key, meta.version())));
			for (int i = 0; i < KILLS; i++) {
				awaitRestored(watcher, writer);
				this.writers.forEach((each) -> each.write(writer));
				await().until(() -> this.writers.stream().allMatch((each) -> each.acknowledged > 0));
				// How long it lives is what is random here; nothing is waited for.
				this.host.waitFor(this.random.nextInt(400), TimeUnit.MILLISECONDS);
				this.host.toHandle().destroyForcibly();
				this.host.waitFor();
				await().until(() -> this.writers.stream().allMatch((each) -> each.stopped));
				start();
				awaitRestored(watcher, writer);
				for (Writer each : this.writers) {
					each.check(writer);
				}
				await().untilAsserted(() -> assertThat(this.writers).allSatisfy((each) -> {
					assertThat(watcher.get(each.key, Integer.class)).contains(each.stored);
					assertThat(this.versions.get(each.key)).isGreaterThanOrEqualTo(each.version);
				}));
			}
		}
		assertThat(this.wentBack).isEmpty();
	}

	private SodpClient connect() {
		return SodpClient.builder(this.url)
			.reconnectDelay(Duration.ofMillis(100))
			.maxReconnectDelay(Duration.ofMillis(200))
			.build();
	}

	private void awaitRestored(SodpClient... clients) {
		for (SodpClient client : clients) {
			await().atMost(WAIT_SECONDS, TimeUnit.SECONDS)
				.until(() -> client.status().state() == ConnectionState.RESTORED);
		}
	}

	private void seen(String key, long version) {
		Long before = this.versions.put(key, version);
		if (before != null && before > version) {
			synchronized (this.wentBack) {
				this.wentBack.add(key + ": " + version + " after " + before);
			}
		}
	}

	/** Counts a key of its own up, one write after the other, until one fails. */
	private static final class Writer {

		private final String key;

		private volatile int acknowledged;

		private volatile long version;

		private volatile int tried;

		private volatile boolean stopped;

		/** What the host has after its restart. */
		private int stored;

		Writer(String key) {
			this.key = key;
		}

		void write(SodpClient client) {
			this.stopped = false;
			next(client);
		}

		private void next(SodpClient client) {
			int number = this.tried + 1;
			this.tried = number;
			CompletableFuture<WriteResult> write = client.set(this.key, number);
			write.whenComplete((result, failure) -> {
				if (failure != null) {
					this.stopped = true;
					return;
				}
				this.version = result.version().orElseThrow();
				this.acknowledged = number;
				next(client);
			});
		}

		void check(SodpClient reader) throws Exception {
			this.stored = reader.fetchFromServer(this.key, Integer.class, Duration.ofSeconds(WAIT_SECONDS))
				.get(WAIT_SECONDS, TimeUnit.SECONDS)
				.orElse(0);
			assertThat(this.stored).as(this.key).isBetween(this.acknowledged, this.tried);
		}

	}

}
