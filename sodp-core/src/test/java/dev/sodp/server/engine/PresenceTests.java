// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.Optional;

import dev.sodp.protocol.Frame;
import dev.sodp.state.DeltaOp;
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
	void evictionRemovesPresenceAndItsBroadcastMayEvictOthers() {
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

		assertThat(this.server.engine.keys()).isEmpty();
	}

}
