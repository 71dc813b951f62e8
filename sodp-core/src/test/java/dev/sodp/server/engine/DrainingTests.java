// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.sodp.protocol.Frame;
import dev.sodp.state.DeltaOp;
import dev.sodp.transport.Peer;
import org.junit.jupiter.api.Test;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

/** Sessions leave in groups, and their presence a while later. */
class DrainingTests {

	private static final Duration DRAIN_TIME = Duration.ofSeconds(8);

	private static final Duration LAST_GROUP = Duration.ofSeconds(6);

	private static final Duration PACE = Duration.ofMillis(100);

	private static final String AT_ALICE = "{'state': 'room', 'path': '/alice', 'value': 1}";

	private final EngineFixture server = new EngineFixture((builder) -> builder.drainTime(DRAIN_TIME));

	private final AtomicInteger drained = new AtomicInteger();

	private void drain() {
		this.server.engine.drain(this.drained::incrementAndGet);
	}

	private List<EngineClient> connect(int count) {
		return Stream.generate(this.server::connect).limit(count).toList();
	}

	private EngineClient inMemoryClient() {
		EngineClient client = this.server.connect(Peer.trusted("in-memory"));
		client.read();
		return client;
	}

	private static long open(List<EngineClient> clients) {
		return clients.stream().map(EngineClient::closeCode).filter(Objects::isNull).count();
	}

	@Test
	void noGroupIsLargerThanItsShareOfTheTime() {
		List<EngineClient> clients = connect(300);
		List<Long> groups = new ArrayList<>();

		drain();
		long before = clients.size();
		for (Duration time = Duration.ZERO; time.compareTo(LAST_GROUP) <= 0; time = time.plus(PACE)) {
			groups.add(before - open(clients));
			before = open(clients);
			this.server.pass(PACE);
		}

		assertThat(groups).hasSize(61).allSatisfy((size) -> assertThat(size).isBetween(4L, 5L));
		assertThat(before).isZero();
	}

	@Test
	void everySessionEndsWith1001() {
		List<EngineClient> clients = connect(7);

		drain();
		this.server.pass(DRAIN_TIME);

		assertThat(clients).extracting(EngineClient::closeCode).containsOnly(CloseCode.GOING_AWAY);
	}

	@Test
	void fewSessionsDoNotTakeTheWholeTime() {
		connect(3);

		drain();
		this.server.pass(PACE.multipliedBy(2));

		assertThat(this.drained).hasValue(1);
	}

	@Test
	void drainingIsDoneAtOnceIfThereIsNoSession() {
		drain();

		assertThat(this.drained).hasValue(1);
		assertThat(this.server.engine.nextTimer()).isEmpty();
	}

	@Test
	void withoutADrainTimeAllSessionsEndAtOnceWithTheirPresence() {
		EngineFixture immediate = new EngineFixture();
		List<EngineClient> clients = IntStream.range(0, 100).mapToObj((i) -> immediate.connect()).toList();
		clients.get(99).result("state.presence", AT_ALICE);

		immediate.engine.drain(this.drained::incrementAndGet);

		assertThat(open(clients)).isZero();
		assertThat(immediate.value("room")).isEqualTo(json("{}"));
		assertThat(this.drained).hasValue(1);
	}

	@Test
	void trustedSessionsStayOpen() {
		EngineClient inMemory = inMemoryClient();
		connect(1);

		drain();
		this.server.pass(DRAIN_TIME);

		assertThat(this.drained).hasValue(1);
		assertThat(inMemory.closeCode()).isNull();
	}

	@Test
	void writesReachTheSessionsThatRemain() {
		this.server.set("a", "1");
		List<EngineClient> clients = connect(100);
		clients.forEach((client) -> client.watch("a").read());

		drain();
		this.server.pass(LAST_GROUP.dividedBy(2));
		long remaining = open(clients);
		this.server.set("a", "2");

		assertThat(remaining).isBetween(30L, 70L);
		assertThat(clients.stream().mapToLong((client) -> client.readAll(Frame.Delta.class).count()).sum())
			.isEqualTo(remaining);
	}

	@Test
	void whatWasSentBeforeIsStillDelivered() {
		this.server.set("a", "1");
		EngineClient client = this.server.connect();
		client.watch("a").read();
		this.server.set("a", "2");

		drain();

		assertThat(client.readAll(Frame.Delta.class)).hasSize(1);
		assertThat(client.closeCode()).isEqualTo(CloseCode.GOING_AWAY);
	}

	@Test
	void presenceStaysWhileASessionWaitsForItsTurn() {
		connect(100);
		EngineClient last = this.server.connect();
		last.result("state.presence", AT_ALICE);

		drain();
		this.server.pass(LAST_GROUP.minus(PACE));

		assertThat(last.closeCode()).isNull();
		assertThat(this.server.value("room")).isEqualTo(json("{'alice': 1}"));
	}

	@Test
	void presenceThatIsTakenOverNeverLeaves() {
		EngineClient observer = inMemoryClient();
		EngineClient alice = this.server.connect();
		alice.result("state.presence", AT_ALICE);
		observer.watch("room").read();

		drain();
		this.server.pass(Duration.ofSeconds(5));
		EngineClient again = inMemoryClient();
		again.result("state.presence", AT_ALICE);
		this.server.pass(DRAIN_TIME);

		assertThat(alice.closeCode()).isEqualTo(CloseCode.GOING_AWAY);
		assertThat(observer.readAll(Frame.Delta.class)).isEmpty();
		assertThat(this.server.value("room")).isEqualTo(json("{'alice': 1}"));
	}

	@Test
	void drainingIsDoneAsSoonAsAllPresenceIsTakenOver() {
		this.server.connect().result("state.presence", AT_ALICE);
		EngineClient again = inMemoryClient();

		drain();
		again.result("state.presence", AT_ALICE);
		int before = this.drained.get();
		this.server.pass(PACE);

		assertThat(before).isZero();
		assertThat(this.drained).hasValue(1);
	}

	@Test
	void presenceThatIsNotTakenOverLeavesAtTheEnd() {
		EngineClient observer = inMemoryClient();
		this.server.connect().result("state.presence", AT_ALICE);
		observer.watch("room").read();

		drain();
		this.server.pass(DRAIN_TIME.minusMillis(1));
		long before = observer.readAll(Frame.Delta.class).count();
		this.server.pass(Duration.ofMillis(1));

		assertThat(before).isZero();
		assertThat(observer.readOnly(Frame.Delta.class).ops()).containsExactly(DeltaOp.remove("/alice"));
		assertThat(this.drained).hasValue(1);
	}

	@Test
	void presenceDoesNotStayForTheWholeOfALongTime() {
		EngineFixture slow = new EngineFixture((builder) -> builder.drainTime(Duration.ofMinutes(5)));
		slow.connect().result("state.presence", AT_ALICE);
		Stream.generate(slow::connect).limit(10_000).forEach((client) -> {
		});

		slow.engine.drain(this.drained::incrementAndGet);
		slow.pass(Duration.ofSeconds(9));
		Object before = slow.value("room");
		slow.pass(Duration.ofSeconds(2));

		assertThat(before).isEqualTo(json("{'alice': 1}"));
		assertThat(slow.value("room")).isEqualTo(json("{}"));
		assertThat(this.drained).hasValue(0);
	}

	@Test
	void aClientThatHangsUpItselfIsGoneAtOnce() {
		connect(100);
		EngineClient alice = this.server.connect();
		alice.result("state.presence", AT_ALICE);

		drain();
		alice.hangUp();

		assertThat(this.server.value("room")).isEqualTo(json("{}"));
	}

	@Test
	void aStopEndsAllThatRemainsAndTheirPresence() {
		EngineClient first = this.server.connect();
		first.result("state.presence", AT_ALICE);
		List<EngineClient> clients = connect(100);

		drain();
		this.server.engine.closeAll(CloseCode.GOING_AWAY, "The server is stopped");

		assertThat(open(clients)).isZero();
		assertThat(this.server.value("room")).isEqualTo(json("{}"));
		assertThat(this.drained).hasValue(1);
	}

	@Test
	void noFurtherSessionEndsOnceDrainingIsCancelled() {
		List<EngineClient> clients = connect(10);

		drain();
		this.server.engine.cancelDraining();
		this.server.pass(DRAIN_TIME);

		assertThat(open(clients)).isEqualTo(9);
		assertThat(this.drained).hasValue(1);
	}

}
