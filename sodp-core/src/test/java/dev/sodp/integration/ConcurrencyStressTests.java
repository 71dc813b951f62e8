// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.Subscription;
import dev.sodp.client.WriteOutcome;
import dev.sodp.server.SessionInfo;
import dev.sodp.server.SodpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

import static dev.sodp.integration.FaultScenario.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads use one client in every way at once while its connection is cut again and
 * again; afterwards the books must balance. Operations are handed out in rounds, one
 * round a session, so that each session sees some and each cut hits some.
 */
@Timeout(120)
class ConcurrencyStressTests {

	private static final int THREADS = 8;

	private static final int ROUNDS = 8;

	private static final int OPERATIONS_PER_ROUND = 800;

	private static final List<String> KEYS = IntStream.range(0, 6).mapToObj((i) -> "key" + i).toList();

	private static final List<String> LOGS = IntStream.range(0, 3).mapToObj((i) -> "log" + i).toList();

	private static final List<String> WATCHABLE = Stream.concat(KEYS.stream(), LOGS.stream()).toList();

	private static final JsonNode LAST = StringNode.valueOf("last");

	private static final JsonNode AFTER_LAST = StringNode.valueOf("after last");

	private final LeftThreads leftThreads = new LeftThreads();

	private final SodpServer server = SodpServer.builder().build();

	private final SocketServer socket = new SocketServer(this.server, 0);

	private final FaultyProxy proxy = new FaultyProxy(this.socket.port());

	private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

	private final SodpClient client = SodpClient.builder(this.proxy.url())
		.reconnectDelay(Duration.ofMillis(1))
		.maxReconnectDelay(Duration.ofMillis(10))
		.errorListener((error) -> {
		})
		.build();

	private final AppendLedger ledger = new AppendLedger();

	private final Queue<CompletableFuture<WriteOutcome>> writes = new ConcurrentLinkedQueue<>();

	private final Queue<Watch> open = new ConcurrentLinkedQueue<>();

	private final Queue<Watch> all = new ConcurrentLinkedQueue<>();

	private volatile boolean finished;

	private record Watch(String key, Subscription subscription, DeliveryLog deliveries) {
	}

	@AfterEach
	void closeAll() {
		this.threads.shutdownNow();
		this.client.close();
		this.proxy.close();
		this.socket.close();
		this.server.close();
		this.leftThreads.awaitNone();
	}

	@RepeatedTest(3)
	void nothingIsLostOrDoubledWhenManyThreadsUseAClientThatIsCutOff(RepetitionInfo repetition) {
		useInEveryWay(repetition.getCurrentRepetition());
		patiently().untilAsserted(() -> {
			assertThat(this.client.status().state()).isEqualTo(ConnectionState.RESTORED);
			assertThat(this.ledger.isSettled()).isTrue();
			assertThat(this.writes).allMatch(CompletableFuture::isDone);
		});

		assertThat(this.ledger.count(WriteOutcome.Applied.class)).isPositive();
		this.ledger.assertAgreesWith(this.server);
		assertSubscriptionsAreThoseStillWanted();
		assertEveryWatchSeesTheLastChangeOnce();
		this.all.forEach((watch) -> watch.deliveries().assertNothingTwice(watch.key()));
	}

	@Test
	void listenersAreToldEachChangeOnceAndInOrder() {
		List<String> told = new CopyOnWriteArrayList<>();
		List<ConnectionState> states = new CopyOnWriteArrayList<>(List.of(ConnectionState.STOPPED));
		List<CompletableFuture<Void>> running = new ArrayList<>();
		try (SodpClient listened = SodpClient.builder(this.proxy.url())
			.reconnectDelay(Duration.ofMillis(1))
			.connectionListener((previous, status) -> {
				told.add(previous + " to " + status.state());
				states.add(status.state());
			})
			.errorListener((error) -> {
			})
			.build()) {
			for (int i = 0; i < THREADS; i++) {
				running.add(CompletableFuture.runAsync(() -> {
					while (!this.finished) {
						listened.status();
					}
				}, this.threads));
			}
			for (int i = 0; i < 50; i++) {
				patiently().until(() -> listened.status().state() == ConnectionState.RESTORED);
				listened.reconnect();
			}
			patiently().until(() -> states.get(states.size() - 1) == ConnectionState.RESTORED);
			this.finished = true;
			CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
		}
		for (int i = 0; i < told.size(); i++) {
			assertThat(told.get(i)).as("change %d", i).isEqualTo(states.get(i) + " to " + states.get(i + 1));
		}
	}

	private void useInEveryWay(int seed) {
		Random cuts = new Random(seed);
		Semaphore operations = new Semaphore(0);
		List<CompletableFuture<Void>> running = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			Random random = new Random(seed * 100L + i);
			running.add(CompletableFuture.runAsync(() -> work(operations, random), this.threads));
		}
		for (int round = 0; round < ROUNDS; round++) {
			patiently().until(() -> this.client.status().state() == ConnectionState.RESTORED);
			int whenToCut = cuts.nextInt(OPERATIONS_PER_ROUND);
			operations.release(OPERATIONS_PER_ROUND);
			patiently().until(() -> operations.availablePermits() <= whenToCut);
			this.proxy.actOnAll(cuts.nextBoolean() ? Wire.Action.CUT : Wire.Action.RESET);
			patiently().until(() -> operations.availablePermits() == 0);
		}
		this.finished = true;
		operations.release(THREADS);
		CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
	}

	private void work(Semaphore operations, Random random) {
		while (true) {
			operations.acquireUninterruptibly();
			if (this.finished) {
				return;
			}
			operate(random);
		}
	}

	private void operate(Random random) {
		String key = WATCHABLE.get(random.nextInt(WATCHABLE.size()));
		switch (random.nextInt(10)) {
			case 0, 1 -> watch(key);
			case 2 -> closeOne();
			case 3 -> this.client.unwatch(key);
			case 4, 5 -> write(KEYS.get(random.nextInt(KEYS.size())), random.nextInt());
			case 6, 7, 8 -> this.ledger.append(this.client, LOGS.get(random.nextInt(LOGS.size())));
			default -> {
				if (this.client.isWatching(key)) {
					this.client.get(key);
					this.client.keyState(key);
				}
			}
		}
	}

	private void watch(String key) {
		DeliveryLog deliveries = new DeliveryLog();
		Watch watch = new Watch(key, this.client.watch(key, deliveries), deliveries);
		this.all.add(watch);
		this.open.add(watch);
	}

	private void closeOne() {
		Watch watch = this.open.poll();
		if (watch != null) {
			watch.subscription().close();
		}
	}

	private void write(String key, int value) {
		this.writes.add(WriteOutcome.of(this.client.set(key, value)));
	}

	private void assertSubscriptionsAreThoseStillWanted() {
		Set<String> wanted = this.all.stream()
			.filter((watch) -> watch.subscription().isActive())
			.map(Watch::key)
			.collect(Collectors.toSet());
		for (String key : WATCHABLE) {
			assertThat(this.client.isWatching(key)).as(key).isEqualTo(wanted.contains(key));
		}
		patiently().untilAsserted(() -> assertThat(this.server.sessions()).singleElement()
			.extracting(SessionInfo::watchedKeys)
			.isEqualTo(wanted.size()));
	}

	/** A second change behind the first one shows that no copy of it is on its way. */
	private void assertEveryWatchSeesTheLastChangeOnce() {
		for (String key : WATCHABLE) {
			this.server.set(key, LAST);
			this.server.set(key, AFTER_LAST);
		}
		List<Watch> active = this.all.stream().filter((watch) -> watch.subscription().isActive()).toList();
		patiently()
			.until(() -> active.stream().allMatch((watch) -> watch.deliveries().countOf(watch.key(), AFTER_LAST) > 0));
		assertThat(active).isNotEmpty();
		assertThat(this.all).allSatisfy((watch) -> {
			int expected = watch.subscription().isActive() ? 1 : 0;
			assertThat(watch.deliveries().countOf(watch.key(), LAST)).isEqualTo(expected);
			assertThat(watch.deliveries().countOf(watch.key(), AFTER_LAST)).isEqualTo(expected);
		});
		for (String key : WATCHABLE) {
			assertThat(this.client.get(key))
				.isEqualTo(this.client.isWatching(key) ? Optional.of(AFTER_LAST) : Optional.empty());
		}
	}

}
