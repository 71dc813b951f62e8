// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.sodp.client.KeyState;
import dev.sodp.client.KeyStatus;
import dev.sodp.client.engine.EngineHarness.Recorder;
import dev.sodp.client.engine.PrefixWire.Read;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Feature;
import dev.sodp.protocol.Frame;
import dev.sodp.state.DeltaOp;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.NullNode;

import static dev.sodp.client.engine.EngineHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;

/** A key of a prefix counts as in sync only while something keeps it in sync. */
class PrefixInSyncTests {

	private final EngineHarness client = new EngineHarness().live();

	private final PrefixWire wire = new PrefixWire(this.client);

	@Test
	void keyThatIsHealedAfterItsPrefixHasEndedIsNotInSync() {
		this.wire.live();
		this.client.delta(PrefixWire.KEY_STREAM, "game.a", 3, DeltaOp.update("/missing/member", tree(1)));
		this.client.error(this.wire.requested("game.*"), ErrorCode.DENIED, "Not allowed to read 'game.*' any longer");

		this.client.advance(Duration.ofSeconds(1));
		if (this.wire.requests("game.a") > 0) {
			this.client.init(PrefixWire.KEY_STREAM, "game.a", 4, "four");
		}

		assertThat(this.client.keyState("game.a")).isNotEqualTo(KeyState.LIVE);
	}

	@Test
	void suspectKeyIsNotInSyncOnAServerWithoutPrefixes() {
		this.wire.live();
		this.wire.malformedDelta("game.a");
		this.client.reconnect(Capabilities.builder().with(Feature.RESUME).epoch("epoch-1").build());

		if (this.wire.requests("game.a") > 0) {
			this.client.init(PrefixWire.KEY_STREAM, "game.a", 4, "four");
		}

		assertThat(this.client.engine.keyStatus("game.a").map(KeyStatus::state))
			.isNotEqualTo(Optional.of(KeyState.LIVE));
	}

	@Test
	void readOfAKeyBelowARefusedPrefixAsksTheServerEachTime() {
		EngineHarness other = new EngineHarness().live(Capabilities.NONE);
		other.watch("game.*");
		Read first = new Read("game.a");
		other.engine.fetch(first);
		other.engine.release(List.of(first));
		other.init(PrefixWire.KEY_STREAM, "game.a", 1, "old");

		Read second = new Read("game.a");
		other.engine.fetch(second);

		assertThat(second.result).isNull();
	}

	@Test
	void readFromTheServerIsNotAnsweredByAViewThatWasRequestedBefore() {
		this.client.watch("game.*");
		Read read = new Read("game.a");
		this.client.engine.fetchFromServer(read);

		// The server had sent this before the request of the key reached it.
		this.wire.page("game.*", "game.a", 1, "old");
		assertThat(read.result).isNull();

		this.client.init(PrefixWire.KEY_STREAM, "game.a", 2, "new");
		assertThat(read.result).isEqualTo(tree("new"));
	}

	@Test
	void readFromTheServerIsNotAnsweredByAViewThatWasGivenUp() {
		this.client.watch("game.*");
		long first = this.wire.requested("game.*");
		this.client.engine.unwatch("game.*");
		Read read = new Read("game.a");
		this.client.engine.fetchFromServer(read);

		this.client.init(first, "game.a", 1, "old");

		assertThat(read.result).isNull();
	}

	@Test
	void readFromTheServerDoesNotSkipTheWrongSnapshot() {
		this.client.watch("game.*");
		this.client.watch("game.a");
		Read read = new Read("game.a");
		this.client.engine.fetchFromServer(read);

		this.wire.page("game.*", "game.a", 1, "old");
		// Answers the watch, which was requested before the read.
		this.client.init(PrefixWire.KEY_STREAM, "game.a", 2, "older than the read");

		assertThat(read.result).isNull();
	}

	@Test
	void keyThatAPrefixKeepsInSyncIsNotRequested() {
		this.wire.live();
		Recorder single = this.client.watch("game.a");

		this.wire.updated("game.a", 3, "three");

		assertThat(PrefixWire.seen(single)).containsExactly("CACHE game.a@1 \"one\"", "DELTA game.a@3 \"three\"");
		assertThat(this.wire.requests("game.a")).isZero();
	}

	@Test
	void prefixGoesOnWhileTheRequestOfOneOfItsKeysIsPutOff() {
		Recorder game = this.wire.live();
		this.client.engine.fetchFromServer(new Read("game.a"));
		this.client.error(this.wire.requested("game.a"), ErrorCode.RATE_LIMITED, "A session may watch at most 1 keys");

		this.wire.updated("game.a", 3, "three");

		assertThat(this.client.engine.value("game.a")).isEqualTo(tree("three"));
		assertThat(PrefixWire.seen(game)).contains("DELTA game.a@3 \"three\"");
	}

	@Test
	void readThatTheServerHasNoRoomForEndsWithItsCaller() {
		this.wire.live();
		Read read = new Read("game.a");
		this.client.engine.fetchFromServer(read);
		this.client.error(this.wire.requested("game.a"), ErrorCode.RATE_LIMITED, "A session may watch at most 1 keys");
		this.client.engine.release(List.of(read));
		this.client.sent.clear();

		this.client.keepAlive(Duration.ofSeconds(5));

		assertThat(this.wire.requests("game.a")).isZero();
		assertThat(this.client.keyState("game.a")).isEqualTo(KeyState.LIVE);
	}

	@Test
	void keyIsNotInSyncWhileItsPrefixIsPutOff() {
		this.wire.live();
		this.client.error(this.wire.requested("game.*"), ErrorCode.RATE_LIMITED, "too many keys");

		assertThat(this.client.keyState("game.*")).isEqualTo(KeyState.RESTORING);
		assertThat(this.client.keyState("game.a")).isEqualTo(KeyState.RESTORING);
	}

	@Test
	void keyIsNotReadLocallyWhileItsPrefixIsViewedAgain() {
		this.wire.live();
		this.wire.malformedDelta(null);
		assertThat(this.client.keyState("game.*")).isEqualTo(KeyState.RESTORING);

		Read read = new Read("game.a");
		this.client.engine.fetch(read);

		assertThat(read.result).isNull();
	}

	@Test
	void deltasThatFollowTheSnapshotOfAnEndedPrefixAreNoReplay() {
		this.wire.live();
		Recorder single = this.client.watch("game.a");
		this.wire.removed("game.a", 3);
		long ended = this.wire.requested("game.*");
		this.client.engine.unwatch("game.*");
		assertThat(this.client.sent(Frame.Resume.class)).hasSize(1);

		this.client.init(ended, "game.a", 5, Map.of("m", 1));
		this.client.delta(PrefixWire.KEY_STREAM, "game.a", 6, DeltaOp.add("/n", tree(2)));
		this.wire.removed("game.a", 7);
		this.client
			.receive(new Frame.StateInit(PrefixWire.KEY_STREAM, 1, "game.a", 7, NullNode.getInstance(), false, null));

		assertThat(PrefixWire.seen(single)).noneMatch((event) -> event.contains("game.a@6"))
			.last()
			.asString()
			.startsWith("INIT game.a@7");
	}

}
