// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import dev.sodp.client.ClientStatistics;
import dev.sodp.client.DeliveryMode;
import dev.sodp.client.SodpClient;
import dev.sodp.client.engine.EngineHarness;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.state.DeltaOp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.StringNode;

import static dev.sodp.client.engine.EngineHarness.json;
import static dev.sodp.client.engine.EngineHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a client counts, event by event. */
@Timeout(60)
class ClientStatisticsTests {

	private final EngineHarness client = new EngineHarness();

	private final DeliveryMeter meter = new DeliveryMeter(() -> this.client.time);

	@Test
	void newClientHasDoneNothing() {
		ClientStatistics statistics = statistics();
		assertThat(statistics.connections()).isEqualTo(new ClientStatistics.Connections(0, 0));
		assertThat(statistics.connections().reconnects()).isZero();
		assertThat(statistics.traffic()).isEqualTo(new ClientStatistics.Traffic(0, 0, 0, 0, 0, 0));
		assertThat(statistics.queues()).isEqualTo(new ClientStatistics.Queues(0, 0, 0));
	}

	@Test
	void attemptCountsAlsoIfItFails() {
		this.client.engine.start();
		this.client.loseLink();
		this.client.advance(this.client.engine.status().nextAttempt());
		assertThat(statistics().connections().attempts()).isEqualTo(2);
		assertThat(statistics().connections().sessions()).isZero();
	}

	@Test
	void everySessionAfterTheFirstIsAReconnect() {
		this.client.live();
		this.client.reconnect(EngineHarness.FULL);
		this.client.reconnect(EngineHarness.FULL);
		assertThat(statistics().connections()).isEqualTo(new ClientStatistics.Connections(3, 3));
		assertThat(statistics().connections().reconnects()).isEqualTo(2);
	}

	@Test
	void firstSnapshotOfAKeyIsTakenAfresh() {
		watchedAtVersionOne();
		assertThat(statistics().restores()).isEqualTo(new ClientStatistics.Restores(0, 1, 0));
	}

	@Test
	void replayThatLeadsToTheSnapshotIsAResume() {
		watchedAtVersionOne();
		this.client.reconnect(EngineHarness.FULL);
		this.client.delta(10, "game", 2, DeltaOp.update("/score", tree(2)));
		this.client.init(10, "game", 2, json("{'score':2}"));
		assertThat(statistics().restores()).isEqualTo(new ClientStatistics.Restores(1, 1, 0));
		assertThat(statistics().deltas().applied()).isEqualTo(1);
	}

	@Test
	void resumeOfAKeyThatDidNotChangeIsAResume() {
		watchedAtVersionOne();
		this.client.reconnect(EngineHarness.FULL);
		this.client.init(10, "game", 1, json("{'score':1}"));
		assertThat(statistics().restores().resumed()).isEqualTo(1);
	}

	@Test
	void replayThatLeadsElsewhereIsNoResume() {
		watchedAtVersionOne();
		this.client.reconnect(EngineHarness.FULL);
		this.client.delta(10, "game", 2, DeltaOp.update("/score", tree(2)));
		this.client.init(10, "game", 3, json("{'score':3}"));
		assertThat(statistics().restores()).isEqualTo(new ClientStatistics.Restores(0, 2, 0));
		assertThat(statistics().deltas().applied()).isZero();
	}

	@Test
	void resyncIsCountedOnce() {
		watchedAtVersionOne();
		this.client.delta(10, "game", 2, DeltaOp.update("bad", tree(1)));
		this.client.advance(Duration.ZERO);
		assertThat(statistics().restores().resyncs()).isEqualTo(1);
		this.client.init(10, "game", 2, json("{'score':2}"));
		assertThat(statistics().restores()).isEqualTo(new ClientStatistics.Restores(0, 2, 1));
		assertThat(statistics().deltas().rejected()).isEqualTo(1);
	}

	@Test
	void versionThatGoesBackIsRejected() {
		watchedAtVersionOne();
		this.client.delta(10, "game", 9, DeltaOp.update("/score", tree(2)));
		this.client.delta(10, "game", 8, DeltaOp.update("/score", tree(3)));
		assertThat(statistics().deltas()).isEqualTo(new ClientStatistics.Deltas(1, 0, 1));
		assertThat(statistics().restores().resyncs()).isEqualTo(1);
	}

	@Test
	void repeatedDeltaIsADuplicate() {
		watchedAtVersionOne();
		this.client.delta(10, "game", 2, DeltaOp.update("/score", tree(2)));
		this.client.delta(10, "game", 2, DeltaOp.update("/score", tree(2)));
		assertThat(statistics().deltas()).isEqualTo(new ClientStatistics.Deltas(1, 1, 0));
	}

	@Test
	void writesCountByTheirOutcome() {
		this.client.live();
		this.client.set("game", 1);
		this.client.result(this.client.lastSent(Frame.Call.class), EngineHarness.JSON.createObjectNode());
		this.client.set("game", 2);
		this.client.error(0, 403, "forbidden");
		this.client.set("game", 3);
		this.client.loseLink();
		this.client.set("game", 4);
		this.client.engine.stop();
		assertThat(statistics().writes()).isEqualTo(new ClientStatistics.Writes(1, 1, 1, 1));
	}

	@Test
	void writeCancelledBeforeItWasSentWasNotSent() {
		CompletableFuture<JsonNode> set = this.client.set("game", 1);
		set.cancel(true);
		this.client.live();
		assertThat(statistics().writes().notSent()).isEqualTo(1);
	}

	@Test
	void queuesShowWhatWaitsForTheSession() {
		this.client.set("game", 1);
		assertThat(statistics().queues().calls()).isEqualTo(1);
		this.client.live();
		assertThat(statistics().queues().calls()).isZero();
	}

	@Test
	void queuesShowWhatIsUnanswered() {
		this.client.live();
		this.client.watch("game", "chat");
		this.client.set("game", 1);
		assertThat(statistics().queues().unanswered()).isEqualTo(3);
	}

	@Test
	void queuesShowEventsThatWaitForCallbacks() {
		this.client.live();
		deliver((value, event) -> CompletableFuture.completedFuture(null), DeliveryMode.EVERY, (task) -> {
		});
		this.client.init(10, "game", 1, 1);
		this.client.delta(10, "game", 2, DeltaOp.update("/", tree(2)));
		assertThat(statistics().queues().events()).isEqualTo(2);
	}

	@Test
	void conflatedEventsAreCountedAsMerged() {
		this.client.live();
		Delivery<JsonNode> delivery = deliver((value, event) -> CompletableFuture.completedFuture(null),
				DeliveryMode.LATEST, Runnable::run);
		this.client.init(10, "game", 1, 1);
		this.client.delta(10, "game", 2, DeltaOp.update("/", tree(2)));
		this.client.delta(10, "game", 3, DeltaOp.update("/", tree(3)));
		delivery.wake();
		assertThat(statistics().deliveries().merged()).isEqualTo(2);
		assertThat(statistics().deliveries().delivered()).isEqualTo(1);
	}

	@Test
	void lagIsTheTimeFromArrivalToTheStartOfTheCallback() {
		this.client.live();
		Delivery<JsonNode> delivery = deliver((value, event) -> {
			this.client.time += 1_000;
			return CompletableFuture.completedFuture(null);
		}, DeliveryMode.EVERY, Runnable::run);
		this.client.init(10, "game", 1, 1);
		this.client.time += 30;
		this.client.delta(10, "game", 2, DeltaOp.update("/", tree(2)));
		this.client.time += 10;
		delivery.wake();
		ClientStatistics.Deliveries deliveries = statistics().deliveries();
		assertThat(deliveries.lag()).isEqualTo(Duration.ofNanos(40 + 1_010));
		assertThat(deliveries.maxLag()).isEqualTo(Duration.ofNanos(1_010));
	}

	@Test
	void deltaOfALargeValueSavesItsSize() {
		this.client.live();
		this.client.watch("game");
		Frame.StateInit init = new Frame.StateInit(10, 1, "game", 1, text(5_000), true, null);
		this.client.receive(init);
		Frame.Delta delta = new Frame.Delta(10, 2, "game", 2, List.of(DeltaOp.update("/score", tree(2))));
		this.client.receive(delta);
		ClientStatistics.Traffic traffic = statistics().traffic();
		assertThat(traffic.deltaBytes()).isEqualTo(size(delta));
		assertThat(traffic.bytesSaved()).isEqualTo(size(init) - size(delta));
	}

	@Test
	void deltaOfATinyValueSavesLessThanNothing() {
		this.client.live();
		this.client.watch("game");
		this.client.init(10, "game", 1, json("{}"));
		String path = "/" + "a".repeat(50);
		this.client.delta(10, "game", 2, DeltaOp.add(path, tree(2)), DeltaOp.update(path, tree(3)),
				DeltaOp.remove(path));
		assertThat(statistics().traffic().bytesSaved()).isNegative();
	}

	@Test
	void replacedValueSavesNothing() {
		this.client.live();
		this.client.watch("game");
		this.client.init(10, "game", 1, text(5_000));
		this.client.delta(10, "game", 2, DeltaOp.update("/", text(100)));
		assertThat(statistics().traffic().bytesSaved()).isZero();
	}

	@Test
	void sizeOfAValueIsMeasuredAnewInTime() {
		this.client.live();
		this.client.watch("game");
		this.client.init(10, "game", 1, text(5_000));
		this.client.delta(10, "game", 2, DeltaOp.remove("/text"));
		for (int version = 3; version < 200; version++) {
			this.client.delta(10, "game", version, DeltaOp.update("/score", tree(version % 100)));
		}
		long before = statistics().traffic().fullValueBytes();
		this.client.delta(10, "game", 200, DeltaOp.update("/score", tree(0)));
		Frame.StateInit whole = new Frame.StateInit(10, 1, "game", 200, json("{'score':0}"), true, null);
		assertThat(statistics().traffic().fullValueBytes() - before).isBetween(size(whole) - 10L, size(whole) + 10L);
	}

	@Test
	void bytesAndFramesAreThoseOfTheMessages() throws Exception {
		FakeWire wire = new FakeWire();
		try (SodpClient real = SodpClient.builder("ws://localhost:1").transport(wire).build()) {
			FakeWire.Connection connection = wire.next();
			connection.hello();
			CountDownLatch called = new CountDownLatch(1);
			real.watch("game", (value, meta) -> called.countDown());
			connection.serve(new Frame.StateInit(10, 2, "game", 1, IntNode.valueOf(1), true, null));
			assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();
			ClientStatistics.Traffic traffic = real.statistics().traffic();
			long out = connection.received.stream().mapToLong(ClientStatisticsTests::size).sum();
			assertThat(traffic.framesOut()).isEqualTo(1);
			assertThat(traffic.bytesOut()).isEqualTo(out);
			assertThat(traffic.framesIn()).isEqualTo(2);
			assertThat(traffic.bytesIn())
				.isGreaterThan(size(new Frame.StateInit(10, 2, "game", 1, IntNode.valueOf(1), true, null)));
			assertThat(real.statistics().deliveries().delivered()).isEqualTo(1);
		}
	}

	@Test
	void errorsAreCountedWhoeverTakesThem() throws Exception {
		FakeWire wire = new FakeWire();
		try (SodpClient real = SodpClient.builder("ws://localhost:1").transport(wire).build()) {
			FakeWire.Connection connection = wire.next();
			connection.hello();
			real.watch("game", (value, meta) -> {
				throw new IllegalStateException("for the test");
			});
			connection.serve(new Frame.StateInit(10, 2, "game", 1, IntNode.valueOf(1), true, null));
			await().untilAsserted(() -> assertThat(real.statistics().errors()).isEqualTo(1));
		}
	}

	private void watchedAtVersionOne() {
		this.client.live();
		this.client.watch("game");
		this.client.init(10, "game", 1, json("{'score':1}"));
	}

	private Delivery<JsonNode> deliver(WatchTarget<JsonNode> target, DeliveryMode mode, Executor executor) {
		Delivery<JsonNode> delivery = new Delivery<>("game", (tree, ops) -> tree, target, mode, executor, this.meter,
				this.client.errors::add, (closed) -> {
				});
		this.client.engine.watch(List.of(delivery), null);
		return delivery;
	}

	private static JsonNode text(int length) {
		return tree(EngineHarness.JSON.createObjectNode()
			.put("score", 1)
			.set("text", StringNode.valueOf("x".repeat(length))));
	}

	private static int size(Frame frame) {
		return new FrameEncoder().encode(frame).length;
	}

	private ClientStatistics statistics() {
		return this.client.engine.statistics(this.meter.snapshot());
	}

}
