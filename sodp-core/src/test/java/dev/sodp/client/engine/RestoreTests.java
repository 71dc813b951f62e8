// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.engine.EngineHarness.Recorder;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Feature;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.Limit;
import dev.sodp.state.DeltaOp;
import org.junit.jupiter.api.Test;

import static dev.sodp.client.engine.EngineHarness.json;
import static dev.sodp.client.engine.EngineHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;

/** How watched keys come back after a lost connection (protocol sections 3 and 6). */
class RestoreTests {

	private final EngineHarness client = new EngineHarness();

	@Test
	void knownKeyIsResumedFromItsVersion() {
		this.client.live();
		this.client.watch("game");
		this.client.init(10, "game", 4, 1);
		this.client.delta(10, null, 9, DeltaOp.update("/", tree(2)));
		this.client.reconnect(EngineHarness.FULL);
		assertThat(this.client.lastSent(Frame.Resume.class).sinceVersion()).isEqualTo(9);
		assertThat(this.client.sent(Frame.Watch.class)).isEmpty();
	}

	@Test
	void versionOfAnEarlierHistoryIsNeverResumedFrom() {
		Capabilities other = Capabilities.builder().with(Feature.values()).epoch("epoch-2").build();
		this.client.live();
		this.client.watch("game");
		this.client.init(10, "game", 4, 1);
		this.client.reconnect(other);
		this.client.error(this.client.lastSent(Frame.Watch.class).stream(), 403, "Not allowed to read 'game'");

		this.client.reconnect(other);

		assertThat(this.client.sent(Frame.Resume.class)).isEmpty();
		assertThat(this.client.lastSent(Frame.Watch.class).states()).containsExactly("game");
	}

	@Test
	void replayThatLeadsToTheSnapshotIsDeliveredAsDeltas() {
		this.client.live();
		Recorder list = this.client.watch("list");
		this.client.init(10, "list", 1, json("[1]"));
		this.client.reconnect(EngineHarness.FULL);
		list.events.clear();
		this.client.delta(20, null, 2, DeltaOp.add("/-", tree(2)));
		this.client.delta(20, null, 3, DeltaOp.add("/-", tree(3)));
		this.client.init(20, "list", 3, json("[1,2,3]"));
		assertThat(list.seen()).containsExactly("DELTA@2 [1,2]", "DELTA@3 [1,2,3]", "INIT@3 [1,2,3]");
	}

	@Test
	void replayOfAnotherHistoryIsNotDelivered() {
		this.client.live();
		Recorder list = this.client.watch("list");
		this.client.init(10, "list", 1, json("[1]"));
		this.client.reconnect(EngineHarness.FULL);
		list.events.clear();
		this.client.delta(20, null, 2, DeltaOp.add("/-", tree(2)));
		this.client.init(20, "list", 2, json("[9]"));
		assertThat(list.seen()).containsExactly("INIT@2 [9]");
	}

	@Test
	void deltasAboveTheSnapshotFollowIt() {
		this.client.live(EngineHarness.WITHOUT_HISTORY);
		Recorder list = this.client.watch("list");
		this.client.init(10, "list", 1, json("[1]"));
		this.client.reconnect(EngineHarness.WITHOUT_HISTORY);
		list.events.clear();
		this.client.delta(20, "list", 2, DeltaOp.add("/-", tree(2)));
		this.client.delta(20, "list", 3, DeltaOp.add("/-", tree(3)));
		this.client.init(20, "list", 2, json("[1,2]"));
		assertThat(list.seen()).containsExactly("DELTA@2 [1,2]", "INIT@2 [1,2]", "DELTA@3 [1,2,3]");
	}

	@Test
	void otherEpochIsWatchedAfresh() {
		this.client.live();
		this.client.watch("game");
		this.client.init(10, "game", 4, 1);
		this.client.reconnect(EngineHarness.FULL.toBuilder().epoch("epoch-2").build());
		assertThat(this.client.sent(Frame.Resume.class)).isEmpty();
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(1);
	}

	@Test
	void serverWithoutResumeIsWatchedAfresh() {
		this.client.live();
		this.client.watch("game");
		this.client.init(10, "game", 4, 1);
		this.client.reconnect(Capabilities.NONE);
		assertThat(this.client.sent(Frame.Resume.class)).isEmpty();
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(1);
	}

	@Test
	void sessionThatEndedDuringRestoreIsNotResumedAgain() {
		this.client.live();
		this.client.watch("game");
		this.client.init(10, "game", 4, 1);
		this.client.reconnect(EngineHarness.FULL);
		assertThat(this.client.sent(Frame.Resume.class)).hasSize(1);
		this.client.reconnect(EngineHarness.FULL);
		assertThat(this.client.sent(Frame.Resume.class)).isEmpty();
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(1);
	}

	@Test
	void connectedBecomesRestoredWhenEveryKeyIsAnswered() {
		this.client.watch("a", "b");
		this.client.live();
		assertThat(this.client.state()).isEqualTo(ConnectionState.CONNECTED);
		this.client.init(10, "a", 1, 1);
		assertThat(this.client.state()).isEqualTo(ConnectionState.CONNECTED);
		this.client.init(11, "b", 1, 1);
		assertThat(this.client.state()).isEqualTo(ConnectionState.RESTORED);
	}

	@Test
	void thousandsOfKeysComeBackWithinTheServersLimits() {
		List<String> keys = IntStream.range(0, 5000).mapToObj((i) -> "key." + i).toList();
		Capabilities limited = EngineHarness.FULL.toBuilder().limit(Limit.WATCHES_PER_SECOND, 10).build();
		this.client.live(limited);
		this.client.watch(keys.toArray(String[]::new));
		Set<String> answered = answerAll(keys.size());
		assertThat(answered).hasSize(5000);
		this.client.reconnect(limited);
		answered = answerAll(keys.size());
		assertThat(answered).containsExactlyInAnyOrderElementsOf(keys);
		assertThat(this.client.state()).isEqualTo(ConnectionState.RESTORED);
	}

	/** Answers like a server that allows ten WATCH or RESUME frames in any second. */
	private Set<String> answerAll(int expected) {
		Set<String> answered = new HashSet<>();
		List<Long> times = new ArrayList<>();
		int from = 0;
		for (int rounds = 0; answered.size() < expected && rounds < 100_000; rounds++) {
			List<Frame> sent = List.copyOf(this.client.sent.subList(from, this.client.sent.size()));
			from = this.client.sent.size();
			for (Frame frame : sent) {
				List<String> states = (frame instanceof Frame.Watch watch) ? watch.states()
						: List.of(((Frame.Resume) frame).state());
				assertThat(states.size()).isLessThanOrEqualTo(500);
				times.add(this.client.time);
				long second = this.client.time - Duration.ofSeconds(1).toNanos();
				assertThat(times.stream().filter((time) -> time > second).count()).isLessThanOrEqualTo(10);
				states.forEach((state) -> this.client.init(100_000 + answered.size(), state, 7, 1));
				answered.addAll(states);
			}
			this.client.advance(Duration.ofMillis(50));
		}
		return answered;
	}

	@Test
	void rateLimitedWatchIsRetriedWithBackOff() {
		this.client.live();
		this.client.watch("game");
		Frame.Watch first = this.client.lastSent(Frame.Watch.class);
		this.client.error(first.stream(), 429, "watch rate limit exceeded");
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(1);
		this.client.advance(Duration.ofSeconds(2));
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(2);
	}

	@Test
	void deniedKeyDoesNotKeepTheOthersFromBeingRestored() {
		this.client.watch("open", "secret");
		this.client.live();
		this.client.error(0, 403, "access denied: secret");
		this.client.init(10, "open", 1, 1);
		assertThat(this.client.state()).isEqualTo(ConnectionState.RESTORED);
		assertThat(this.client.errors).singleElement()
			.satisfies((error) -> assertThat(error.key()).isEqualTo("secret"));
	}

	@Test
	void multiKeyWatchRefusedWithoutNamingAKeyIsSplit() {
		this.client.live();
		this.client.watch("a", "b");
		Frame.Watch both = this.client.lastSent(Frame.Watch.class);
		this.client.sent.clear();
		this.client.error(both.stream(), 403, "denied");
		assertThat(this.client.sent(Frame.Watch.class)).extracting(Frame.Watch::states)
			.containsExactly(List.of("a"), List.of("b"));
	}

	@Test
	void aKeyThatALateSnapshotSettledIsRequestedAgainIfItsRepeatedRequestIsRefused() {
		this.client.live();
		this.client.watch("a", "b");
		this.client.keepAlive(Duration.ofSeconds(11));
		Frame.Watch repeated = this.client.lastSent(Frame.Watch.class);
		assertThat(repeated.states()).containsExactly("a", "b");

		this.client.init(10, "a", 5, 1);
		this.client.error(repeated.stream(), 429, "More than 2 WATCH or RESUME in a second");
		this.client.keepAlive(Duration.ofSeconds(3));

		assertThat(this.client.lastSent(Frame.Watch.class).states()).containsExactly("b");
		assertThat(this.client.lastSent(Frame.Resume.class).state()).isEqualTo("a");
	}

}
