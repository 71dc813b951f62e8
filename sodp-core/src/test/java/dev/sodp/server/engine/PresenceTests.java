// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.sodp.protocol.Frame;
import dev.sodp.server.SodpIdentity;
import dev.sodp.state.DeltaOp;
import dev.sodp.transport.Peer;
import org.junit.jupiter.api.Test;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

class PresenceTests {

	private final EngineFixture server = new EngineFixture();

	private final EngineClient alice = this.server.connect();

	private final EngineClient observer = this.server.connect();

	private static final String AT_ALICE = "{'state': 'room', 'path': '/alice', 'value': {'typing': false}}";

	@Test
	void presenceIsSetLikeAnyValue() {
		Frame.Result result = this.alice.result("state.presence", AT_ALICE);

		assertThat(result.success()).isTrue();
		assertThat(this.server.value("room")).isEqualTo(json("{'alice': {'typing': false}}"));
	}

	@Test
	void endOfTheConnectionRemovesPresenceAndBroadcastsThat() {
		this.alice.result("state.presence", AT_ALICE);
		this.observer.watch("room").read();

		this.alice.hangUp();

		assertThat(this.observer.readOnly(Frame.Delta.class).ops()).containsExactly(DeltaOp.remove("/alice"));
		assertThat(this.server.value("room")).isEqualTo(json("{}"));
	}

	@Test
	void everyPathOfASessionIsRemoved() {
		this.alice.result("state.presence", AT_ALICE);
		this.alice.result("state.presence", "{'state': 'room', 'path': '/seats/1', 'value': 'alice'}");
		this.alice.result("state.presence", "{'state': 'lobby', 'path': '/alice', 'value': 1}");

		this.alice.hangUp();

		assertThat(this.server.value("room")).isEqualTo(json("{'seats': {}}"));
		assertThat(this.server.value("lobby")).isEqualTo(json("{}"));
	}

	@Test
	void endOfTheSessionLeavesAnArrayAloneThatReplacedTheObject() {
		this.alice.result("state.presence", "{'state': 'room', 'path': '/seats/0', 'value': 'alice'}");
		this.observer.result("state.set", "{'state': 'room', 'value': {'seats': ['bob', 'carol']}}");

		this.alice.hangUp();

		assertThat(this.server.value("room")).isEqualTo(json("{'seats': ['bob', 'carol']}"));
	}

	@Test
	void missedHeartbeatRemovesPresence() {
		this.alice.result("state.presence", AT_ALICE);

		this.server.pass(Duration.ofSeconds(60));

		assertThat(this.server.value("room")).isEqualTo(json("{}"));
	}

	@Test
	void messageTooLargeRemovesPresence() {
		this.alice.result("state.presence", AT_ALICE);

		this.alice.sendBytes(new byte[2 * 1024 * 1024]);

		assertThat(this.server.value("room")).isEqualTo(json("{}"));
	}

	@Test
	void stopOfTheServerRemovesPresence() {
		this.alice.result("state.presence", AT_ALICE);

		this.server.engine.closeAll(1001, "bye");

		assertThat(this.server.value("room")).isEqualTo(json("{}"));
	}

	@Test
	void presenceOfAnEvictedSessionWaitsForOtherSlowWatchersAWhile() {
		EngineFixture small = new EngineFixture((builder) -> builder.backpressureLimit(8));
		EngineClient slow = small.connect();
		EngineClient alsoSlow = small.connect();
		slow.result("state.presence", "{'state': 'room', 'path': '/slow', 'value': 1}");
		alsoSlow.result("state.presence", "{'state': 'room', 'path': '/alsoSlow', 'value': 1}");
		slow.watch("busy").read();
		alsoSlow.watch("busy", "room").read();
		for (int i = 0; i < 8; i++) {
			small.set("busy", "" + i);
		}
		alsoSlow.readOne();

		small.set("busy", "-1");

		assertThat(slow.evictedBy()).isEqualTo("busy");
		assertThat(alsoSlow.evictedBy()).isNull();
		small.pass(Duration.ofSeconds(6));
		assertThat(alsoSlow.evictedBy()).isEqualTo("room");
		assertThat(small.value("room")).isEqualTo(json("{}"));
	}

	@Test
	void pathBelongsToTheSessionThatRegisteredItLast() {
		EngineClient sameUser = this.server.connect();
		this.alice.result("state.presence", AT_ALICE);
		sameUser.result("state.presence", AT_ALICE);

		this.alice.hangUp();
		assertThat(this.server.value("room").has("alice")).isTrue();
		sameUser.hangUp();

		assertThat(this.server.value("room").has("alice")).isFalse();
	}

	@Test
	void escapedAndPlainSpellingsNameTheSamePath() {
		this.alice.result("state.presence", "{'state': 'room', 'path': '/a~1b~c', 'value': 1}");
		EngineClient other = this.server.connect();
		other.result("state.presence", "{'state': 'room', 'path': '/a~1b~0c', 'value': 1}");

		this.alice.hangUp();

		assertThat(this.server.value("room")).isEqualTo(json("{'a/b~c': 1}"));
	}

	@Test
	void removeInEndsTheBinding() {
		this.alice.result("state.presence", AT_ALICE);
		this.alice.result("state.remove_in", "{'state': 'room', 'path': '/alice'}");
		this.server.setIn("room", "/alice", "'a statue'");

		this.alice.hangUp();

		assertThat(this.server.value("room")).isEqualTo(json("{'alice': 'a statue'}"));
	}

	@Test
	void refusedPresenceBindsNothing() {
		EngineFixture strict = new EngineFixture((builder) -> builder
			.validator((key, value) -> value.has("bad") ? Optional.of("bad") : Optional.empty()));
		EngineClient guest = strict.connect();
		strict.set("room", "{'good': 1}");

		assertThat(guest.result("state.presence", "{'state': 'room', 'path': '/bad', 'value': 1}").code())
			.isEqualTo(422);
		assertThat(guest.result("state.presence", "{'state': 'room', 'path': '/', 'value': 1}").code()).isEqualTo(400);
		guest.hangUp();

		assertThat(strict.value("room")).isEqualTo(json("{'good': 1}"));
	}

	@Test
	void schemaCannotKeepPresenceAlive() {
		EngineFixture strict = new EngineFixture((builder) -> builder
			.validator((key, value) -> value.isEmpty() ? Optional.of("must not be empty") : Optional.empty()));
		EngineClient guest = strict.connect();
		guest.result("state.presence", "{'state': 'room', 'path': '/guest', 'value': 1}");

		guest.hangUp();

		assertThat(strict.value("room")).isEqualTo(json("{}"));
	}

	@Test
	void presenceOfADeletedKeyIsNotMissed() {
		this.alice.result("state.presence", AT_ALICE);
		this.server.delete("room");

		this.alice.hangUp();

		assertThat(this.server.engine.names().all()).isEmpty();
	}

	@Test
	void presenceInOneKeyIsRemovedByOneDelta() {
		// Enough that the operations weigh less than the value that remains.
		this.server.set("room", "{'map': '" + "x".repeat(100_000) + "'}");
		for (int i = 0; i < 3000; i++) {
			this.alice.result("state.presence", "{'state': 'room', 'path': '/seat" + i + "', 'value': 1}");
		}
		this.observer.watch("room").read();

		this.alice.hangUp();

		Frame.Delta delta = this.observer.readOnly(Frame.Delta.class);
		assertThat(delta.ops()).hasSize(3000).contains(DeltaOp.remove("/seat0"), DeltaOp.remove("/seat2999"));
		assertThat(this.server.value("room")).hasSize(1);
	}

	@Test
	void presenceInManyKeysIsRemovedAsFastAsAWatcherReads() {
		for (int i = 0; i < 3000; i++) {
			this.alice.result("state.presence", "{'state': 'room" + i + "', 'path': '/alice', 'value': 1}");
			this.observer.watch("room" + i).read();
		}

		this.alice.hangUp();

		int deltas = 0;
		for (int i = 0; i < 3000 && deltas < 3000; i++) {
			deltas += this.observer.read().size();
			this.server.pass(Duration.ofMillis(5));
		}
		assertThat(deltas).isEqualTo(3000);
		assertThat(this.observer.closeCode()).isNull();
		assertThat(this.server.value("room2999")).isEqualTo(json("{}"));
	}

	@Test
	void presenceOfManySessionsThatEndAtOnceEvictsNoWatcher() {
		EngineFixture authenticated = new EngineFixture(
				(builder) -> builder.authenticator((token) -> new CompletableFuture<>()));
		EngineClient watcher = authenticated.connect(Peer.trusted("watcher"));
		for (int i = 0; i < 2000; i++) {
			EngineClient user = authenticated.connect();
			user.send(new Frame.Auth(0, 1, "token")).accept(new SodpIdentity("user" + i, Map.of(), Instant.MAX));
			user.result("state.presence", "{'state': 'room', 'path': '/user" + i + "', 'value': 1}");
		}
		watcher.watch("room").read();

		authenticated.engine.expire((identity) -> true);
		for (int i = 0; i < 2000 && !authenticated.value("room").isEmpty(); i++) {
			watcher.read();
			authenticated.pass(Duration.ofMillis(5));
		}

		assertThat(watcher.closeCode()).isNull();
		assertThat(authenticated.value("room")).isEqualTo(json("{}"));
	}

	@Test
	void aWatcherThatDoesNotReadDoesNotKeepPresenceAlive() {
		for (int i = 0; i < 3000; i++) {
			this.alice.result("state.presence", "{'state': 'room" + i + "', 'path': '/alice', 'value': 1}");
			this.observer.watch("room" + i).read();
		}

		this.alice.hangUp();
		this.server.pass(Duration.ofSeconds(6));

		assertThat(this.server.value("room2999")).isEqualTo(json("{}"));
		assertThat(this.observer.closeCode()).isEqualTo(1013);
	}

	@Test
	void aPathTakenOverWhileItsRemovalWaitsIsKept() {
		for (int i = 0; i < 1000; i++) {
			this.alice.result("state.presence", "{'state': 'room" + i + "', 'path': '/alice', 'value': 1}");
			this.observer.watch("room" + i).read();
		}
		this.alice.hangUp();
		EngineClient again = this.server.connect();

		again.result("state.presence", "{'state': 'room999', 'path': '/alice', 'value': 2}");
		this.server.pass(Duration.ofSeconds(6));

		assertThat(this.server.value("room999")).isEqualTo(json("{'alice': 2}"));
		assertThat(this.server.value("room998")).isEqualTo(json("{}"));
	}

}
