// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sodp.server.journal.PresenceChange;
import dev.sodp.server.journal.PresenceOwner;
import dev.sodp.state.StatePath;
import dev.sodp.transport.Peer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node that drains leaves the presence of those who have left to the others, unless
 * their time is over before.
 */
class ClusterDrainingTests {

	private static final Duration DRAIN_TIME = Duration.ofSeconds(8);

	private static final Duration ABSENCE = Duration.ofSeconds(10);

	private final ManualSharedJournal journal = new ManualSharedJournal();

	private final EngineFixture server = new EngineFixture(this.journal, (builder) -> builder.drainTime(DRAIN_TIME));

	private final AtomicInteger drained = new AtomicInteger();

	private EngineClient alice;

	@BeforeEach
	void aliceIsPresent() {
		this.alice = this.server.connect(Peer.remote("alice"));
		this.journal.synchronizeAll();
		this.alice.read();
		this.alice.call("state.presence", "{'state': 'room', 'path': '/alice', 'value': 1}");
		this.journal.read(0, null);
		this.journal.commitNext(1);
		this.alice.read();
	}

	private void drain() {
		this.server.engine.drain(this.drained::incrementAndGet);
	}

	private void stop() {
		this.server.engine.closeAll(CloseCode.GOING_AWAY, "The server is stopped");
	}

	@Test
	void drainingDoesNotWaitForPresenceThatNoOneHasTakenOver() {
		drain();

		assertThat(this.alice.closeCode()).isEqualTo(CloseCode.GOING_AWAY);
		assertThat(this.drained).hasValue(1);
	}

	@Test
	void neitherTheEndNorAStopRemovesPresence() {
		drain();
		this.server.pass(DRAIN_TIME);
		stop();

		assertThat(this.journal.waiting).isEmpty();
		assertThat(this.server.value("room")).isEqualTo(json("{'alice': 1}"));
	}

	@Test
	void presenceThatNoOneHasTakenOverLeavesWhenItsTimeIsOver() {
		drain();
		stop();
		this.server.pass(ABSENCE.minusMillis(1));
		assertThat(this.journal.waiting).isEmpty();

		this.server.pass(Duration.ofMillis(200));
		this.journal.commitNext(2);

		assertThat(this.server.value("room")).isEqualTo(json("{}"));
	}

	@Test
	void presenceThatAnotherNodeHasTakenOverStays() {
		drain();
		this.journal.commitForeign("room", 0, List.of(),
				PresenceChange.bind(StatePath.parse("/alice"), new PresenceOwner("node-2", 7), List.of()));
		this.server.pass(ABSENCE.multipliedBy(2));

		assertThat(this.journal.waiting).isEmpty();
		assertThat(this.server.value("room")).isEqualTo(json("{'alice': 1}"));
	}

	@Test
	void aServerThatIsStartedAgainStillRemovesWhatNoOneTakesOver() {
		drain();
		this.server.engine.cancelDraining();
		this.server.pass(ABSENCE);
		this.server.pass(Duration.ofMillis(200));
		this.journal.commitNext(2);

		assertThat(this.server.value("room")).isEqualTo(json("{}"));
	}

}
