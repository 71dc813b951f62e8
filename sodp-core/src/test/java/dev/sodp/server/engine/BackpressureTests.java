// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.sodp.protocol.Frame;
import org.junit.jupiter.api.Test;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

/** The bounded queue of a session. */
class BackpressureTests {

	private final EngineFixture server = new EngineFixture();

	private final EngineClient slow = this.server.connect();

	private void change(String key, int times) {
		for (int i = 0; i < times; i++) {
			this.server.setIn(key, "/n", "" + this.server.changes.size());
		}
	}

	@Test
	void sessionThatReadsNothingIsEvictedByTheFirstDeltaBeyondTheLimit() {
		this.slow.watch("a").read();

		change("a", 1024);
		assertThat(this.server.engine.sessions()).hasSize(1);
		change("a", 1);

		assertThat(this.server.engine.sessions()).isEmpty();
		assertThat(this.slow.evictedBy()).isEqualTo("a");
		assertThat(this.slow.read()).isEmpty();
		assertThat(this.slow.closeCode()).isEqualTo(1013);
	}

	@Test
	void sessionThatReadsNothingIsEvictedByTheFirstByteBeyondTheLimit() {
		this.slow.watch("a").read();

		String megabyte = "x".repeat(1_000_000);
		for (int i = 0; i < 16; i++) {
			this.server.setIn("a", "/n", "'" + megabyte + i + "'");
		}
		assertThat(this.server.engine.sessions()).hasSize(1);
		this.server.setIn("a", "/n", "'" + megabyte + "'");

		assertThat(this.server.engine.sessions()).isEmpty();
		assertThat(this.slow.evictedBy()).isEqualTo("a");
	}

	@Test
	void bytesThatWereReadAreForgotten() {
		this.slow.watch("a").read();

		String megabyte = "x".repeat(1_000_000);
		for (int i = 0; i < 40; i++) {
			this.server.setIn("a", "/n", "'" + megabyte + i + "'");
			this.slow.read();
		}

		assertThat(this.slow.evictedBy()).isNull();
	}

	@Test
	void evictionDoesNotDisturbOthers() {
		EngineClient fast = this.server.connect();
		this.slow.watch("a").read();
		fast.watch("a").read();

		List<Long> versions = new ArrayList<>();
		for (int i = 0; i < 1500; i++) {
			change("a", 1);
			fast.readAll(Frame.Delta.class).map(Frame.Delta::version).forEach(versions::add);
		}

		assertThat(this.slow.evictedBy()).isEqualTo("a");
		assertThat(versions).hasSize(1500).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void answersToManyKeysWaitForRoom() {
		String[] keys = IntStream.range(0, 5000).mapToObj((i) -> "key." + i).toArray(String[]::new);

		this.slow.watch(keys);

		assertThat(this.slow.session.outbox().size()).isLessThanOrEqualTo(512);
		assertThat(this.slow.session.isCongested()).isTrue();
		assertThat(this.slow.read()).hasSize(5000)
			.allSatisfy((frame) -> assertThat(frame).isInstanceOf(Frame.StateInit.class));
		assertThat(this.slow.session.isCongested()).isFalse();
		assertThat(this.slow.evictedBy()).isNull();
	}

	@Test
	void refusalsOfManyKeysWaitForRoomToo() {
		String[] keys = IntStream.range(0, 5000).mapToObj((i) -> "no key " + i).toArray(String[]::new);

		this.slow.watch(keys);

		assertThat(this.slow.session.outbox().size()).isLessThanOrEqualTo(512);
		assertThat(this.slow.read()).hasSize(5000);
	}

	@Test
	void answersLeaveRoomForDeltas() {
		this.slow.watch("a").read();
		this.slow.watch(IntStream.range(0, 5000).mapToObj((i) -> "key." + i).toArray(String[]::new));

		change("a", 1024);

		assertThat(this.slow.evictedBy()).isNull();
	}

	@Test
	void keyThatWaitsIsAnsweredWithTheValueOfThatLaterMoment() {
		String[] keys = IntStream.range(0, 1000).mapToObj((i) -> "key." + i).toArray(String[]::new);
		this.slow.watch(keys);

		long version = this.server.set("key.999", "7");

		List<Frame> frames = this.slow.read();
		assertThat(frames).hasSize(1000);
		Frame.StateInit last = (Frame.StateInit) frames.get(999);
		assertThat(last.state()).isEqualTo("key.999");
		assertThat(last.value()).isEqualTo(json("7"));
		assertThat(last.version()).isEqualTo(version);
	}

	@Test
	void keyThatWaitsCanBeUnwatched() {
		this.slow.watch(IntStream.range(0, 1000).mapToObj((i) -> "key." + i).toArray(String[]::new));

		this.slow.unwatch("key.999");

		assertThat(this.slow.readAll(Frame.StateInit.class).map(Frame.StateInit::state)).hasSize(999)
			.doesNotContain("key.999");
	}

	@Test
	void longReplayIsNoReasonForEviction() {
		long since = this.server.set("a", "{'n': -1}");
		change("a", 1000);

		this.slow.resume("a", since);
		change("a", 1);

		assertThat(this.slow.evictedBy()).isNull();
		assertThat(this.slow.read()).hasSize(1002);
	}

	@Test
	void replayThatCannotFitIsSkipped() {
		EngineFixture small = new EngineFixture((builder) -> builder.backpressureLimit(8));
		long since = small.set("a", "0");
		for (int i = 1; i < 20; i++) {
			small.set("a", "" + i);
		}

		small.connect().resume("a", since).readOnly(Frame.StateInit.class);
	}

	@Test
	void resultsDoNotEvict() {
		this.slow.watch("a").read();
		change("a", 1024);

		this.slow.call("state.set", "{'state': 'b', 'value': 1}");

		assertThat(this.slow.evictedBy()).isNull();
		assertThat(this.slow.session.isCongested()).isTrue();
		assertThat(this.slow.read()).hasSize(1025).last().isInstanceOf(Frame.Result.class);
	}

	@Test
	void answersThatAreNotReadEndTheSessionAtTwiceTheLimit() {
		for (int i = 0; i < 2048; i++) {
			this.slow.call("state.set", "{'state': 'b', 'value': 1}");
		}
		assertThat(this.slow.isUnread()).isFalse();

		this.slow.call("state.set", "{'state': 'b', 'value': 1}");

		assertThat(this.slow.isUnread()).isTrue();
		assertThat(this.slow.closeCode()).isEqualTo(1013);
		assertThat(this.slow.read()).isEmpty();
		assertThat(this.server.engine.sessions()).isEmpty();
	}

}
