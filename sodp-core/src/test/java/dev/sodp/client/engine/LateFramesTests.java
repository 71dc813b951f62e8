// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;

import dev.sodp.client.KeyState;
import dev.sodp.client.engine.EngineHarness.Recorder;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameHeader;
import dev.sodp.protocol.MalformedFrameException;
import dev.sodp.state.DeltaOp;
import org.junit.jupiter.api.Test;

import static dev.sodp.client.engine.EngineHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;

/** Frames that come earlier or later than the request that they seem to belong to. */
class LateFramesTests {

	private final EngineHarness client = new EngineHarness().live();

	/** One server sends a caller the delta of its own call there. */
	@Test
	void deltaOnTheControlStreamThatComesBeforeItsSnapshotIsApplied() {
		Recorder seen = this.client.watch("game");
		this.client.delta(Frame.CONTROL_STREAM, "game", 6, DeltaOp.update("/", tree(6)));
		this.client.init(10, "game", 5, 5);

		assertThat(seen.seen()).containsExactly("INIT@5 5", "DELTA@6 6");
	}

	@Test
	void deltaOfAnEarlierSubscriptionThatComesBeforeTheSnapshotIsNot() {
		Recorder seen = this.client.watch("game");
		this.client.delta(9, "game", 6, DeltaOp.update("/", tree(6)));
		this.client.init(10, "game", 5, 5);

		assertThat(seen.seen()).containsExactly("INIT@5 5");
	}

	/** The last version of the snapshot itself is contained in it as well. */
	@Test
	void deltaThatTheSnapshotContainsIsDroppedAlsoAfterALaterOne() {
		Recorder seen = this.client.watch("game");
		this.client.init(10, "game", 5, 5);
		this.client.delta(10, "game", 6, DeltaOp.update("/", tree(6)));
		this.client.delta(10, "game", 5, DeltaOp.update("/", tree(5)));

		assertThat(seen.seen()).containsExactly("INIT@5 5", "DELTA@6 6");
		assertThat(this.client.sent(Frame.Unwatch.class)).isEmpty();
		assertThat(this.client.keyState("game")).isEqualTo(KeyState.LIVE);
	}

	/** It is about a request that has been given up for a later one of the same key. */
	@Test
	void refusalOfARequestThatWasGivenUpSettlesThatOneOnly() {
		Recorder seen = this.client.watch("game");
		long givenUp = this.client.lastSent(Frame.Watch.class).stream();
		this.client.engine.receivedMalformed(this.client.attempt,
				new MalformedFrameException("truncated", 7, new FrameHeader(4, 10, 0), "game", null, null));
		this.client.advance(Duration.ofSeconds(1));
		assertThat(this.client.lastSent(Frame.Watch.class).stream()).isNotEqualTo(givenUp);

		this.client.error(givenUp, 403, "access to 'game' denied");
		assertThat(this.client.keyState("game")).isEqualTo(KeyState.RESTORING);
		assertThat(this.client.denied).isEmpty();

		this.client.init(10, "game", 5, 5);
		assertThat(seen.seen()).containsExactly("INIT@5 5");
		assertThat(this.client.keyState("game")).isEqualTo(KeyState.LIVE);
	}

}
