// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.sodp.client.engine.EngineHarness.Recorder;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Frame;
import dev.sodp.state.DeltaOp;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How the watches of many keys end (protocol section 3). */
class EndingWatchesTests {

	private static final int KEYS = 16_000;

	private final EngineHarness client = new EngineHarness();

	private final List<Recorder> watched = new ArrayList<>();

	private void watchAll(Capabilities capabilities) {
		this.client.live(capabilities);
		for (int i = 0; i < KEYS; i++) {
			this.watched.add(new Recorder("key." + i));
		}
		this.client.engine.watch(this.watched, null);
		for (int i = 0; i < KEYS; i++) {
			this.client.init(i + 1, "key." + i, 1, i);
		}
		this.client.sent.clear();
	}

	private List<String> unwatched() {
		return this.client.sent(Frame.Unwatch.class).stream().flatMap((frame) -> frame.states().stream()).toList();
	}

	@Test
	void manyWatchesThatEndTogetherTakeFewFrames() {
		watchAll(EngineHarness.FULL);
		this.client.engine.release(this.watched);
		assertThat(unwatched()).hasSize(KEYS).doesNotHaveDuplicates();
		assertThat(this.client.sent(Frame.Unwatch.class)).hasSizeLessThan(20)
			.allSatisfy((frame) -> assertThat(frame.states().stream().mapToInt(String::length).sum())
				.isLessThan(FrameSender.MAX_KEY_BYTES));
		assertThat(this.client.engine.keyStatuses()).isEmpty();
	}

	@Test
	void serverWithoutMultipleKeysGetsAFrameForEach() {
		watchAll(Capabilities.NONE);
		this.client.engine.release(this.watched);
		assertThat(unwatched()).hasSize(KEYS);
		assertThat(this.client.sent(Frame.Unwatch.class)).allSatisfy((frame) -> assertThat(frame.states()).hasSize(1));
	}

	@Test
	void keysThatAreStillWatchedStay() {
		watchAll(EngineHarness.FULL);
		Recorder other = this.client.watch("key.5");
		this.client.engine.release(this.watched);
		assertThat(unwatched()).hasSize(KEYS - 1).doesNotContain("key.5");
		this.client.delta(6, null, 2, DeltaOp.update("/", EngineHarness.tree("new")));
		assertThat(other.seen()).containsExactly("CACHE@1 5", "DELTA@2 \"new\"");
	}

	@Test
	void deltaOnTheStreamOfAnEndedWatchIsDropped() {
		this.client.live();
		Recorder first = this.client.watch("first");
		this.client.init(10, "first", 1, 1);
		this.client.engine.release(List.of(first));
		Recorder second = this.client.watch("second");
		this.client.init(11, "second", 1, 1);
		this.client.delta(10, null, 2, DeltaOp.update("/", EngineHarness.tree(2)));
		assertThat(first.seen()).hasSize(1);
		assertThat(second.seen()).hasSize(1);
	}

	@Test
	void keysThatTheServerLeavesUnansweredAreGivenUpInOneFrame() {
		this.client.live();
		this.client.watch("a", "b", "c");
		this.client.sent.clear();
		this.client.keepAlive(Duration.ofSeconds(11));
		assertThat(this.client.sent(Frame.Unwatch.class)).singleElement()
			.satisfies((frame) -> assertThat(frame.states()).containsExactly("a", "b", "c"));
	}

	@Test
	void oneByOneEachKeyIsUnwatchedOnce() {
		watchAll(EngineHarness.FULL);
		this.watched.forEach((subscriber) -> this.client.engine.release(List.of(subscriber)));
		assertThat(unwatched()).hasSize(KEYS).doesNotHaveDuplicates();
	}

}
