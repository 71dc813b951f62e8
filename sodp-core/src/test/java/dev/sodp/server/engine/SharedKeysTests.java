// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.server.ChangeOrigin;
import dev.sodp.server.CommittedChange;
import dev.sodp.server.StateRejectedException;
import dev.sodp.server.StateSnapshot;
import dev.sodp.server.journal.PresenceChange;
import dev.sodp.server.journal.PresenceOwner;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.StatePath;
import dev.sodp.transport.Peer;
import org.junit.jupiter.api.Test;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

/** Keys of a shared journal, of which a node holds those that it needs. */
class SharedKeysTests {

	private static final Duration LONG_UNUSED = Duration.ofSeconds(61);

	private final ManualSharedJournal journal = new ManualSharedJournal();

	private final EngineFixture server = new EngineFixture(this.journal,
			(builder) -> builder.heartbeatInterval(Duration.ofHours(1)));

	private final EngineClient alice = connect();

	private EngineClient connect() {
		EngineClient client = this.server.connect(Peer.remote("client"));
		this.journal.synchronizeAll();
		client.read();
		return client;
	}

	private EngineClient watching(String key, long version, String json) {
		this.alice.watch(key);
		this.journal.read(version, json);
		this.alice.read();
		return this.alice;
	}

	@Test
	void aWatchedKeyIsReadBeforeItsSnapshotIsSent() {
		this.alice.watch("game");
		assertThat(this.alice.read()).isEmpty();

		this.journal.read(7, "{'score': 1}");

		Frame.StateInit init = this.alice.readOnly(Frame.StateInit.class);
		assertThat(init.version()).isEqualTo(7);
		assertThat(init.value()).isEqualTo(json("{'score': 1}"));
	}

	@Test
	void aKeyIsReadOnceForAllWhoNeedIt() {
		EngineClient bob = connect();
		this.alice.watch("game");
		bob.watch("game");
		bob.call("state.set", "{'state': 'game', 'value': 2}");

		assertThat(this.journal.reads).containsExactly("game");
	}

	@Test
	void aKeyThatDoesNotExistIsKnownNotToExist() {
		this.alice.watch("nothing");
		this.journal.read(0, null);
		assertThat(this.alice.readOnly(Frame.StateInit.class).initialized()).isFalse();

		EngineClient bob = connect();
		bob.watch("nothing");

		assertThat(bob.readOnly(Frame.StateInit.class).initialized()).isFalse();
		assertThat(this.journal.reads).isEmpty();
	}

	@Test
	void aKeyThatCannotBeReadIsAnErrorOfItsRequest() {
		this.alice.watch("game");

		this.journal.notRead();

		assertThat(this.alice.readOnly(Frame.Error.class).code()).isEqualTo(ErrorCode.UNAVAILABLE);
		this.alice.watch("game");
		assertThat(this.journal.reads).containsExactly("game");
	}

	@Test
	void aCallWaitsForItsKey() {
		this.alice.call("state.set_in", "{'state': 'game', 'path': '/score', 'value': 2}");
		assertThat(this.journal.waiting).isEmpty();

		this.journal.read(7, "{'score': 1}");
		assertThat(this.journal.waiting.element().baseVersion()).isEqualTo(7);
		this.journal.commitNext(8);

		assertThat(this.alice.readOnly(Frame.Result.class).success()).isTrue();
		assertThat(this.server.value("game")).isEqualTo(json("{'score': 2}"));
	}

	@Test
	void aCallOfAKeyThatCannotBeReadIsRefused() {
		this.alice.call("state.set", "{'state': 'game', 'value': 2}");

		this.journal.notRead();

		assertThat(this.alice.readOnly(Frame.Result.class).success()).isFalse();
	}

	@Test
	void theHostReadsAKeyThatIsNotHeld() {
		StringBuilder read = new StringBuilder();
		this.server.engine.host().read("game", new PendingRead() {
			@Override
			public void succeeded(Optional<StateSnapshot> snapshot) {
				read.append(snapshot.orElseThrow().version());
			}

			@Override
			public void failed(StateRejectedException failure) {
				read.append(failure);
			}
		});

		this.journal.read(7, "1");

		assertThat(read).hasToString("7");
	}

	@Test
	void whatAnotherNodeChangesIsSent() {
		watching("game", 7, "1");

		this.journal.commitForeign("game", 9, "2");

		assertThat(this.alice.readOnly(Frame.Delta.class).version()).isEqualTo(9);
		assertThat(this.server.changes).extracting(CommittedChange::origin).containsExactly(ChangeOrigin.OTHER_NODE);
	}

	@Test
	void aKeyThatNoOneNeedsLeavesMemory() {
		watching("game", 7, "1").unwatch("game");

		this.server.pass(LONG_UNUSED);

		assertThat(this.journal.released).containsExactly("game");
		assertThat(this.server.engine.host().get("game")).isEmpty();
		assertThat(this.server.engine.statistics().keys()).isZero();
		assertThat(this.server.engine.statistics().valueBytes()).isZero();
		assertThat(this.server.engine.names().all()).isEmpty();
	}

	@Test
	void aKeyIsHeldFromItsReadingUntilItLeaves() {
		this.alice.watch("game");
		assertThat(this.server.engine.host().holds("game")).isFalse();

		this.journal.read(7, null);
		assertThat(this.server.engine.host().holds("game")).isTrue();
		this.alice.unwatch("game");
		this.server.pass(LONG_UNUSED);

		assertThat(this.server.engine.host().holds("game")).isFalse();
	}

	@Test
	void askingWhetherAKeyIsHeldIsNoUse() {
		watching("game", 7, "1").unwatch("game");

		for (int i = 0; i < 4; i++) {
			this.server.pass(LONG_UNUSED.dividedBy(3));
			this.server.engine.host().holds("game");
		}

		assertThat(this.journal.released).containsExactly("game");
	}

	@Test
	void aKeyThatIsWatchedOrReadStays() {
		watching("game", 7, "1");
		EngineClient bob = connect();
		bob.watch("read");
		this.journal.read(8, "1");
		bob.unwatch("read");
		for (int i = 0; i < 10; i++) {
			this.server.pass(Duration.ofSeconds(20));
			assertThat(this.server.engine.host().get("read")).isPresent();
		}

		assertThat(this.journal.released).isEmpty();
	}

	@Test
	void aKeyInWhichASessionOfThisNodeIsPresentStays() {
		this.alice.call("state.presence", "{'state': 'room', 'path': '/alice', 'value': 1}");
		this.journal.read(0, null);
		this.journal.commitNext(8);

		this.server.pass(LONG_UNUSED.multipliedBy(2));
		assertThat(this.journal.released).isEmpty();
		this.alice.hangUp();
		this.journal.commitNext(9);
		this.server.pass(LONG_UNUSED.multipliedBy(2));

		assertThat(this.journal.released).containsExactly("room");
	}

	@Test
	void aChangeOfAKeyThatHasLeftIsIgnored() {
		watching("game", 7, "1").unwatch("game");
		this.server.pass(LONG_UNUSED);

		this.journal.commitForeign("game", 8, "2");

		assertThat(this.server.engine.statistics().keys()).isZero();
	}

	@Test
	void aDeletedKeyThatIsForgottenIsNotReadAgainWhileItIsWatched() {
		watching("game", 7, "1");
		this.alice.call("state.delete", "{'state': 'game'}");
		this.journal.commitNext(8);
		this.server.pass(this.server.options.deletedLogRetention().plus(LONG_UNUSED));

		this.alice.call("state.set", "{'state': 'game', 'value': 3}");

		assertThat(this.journal.reads).isEmpty();
		assertThat(this.journal.waiting.element().baseVersion()).isEqualTo(8);
	}

	@Test
	void whatIsNotTrueAnyMoreIsReplacedByASnapshot() {
		watching("game", 7, "1");
		this.journal.commitForeign("game", 9, "2");
		this.alice.read();

		this.journal.replace("game", 8, "3", Map.of());

		Frame.StateInit init = this.alice.readOnly(Frame.StateInit.class);
		assertThat(init.version()).isEqualTo(8);
		assertThat(init.value()).isEqualTo(json("3"));
		assertThat(this.server.value("game")).isEqualTo(json("3"));
	}

	@Test
	void whatWasMissedIsSentAsOneChange() {
		watching("game", 7, "{'a': 1}");

		this.journal.replace("game", 30, "{'b': 2}", Map.of());

		Frame.Delta delta = this.alice.readOnly(Frame.Delta.class);
		assertThat(delta.version()).isEqualTo(30);
		assertThat(delta.ops()).containsExactly(DeltaOp.update("/", json("{'b': 2}")));
		EngineClient bob = connect();
		bob.resume("game", 7);
		assertThat(bob.read()).hasExactlyElementsOfTypes(Frame.Delta.class, Frame.StateInit.class);
	}

	@Test
	void aRemovalThatWasMissedIsSentAsOneChange() {
		watching("game", 7, "1");

		this.journal.replace("game", 30, null, Map.of());

		assertThat(this.alice.readOnly(Frame.Delta.class).ops()).containsExactly(DeltaOp.remove("/"));
		assertThat(this.server.engine.names().all()).isEmpty();
	}

	@Test
	void aCreationThatWasMissedIsSentAsOneChange() {
		this.alice.watch("game");
		this.journal.read(0, null);
		this.alice.read();

		this.journal.replace("game", 30, "1", Map.of());

		assertThat(this.alice.readOnly(Frame.Delta.class).ops()).containsExactly(DeltaOp.add("/", json("1")));
	}

	@Test
	void aKeyThatCameAndWentIsNotMentioned() {
		this.alice.watch("game");
		this.journal.read(0, null);
		this.alice.read();

		this.journal.replace("game", 30, null, Map.of());

		assertThat(this.alice.read()).isEmpty();
		this.alice.call("state.set", "{'state': 'game', 'value': 1}");
		assertThat(this.journal.waiting.element().baseVersion()).isEqualTo(30);
	}

	@Test
	void aVersionThatMayBeLostIsNotResumed() {
		watching("game", 7, "1");
		this.journal.commitForeign("game", 9, "2");
		this.journal.history("epoch-2", 8, 100);
		this.journal.replace("game", 7, "1", Map.of());
		this.journal.commitForeign("game", 101, "3");
		EngineClient bob = connect();

		bob.resume("game", 9);

		assertThat(bob.readOnly(Frame.StateInit.class).version()).isEqualTo(101);
	}

	@Test
	void sessionsAfterALossHaveAnotherEpoch() {
		this.journal.history("epoch-2", 8, 100);

		EngineClient bob = this.server.connect(Peer.remote("bob"));
		this.journal.synchronizeAll();

		assertThat(bob.readOnly(Frame.Hello.class).capabilities().epoch()).isEqualTo("epoch-2");
	}

	@Test
	void whatWasProposedOnWhatIsNotTrueIsComputedAgain() {
		watching("game", 7, "{'a': 1}");
		this.alice.call("state.set_in", "{'state': 'game', 'path': '/b', 'value': 2}");

		this.journal.replace("game", 6, "{'c': 3}", Map.of());
		this.journal.conflictNext();
		this.journal.commitNext(101);

		assertThat(this.server.value("game")).isEqualTo(json("{'c': 3, 'b': 2}"));
	}

	@Test
	void presenceThatWasLostIsRegisteredAgain() {
		this.alice.call("state.presence", "{'state': 'room', 'path': '/alice', 'value': 1}");
		this.journal.read(0, null);
		this.journal.commitNext(8);
		this.alice.read();

		this.journal.lose("room", 0, null);
		this.journal.commitNext(101);

		assertThat(this.server.value("room")).isEqualTo(json("{'alice': 1}"));
		this.alice.hangUp();
		this.journal.commitNext(102);
		assertThat(this.server.value("room")).isEqualTo(json("{}"));
	}

	@Test
	void presenceThatIsRegisteredElsewhereSinceTheLossIsLeftThere() {
		this.alice.call("state.presence", "{'state': 'room', 'path': '/alice', 'value': 1}");
		this.journal.read(0, null);
		this.journal.commitNext(8);
		this.alice.read();

		this.journal.lose("room", 101, "{'alice': 1}",
				Map.of(StatePath.parse("/alice"), new PresenceOwner("elsewhere", 1)));

		assertThat(this.journal.waiting).isEmpty();
	}

	@Test
	void presenceThatWasRemovedWithoutLossIsNotRegisteredAgain() {
		this.alice.call("state.presence", "{'state': 'room', 'path': '/alice', 'value': 1}");
		this.journal.read(0, null);
		this.journal.commitNext(8);
		this.alice.read();

		this.journal.replace("room", 9, "{}", Map.of());

		assertThat(this.journal.waiting).isEmpty();
	}

	@Test
	void presenceThatIsNotTakenOverStaysThatOfTheOtherNode() {
		this.alice.watch("room");
		PresenceOwner bob = new PresenceOwner("node-2", 5);
		this.journal.read(8, "{'bob': 1}", Map.of(StatePath.parse("/bob"), bob));
		this.alice.call("state.presence", "{'state': 'room', 'path': '/bob', 'value': 1}");

		this.journal.failNext();

		assertThat(this.journal.waiting).isEmpty();
		assertThat(this.server.value("room")).isEqualTo(json("{'bob': 1}"));
	}

	@Test
	void aConflictDoesNotBringBackPresenceThatAnotherNodeEnded() {
		this.alice.watch("room");
		PresenceOwner owner = new PresenceOwner("node-2", 5);
		StatePath path = StatePath.parse("/bob");
		this.journal.read(8, "{'bob': 1}", Map.of(path, owner));
		this.alice.call("state.set_in", "{'state': 'room', 'path': '/bob', 'value': 2}");

		this.journal.commitForeign("room", 9, List.of(DeltaOp.update("/bob", json("3"))),
				PresenceChange.release(List.of(path)));
		this.journal.conflictNext();
		this.journal.commitNext(10);
		this.journal.gone("node-2", Set.of("room"), () -> {
		});

		assertThat(this.journal.waiting).isEmpty();
		assertThat(this.server.value("room")).isEqualTo(json("{'bob': 2}"));
	}

}
