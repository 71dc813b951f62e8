// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import dev.sodp.client.KeyState;
import dev.sodp.client.engine.EngineHarness.Recorder;
import dev.sodp.protocol.Frame;
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

	/** A cluster takes back what was lost with a part of its history. */
	@Test
	void whatWasSentBeforeASnapshotOfAnOlderVersionWasTakenBack() {
		this.client.watch("game");
		this.client.init(10, "game", 5, 5);
		this.client.engine.unwatch("game");
		Recorder seen = this.client.watch("game");
		this.client.delta(10, "game", 8, DeltaOp.update("/", tree(8)));
		this.client.init(10, "game", 5, 5);
		this.client.delta(10, "game", 20, DeltaOp.update("/", tree(20)));

		assertThat(seen.seen()).containsExactly("INIT@5 5", "DELTA@20 20");
	}

	@Test
	void deltaOfAnEarlierSubscriptionThatComesBeforeTheSnapshotIsNot() {
		Recorder seen = this.client.watch("game");
		this.client.delta(9, "game", 6, DeltaOp.update("/", tree(6)));
		this.client.init(10, "game", 5, 5);

		assertThat(seen.seen()).containsExactly("INIT@5 5");
	}

	/**
	 * The snapshot may contain it, also if it has the version of the snapshot itself, so
	 * asking again is all there is to do.
	 */
	@Test
	void deltaUpToTheVersionOfTheSnapshotIsVerifiedWithoutAReport() {
		this.client.watch("game");
		this.client.init(10, "game", 5, 5);
		this.client.delta(10, "game", 6, DeltaOp.update("/", tree(6)));
		this.client.delta(10, "game", 5, DeltaOp.update("/", tree(5)));

		assertThat(this.client.keyState("game")).isEqualTo(KeyState.RESTORING);
		assertThat(this.client.errors).isEmpty();
	}

	@Test
	void deltaAboveTheVersionOfTheSnapshotThatComesTooLateIsReported() {
		this.client.watch("game");
		this.client.init(10, "game", 5, 5);
		this.client.delta(10, "game", 7, DeltaOp.update("/", tree(7)));
		this.client.delta(10, "game", 6, DeltaOp.update("/", tree(6)));

		assertThat(this.client.keyState("game")).isEqualTo(KeyState.RESTORING);
		assertThat(this.client.errors).singleElement()
			.satisfies((error) -> assertThat(error.message()).contains("went back from 7 to 6"));
	}

	/** It is about a request that has been given up for a later one of the same key. */
	@Test
	void refusalOfARequestThatWasGivenUpSettlesThatOneOnly() {
		this.client.watch("game");
		long givenUp = this.client.lastSent(Frame.Watch.class).stream();
		this.client.engine.unwatch("game");
		Recorder seen = this.client.watch("game");
		assertThat(this.client.lastSent(Frame.Watch.class).stream()).isNotEqualTo(givenUp);

		this.client.error(givenUp, 403, "access to 'game' denied");
		assertThat(this.client.keyState("game")).isEqualTo(KeyState.RESTORING);
		assertThat(this.client.denied).isEmpty();

		this.client.init(10, "game", 5, 5);
		assertThat(seen.seen()).containsExactly("INIT@5 5");
		assertThat(this.client.keyState("game")).isEqualTo(KeyState.LIVE);
	}

}
