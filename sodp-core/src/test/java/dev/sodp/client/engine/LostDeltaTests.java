// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;

import dev.sodp.client.KeyState;
import dev.sodp.client.KeyStatus;
import dev.sodp.client.engine.EngineHarness.Recorder;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameHeader;
import dev.sodp.protocol.MalformedFrameException;
import dev.sodp.state.DeltaOp;
import org.junit.jupiter.api.Test;

import static dev.sodp.client.engine.EngineHarness.json;
import static dev.sodp.client.engine.EngineHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;

/** What is held before its snapshot has come is bounded, and no loss goes unnoticed. */
class LostDeltaTests {

	private static final int MORE_THAN_IS_HELD = 4097;

	private final EngineHarness client = new EngineHarness().live();

	@Test
	void keyIsTakenAfreshWhenItsEarlyDeltasWereTooMany() {
		Recorder list = this.client.watch("list");
		early(10);
		assertThat(this.client.errors).singleElement()
			.satisfies((error) -> assertThat(error.message()).contains("dropped"));
		this.client.init(10, "list", 1, json("[]"));
		this.client.advance(Duration.ZERO);
		assertThat(list.seen()).containsExactly("INIT@1 []");
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(2);
		this.client.init(10, "list", 5000, json("['all']"));
		this.client.delta(10, null, 5001, DeltaOp.add("/-", tree(1)));
		assertThat(list.last().value()).isEqualTo(json("['all',1]"));
		assertThat(this.client.engine.keyStatus("list")).map(KeyStatus::state).contains(KeyState.LIVE);
	}

	@Test
	void otherKeysAreNotTakenAfresh() {
		this.client.watch("list", "other");
		early(10);
		this.client.init(11, "other", 1, 1);
		assertThat(this.client.engine.keyStatus("other")).map(KeyStatus::state).contains(KeyState.LIVE);
	}

	@Test
	void lossOnMoreStreamsThanCanBeRememberedIsNotForgotten() {
		this.client.watch("list");
		early(10);
		for (int stream = 100; stream < 100 + 2 * MORE_THAN_IS_HELD; stream++) {
			this.client.delta(stream, null, 2, DeltaOp.add("/-", tree(1)));
		}
		this.client.init(99 + 2 * MORE_THAN_IS_HELD, "list", 1, json("[]"));
		assertThat(this.client.engine.keyStatus("list")).map(KeyStatus::state).contains(KeyState.RESTORING);
	}

	@Test
	void keyIsTakenAfreshWhenItsHeldDeltasWereTooMany() {
		Recorder list = this.client.watch("list");
		for (int i = 0; i < MORE_THAN_IS_HELD; i++) {
			this.client.delta(10, "list", 2 + i, DeltaOp.add("/-", tree(1)));
		}
		this.client.init(10, "list", 1, json("[]"));
		this.client.advance(Duration.ZERO);
		assertThat(list.seen()).containsExactly("INIT@1 []");
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(2);
	}

	@Test
	void keyIsTakenAfreshWhenAnEarlyFrameOfItsStreamCouldNotBeRead() {
		this.client.watch("list");
		this.client.engine.receivedMalformed(this.client.attempt,
				new MalformedFrameException("truncated", 7, new FrameHeader(4, 10, 0), null, null, null));
		this.client.init(10, "list", 1, json("[]"));
		assertThat(this.client.engine.keyStatus("list")).map(KeyStatus::state).contains(KeyState.RESTORING);
		this.client.advance(Duration.ZERO);
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(2);
	}

	private void early(long stream) {
		for (int i = 0; i < MORE_THAN_IS_HELD; i++) {
			this.client.delta(stream, null, 2 + i, DeltaOp.add("/-", tree(1)));
		}
	}

}
