// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sodp.protocol.Frame;
import dev.sodp.server.journal.PresenceOwner;
import dev.sodp.state.StatePath;
import dev.sodp.transport.Peer;
import org.junit.jupiter.api.Test;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

/** Sessions of a node that comes to its cluster, and that is taken for dead. */
class ClusterMembershipTests {

	private static final Peer PEER = Peer.remote("client");

	private final ManualSharedJournal journal = new ManualSharedJournal();

	private final EngineFixture server = new EngineFixture(this.journal, (builder) -> {
	});

	private EngineClient connect() {
		EngineClient client = this.server.connect(PEER);
		this.journal.synchronizeAll();
		client.read();
		return client;
	}

	@Test
	void aSessionIsGreetedWhenThisNodeKnowsWhatOthersHaveToldIt() {
		EngineClient client = this.server.connect(PEER);
		assertThat(client.read()).isEmpty();
		assertThat(client.session.isCongested()).isTrue();

		this.journal.synchronizeAll();

		client.readOnly(Frame.Hello.class);
		assertThat(client.session.isCongested()).isFalse();
	}

	@Test
	void whatArrivesBeforeIsAnsweredAfterHello() {
		EngineClient client = this.server.connect(PEER);
		client.watch("game");
		client.call("no.such", "{}");
		assertThat(this.journal.reads).isEmpty();

		this.journal.synchronizeAll();

		assertThat(client.read()).hasExactlyElementsOfTypes(Frame.Hello.class, Frame.Result.class);
		assertThat(this.journal.reads).containsExactly("game");
	}

	@Test
	void aFloodBeforeHelloEndsTheSession() {
		EngineClient client = this.server.connect(PEER);

		for (int i = 0; i < 17; i++) {
			client.watch("game");
		}

		assertThat(client.closeCode()).isEqualTo(CloseCode.FULL);
	}

	@Test
	void aSessionThatCannotBeBroughtUpToDateIsClosed() {
		EngineClient client = this.server.connect(PEER);

		this.journal.notSynchronized();

		assertThat(client.closeCode()).isEqualTo(CloseCode.FULL);
	}

	@Test
	void aSessionThatEndsBeforeItIsGreetedIsForgotten() {
		EngineClient client = this.server.connect(PEER);
		client.hangUp();

		this.journal.synchronizeAll();

		assertThat(client.read()).isEmpty();
		assertThat(this.server.engine.sessions()).isEmpty();
	}

	@Test
	void sessionsAreRefusedWhileTheLogIsAway() {
		this.journal.refusal = "The log is away";

		assertThat(this.server.engine.refusal(PEER, null)).contains("The log is away");
	}

	@Test
	void aNodeThatIsTakenForDeadClosesItsSessions() {
		EngineClient client = connect();

		this.journal.fence("node-1b");

		assertThat(client.closeCode()).isEqualTo(CloseCode.GOING_AWAY);
	}

	@Test
	void itGoesOnAsAnotherNode() {
		this.journal.fence("node-1b");

		connect().call("state.presence", "{'state': 'room', 'path': '/alice', 'value': 1}");
		this.journal.read(0, null);

		assertThat(this.journal.waiting.element().presence().owner()).extracting(PresenceOwner::life)
			.isEqualTo("node-1b");
	}

	@Test
	void thePresenceOfANodeThatIsGoneIsRemoved() {
		List<String> removed = new ArrayList<>();
		this.journal.gone("node-2", Set.of("room", "hall"), () -> removed.add("node-2"));
		this.journal.reads.removeFirst();
		this.journal.reads.removeFirst();
		this.journal.reads.addAll(List.of("room", "hall"));
		this.journal.read(5, "{'bob': 1, 'carol': 1}", Map.of(StatePath.parse("/bob"), new PresenceOwner("node-2", 5),
				StatePath.parse("/carol"), new PresenceOwner("node-3", 5)));
		assertThat(this.journal.waiting).isEmpty();
		this.journal.read(6, "{'bob': 1}", Map.of(StatePath.parse("/bob"), new PresenceOwner("node-2", 6)));

		this.journal.commitNext(7);
		assertThat(removed).isEmpty();
		this.journal.commitNext(8);

		assertThat(removed).containsExactly("node-2");
		assertThat(this.server.value("room")).isEqualTo(json("{'carol': 1}"));
		assertThat(this.server.value("hall")).isEqualTo(json("{}"));
	}

	@Test
	void aNodeWithoutPresenceIsReportedAtOnce() {
		List<String> removed = new ArrayList<>();

		this.journal.gone("node-2", Set.of(), () -> removed.add("node-2"));

		assertThat(removed).containsExactly("node-2");
	}

	@Test
	void aDeadNodeWhoseKeysCannotBeReadIsLeftToOthers() {
		List<String> removed = new ArrayList<>();
		this.journal.gone("node-2", Set.of("room"), () -> removed.add("node-2"));

		this.journal.notRead();

		assertThat(removed).isEmpty();
	}

}
