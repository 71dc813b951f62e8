// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpClientBuilder;
import dev.sodp.client.SodpNotSentException;
import dev.sodp.client.SodpOutcomeUnknownException;
import dev.sodp.server.SodpServer;
import dev.sodp.transport.InMemoryTransport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many writers update one key at the same time: nothing is lost and nothing is counted
 * twice, whatever happens to their connections.
 */
@Timeout(120)
class UpdateTests {

	private static final int WRITERS = 8;

	private static final int UPDATES = 1_000;

	/** Writes between two cuts of all connections. */
	private static final int WRITES_PER_CUT = 2_000;

	private static final String KEY = "sum";

	private static final TypeReference<Map<String, Integer>> COUNTS = new TypeReference<>() {
	};

	private final LeftThreads leftThreads = new LeftThreads();

	private final SodpServer server = SodpServer.builder().validator(this::cutNowAndThen).build();

	private final SocketServer socket = new SocketServer(this.server, 0);

	private final FaultyProxy proxy = new FaultyProxy(this.socket.port());

	private final List<SodpClient> clients = new ArrayList<>();

	private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);

	private final AtomicInteger written = new AtomicInteger();

	private final AtomicInteger acknowledged = new AtomicInteger();

	private final AtomicInteger unknown = new AtomicInteger();

	@AfterEach
	void closeAll() {
		this.threads.shutdownNow();
		this.clients.forEach(SodpClient::close);
		this.proxy.close();
		this.socket.close();
		this.server.close();
		this.leftThreads.awaitNone();
	}

	/** Half of the writers watch the key, the others ask for it each time. */
	private void connect(SodpClientBuilder builder) {
		for (int i = 0; i < WRITERS; i++) {
			SodpClient client = builder.reconnectDelay(Duration.ofMillis(1))
				.maxReconnectDelay(Duration.ofMillis(10))
				.errorListener((error) -> {
				})
				.build();
			if (i % 2 == 0) {
				client.watch(KEY, (value, meta) -> {
				});
			}
			this.clients.add(client);
		}
	}

	private void inParallel(IntConsumer writer) {
		List<CompletableFuture<Void>> running = IntStream.range(0, WRITERS)
			.mapToObj((i) -> CompletableFuture.runAsync(() -> writer.accept(i), this.threads))
			.toList();
		running.forEach(CompletableFuture::join);
	}

	private static Integer increment(@Nullable Integer value) {
		return (value != null) ? value + 1 : 1;
	}

	private void incrementWithoutCuts(int writer) {
		for (int i = 0; i < UPDATES; i++) {
			this.clients.get(writer).update(KEY, Integer.class, UpdateTests::increment).join();
		}
	}

	/** Whether an update was acknowledged, and not left in doubt. */
	private boolean isAcknowledged(CompletableFuture<?> update) {
		try {
			update.join();
		}
		catch (CompletionException ex) {
			assertThat(ex.getCause()).isInstanceOf(SodpOutcomeUnknownException.class);
			this.unknown.incrementAndGet();
			return false;
		}
		this.acknowledged.incrementAndGet();
		return true;
	}

	/** A write that the server has received, and cannot answer any more, is in doubt. */
	private Optional<String> cutNowAndThen(String key, JsonNode value) {
		if (this.written.incrementAndGet() % WRITES_PER_CUT == 0) {
			this.proxy.cutAll();
		}
		return Optional.empty();
	}

	private void incrementThroughCuts(int writer) {
		for (int i = 0; i < UPDATES; i++) {
			isAcknowledged(this.clients.get(writer).update(KEY, Integer.class, UpdateTests::increment));
		}
	}

	private void countThroughCuts(int writer) {
		SodpClient client = this.clients.get(writer);
		String name = "writer" + writer;
		for (int i = 1; i <= UPDATES; i++) {
			int count = i;
			while (!isAcknowledged(client.update(KEY, COUNTS, (counts) -> with(counts, name, count)))) {
				if (countOf(client, name) == count) {
					break;
				}
			}
		}
	}

	private static Map<String, Integer> with(@Nullable Map<String, Integer> counts, String name, int count) {
		Map<String, Integer> next = new HashMap<>((counts != null) ? counts : Map.of());
		next.put(name, count);
		return next;
	}

	private static int countOf(SodpClient client, String name) {
		while (true) {
			try {
				return client.fetchFromServer(KEY, COUNTS, Duration.ofSeconds(30))
					.join()
					.map((counts) -> counts.getOrDefault(name, 0))
					.orElse(0);
			}
			catch (CompletionException ex) {
				assertThat(ex.getCause()).isInstanceOf(SodpNotSentException.class);
			}
		}
	}

	private int sum() {
		return this.server.get(KEY).orElseThrow().value().intValue();
	}

	@Test
	void noIncrementIsLostInMemory() {
		connect(SodpClient.builder("ws://memory").transport(new InMemoryTransport(this.server)));

		inParallel(this::incrementWithoutCuts);

		assertThat(sum()).isEqualTo(WRITERS * UPDATES);
	}

	@Test
	void cutsLeaveNoMoreInDoubtThanTheySay() {
		connect(SodpClient.builder(this.proxy.url()));

		inParallel(this::incrementThroughCuts);

		assertThat(this.acknowledged.get() + this.unknown.get()).isEqualTo(WRITERS * UPDATES);
		assertThat(this.unknown).as("cuts that hit a write").hasPositiveValue();
		assertThat(sum()).isBetween(this.acknowledged.get(), this.acknowledged.get() + this.unknown.get());
	}

	@Test
	void writersThatCountForThemselvesCountExactlyThroughCuts() {
		connect(SodpClient.builder(this.proxy.url()));

		inParallel(this::countThroughCuts);

		assertThat(this.unknown).as("cuts that hit a write").hasPositiveValue();
		Map<String, Integer> expected = new HashMap<>();
		IntStream.range(0, WRITERS).forEach((i) -> expected.put("writer" + i, UPDATES));
		assertThat(this.clients.get(0).fetchFromServer(KEY, COUNTS, Duration.ofSeconds(30)).join()).contains(expected);
	}

}
