// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sodp.client.ClientError.Source;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.KeyState;
import dev.sodp.client.engine.EngineHarness.Recorder;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameHeader;
import dev.sodp.protocol.Limit;
import dev.sodp.protocol.MalformedFrameException;
import dev.sodp.state.DeltaOp;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static dev.sodp.client.engine.EngineHarness.json;
import static dev.sodp.client.engine.EngineHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;

/** How the engine keeps watched keys in step (protocol section 3). */
class WatchingTests {

	private final EngineHarness client = new EngineHarness();

	@Test
	void snapshotThenDeltasReachTheSubscriberInOrder() {
		this.client.live();
		Recorder game = this.client.watch("game");
		this.client.init(10, "game", 4, json("{'score':1}"));
		this.client.delta(10, null, 5, DeltaOp.update("/score", tree(2)));
		assertThat(game.seen()).containsExactly("INIT@4 {\"score\":1}", "DELTA@5 {\"score\":2}");
	}

	@Test
	void severalSubscribersShareOneWatch() {
		this.client.live();
		this.client.watch("game");
		this.client.init(10, "game", 4, 1);
		Recorder second = this.client.watch("game");
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(1);
		assertThat(second.seen()).containsExactly("CACHE@4 1");
	}

	@Test
	void lastSubscriberTakesTheServerSubscriptionWithIt() {
		this.client.live();
		Recorder first = this.client.watch("game");
		Recorder second = this.client.watch("game");
		this.client.init(10, "game", 4, 1);
		this.client.engine.release(List.of(first));
		assertThat(this.client.sent(Frame.Unwatch.class)).isEmpty();
		this.client.engine.release(List.of(second));
		assertThat(this.client.lastSent(Frame.Unwatch.class).states()).containsExactly("game");
		assertThat(this.client.engine.isWatching("game")).isFalse();
	}

	@Test
	void framesStillInFlightAfterUnwatchAreDropped() {
		this.client.live();
		Recorder game = this.client.watch("game");
		this.client.init(10, "game", 4, 1);
		this.client.engine.unwatch("game");
		this.client.delta(10, "game", 5, DeltaOp.update("/", tree(2)));
		this.client.init(10, "game", 6, 3);
		assertThat(game.ended).isTrue();
		assertThat(game.seen()).containsExactly("INIT@4 1");
	}

	@Test
	void snapshotOfASubscriptionEndedForResyncIsDropped() {
		this.client.live(Capabilities.builder().limit(Limit.WATCHES_PER_SECOND, 1).build());
		Recorder game = this.client.watch("game");
		this.client.init(10, "game", 1, 1);
		this.client.delta(10, "game", 2, DeltaOp.update("bad", tree(1)));
		this.client.advance(Duration.ZERO);
		this.client.init(10, "game", 3, 3);
		assertThat(game.seen()).containsExactly("INIT@1 1");
		this.client.advance(Duration.ofSeconds(2));
		this.client.init(11, "game", 4, 4);
		assertThat(game.seen()).containsExactly("INIT@1 1", "INIT@4 4");
	}

	@Test
	void streamOfTheServerCountsNotTheSuggestedOne() {
		this.client.live(Capabilities.NONE);
		Recorder first = this.client.watch("first");
		Recorder second = this.client.watch("second");
		List<Frame.Watch> watches = this.client.sent(Frame.Watch.class);
		assertThat(watches).extracting(Frame.Watch::stream).allMatch((stream) -> stream >= 1 << 20);
		this.client.init(10, "second", 1, 20);
		this.client.init(11, "first", 1, 10);
		this.client.delta(10, null, 2, DeltaOp.update("/", tree(21)));
		this.client.delta(11, null, 3, DeltaOp.update("/", tree(11)));
		assertThat(first.last().value()).isEqualTo(tree(11));
		assertThat(second.last().value()).isEqualTo(tree(21));
	}

	@Test
	void streamsOfAnEarlierConnectionMeanNothing() {
		this.client.live(Capabilities.NONE);
		Recorder first = this.client.watch("first");
		Recorder second = this.client.watch("second");
		this.client.init(10, "first", 1, 10);
		this.client.init(11, "second", 2, 20);
		this.client.reconnect(Capabilities.NONE);
		this.client.init(10, "second", 2, 20);
		this.client.init(11, "first", 1, 10);
		this.client.delta(10, null, 3, DeltaOp.update("/", tree(21)));
		assertThat(second.last().value()).isEqualTo(tree(21));
		assertThat(first.last().value()).isEqualTo(tree(10));
	}

	@Test
	void deltaOnAnUnannouncedStreamWaitsForItsSnapshot() {
		this.client.live(EngineHarness.WITHOUT_HISTORY);
		Recorder game = this.client.watch("game");
		this.client.delta(10, null, 5, DeltaOp.update("/score", tree(2)));
		this.client.init(10, "game", 4, json("{'score':1}"));
		assertThat(game.seen()).containsExactly("INIT@4 {\"score\":1}", "DELTA@5 {\"score\":2}");
	}

	@Test
	void deltaContainedInTheSnapshotIsDropped() {
		this.client.live();
		Recorder game = this.client.watch("game");
		this.client.delta(10, "game", 4, DeltaOp.add("/list/-", tree(1)));
		this.client.init(10, "game", 4, json("{'list':[1]}"));
		this.client.delta(10, "game", 3, DeltaOp.add("/list/-", tree(0)));
		assertThat(game.seen()).containsExactly("INIT@4 {\"list\":[1]}");
		assertThat(this.client.errors).isEmpty();
	}

	@Test
	void duplicateDeltaIsAppliedOnce() {
		this.client.live();
		Recorder game = this.client.watch("game");
		this.client.init(10, "game", 1, json("[]"));
		this.client.delta(10, null, 2, DeltaOp.add("/-", tree("a")));
		this.client.delta(10, null, 2, DeltaOp.add("/-", tree("a")));
		assertThat(game.last().value()).isEqualTo(json("['a']"));
		assertThat(game.events).hasSize(2);
	}

	@Test
	void deltaThatCannotBeAppliedLeavesTheValueAndResyncsTheKey() {
		this.client.live();
		Recorder game = this.client.watch("game");
		this.client.init(10, "game", 1, json("{'a':1}"));
		this.client.delta(10, null, 2, DeltaOp.update("/a", tree(2)), DeltaOp.update("no-slash", tree(3)));
		assertThat(game.last().value()).isEqualTo(json("{'a':1}"));
		this.client.advance(Duration.ZERO);
		assertThat(this.client.lastSent(Frame.Unwatch.class).states()).containsExactly("game");
		assertThat(this.client.lastSent(Frame.Watch.class).states()).containsExactly("game");
		assertThat(this.client.errors).singleElement().satisfies((error) -> {
			assertThat(error.source()).isEqualTo(Source.CODEC);
			assertThat(error.key()).isEqualTo("game");
		});
		this.client.init(12, "game", 5, json("{'a':5}"));
		assertThat(game.last().value()).isEqualTo(json("{'a':5}"));
	}

	@Test
	void versionThatGoesBackWithoutSnapshotResyncsTheKey() {
		this.client.live();
		Recorder game = this.client.watch("game");
		this.client.init(10, "game", 1, 1);
		this.client.delta(10, null, 5, DeltaOp.update("/", tree(5)));
		this.client.delta(10, null, 4, DeltaOp.update("/", tree(4)));
		this.client.advance(Duration.ZERO);
		assertThat(game.last().value()).isEqualTo(tree(5));
		assertThat(this.client.sent(Frame.Unwatch.class)).hasSize(1);
		assertThat(this.client.sent(Frame.Resume.class)).hasSize(1);
	}

	@Test
	void resyncsOfOneKeyBackOff() {
		this.client.live();
		this.client.watch("game");
		this.client.init(10, "game", 1, 1);
		for (int i = 0; i < 5; i++) {
			this.client.delta(10, "game", 100 + i, DeltaOp.update("bad", tree(1)));
			this.client.advance(Duration.ZERO);
			this.client.init(10, "game", 1, 1);
		}
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(2);
		this.client.advance(Duration.ofSeconds(2));
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(3);
	}

	@Test
	void frameWithUnreadableBodyResyncsTheKeyOfItsStream() {
		this.client.live();
		this.client.watch("game");
		this.client.init(10, "game", 1, 1);
		this.client.engine.receivedMalformed(this.client.attempt,
				new MalformedFrameException("truncated", 7, new FrameHeader(4, 10, 0), null, null, null));
		this.client.advance(Duration.ZERO);
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(2);
		assertThat(this.client.state().isLive()).isTrue();
	}

	@Test
	void frameWithoutReadableHeaderEndsTheSession() {
		this.client.live();
		this.client.engine.receivedMalformed(this.client.attempt,
				new MalformedFrameException("not an array", 0, null, null, null, null));
		assertThat(this.client.state()).isEqualTo(ConnectionState.WAITING);
	}

	@Test
	void rootRemovalMeansTheKeyIsGone() {
		this.client.live();
		Recorder game = this.client.watch("game");
		this.client.init(10, "game", 1, json("{'a':1}"));
		this.client.delta(10, null, 2, DeltaOp.remove("/"));
		assertThat(game.last().value().isNull()).isTrue();
		assertThat(game.last().meta().initialized()).isFalse();
		assertThat(game.last().meta().version()).isEqualTo(2);
	}

	@Test
	void serverThatRestartsVersionsAfterRemovalIsFollowed() {
		this.client.live();
		Recorder game = this.client.watch("game");
		this.client.init(10, "game", 7, tree("old"));
		this.client.delta(10, null, 8, DeltaOp.remove("/"));
		this.client.delta(10, null, 1, DeltaOp.add("/", tree("new")));
		this.client.delta(10, null, 2, DeltaOp.update("/", tree("newer")));
		assertThat(game.seen()).containsExactly("INIT@7 \"old\"", "DELTA@8 null", "DELTA@1 \"new\"",
				"DELTA@2 \"newer\"");
		assertThat(this.client.errors).isEmpty();
	}

	@Test
	void snapshotIsAuthoritativeAlsoWithALowerVersion() {
		this.client.live();
		Recorder game = this.client.watch("game");
		this.client.init(10, "game", 900, 1);
		this.client.reconnect(EngineHarness.FULL);
		this.client.init(10, "game", 3, 2);
		assertThat(game.last().meta().version()).isEqualTo(3);
		assertThat(game.last().value()).isEqualTo(tree(2));
	}

	@Test
	void unansweredWatchIsSentAgainAfterTenSeconds() {
		this.client.live();
		this.client.watch("game");
		this.client.advance(Duration.ofSeconds(9));
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(1);
		this.client.receive(new Frame.Heartbeat(0, 0));
		this.client.advance(Duration.ofSeconds(2));
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(2);
	}

	@Test
	void errorOnAnAnnouncedStreamEndsThatSubscriptionAndSettlesNothing() {
		this.client.live();
		Recorder game = this.client.watch("game");
		this.client.init(10, "game", 1, "one");
		CompletableFuture<JsonNode> written = this.client.set("other", 1);

		this.client.error(10, 403, "Not allowed to read 'game' any longer");

		assertThat(written).isNotDone();
		assertThat(this.client.keyState("game")).isEqualTo(KeyState.DENIED);
		assertThat(this.client.denied).containsExactly("game 403 Not allowed to read 'game' any longer");
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(1);
		assertThat(game.seen()).hasSize(1);
	}

	@Test
	void lateSnapshotIsNotTakenForTheAnswerToANewRequest() {
		this.client.live();
		this.client.engine.release(List.of(this.client.watch("game")));
		Recorder game = this.client.watch("game");
		this.client.init(10, "game", 1, 1);
		assertThat(game.events).isEmpty();
		this.client.init(11, "game", 2, 2);
		assertThat(game.seen()).containsExactly("INIT@2 2");
	}

	@Test
	void serverThatNeverAnswersARequestGivenUpIsFollowedAllTheSame() {
		this.client.live();
		this.client.engine.release(List.of(this.client.watch("game")));
		Recorder game = this.client.watch("game");
		this.client.init(11, "game", 2, 2);
		this.client.engine.linkAlive(this.client.attempt);
		this.client.keepAlive(Duration.ofSeconds(25));
		this.client.init(12, "game", 3, 3);
		assertThat(game.seen()).containsExactly("INIT@3 3");
	}

	@Test
	void keysAreWatchedTogetherWhereTheServerAllowsIt() {
		this.client.live();
		this.client.watch("a", "b", "c");
		assertThat(this.client.sent(Frame.Watch.class)).singleElement()
			.satisfies((watch) -> assertThat(watch.states()).containsExactly("a", "b", "c"));
	}

	@Test
	void keysAreWatchedOneByOneElsewhere() {
		this.client.live(Capabilities.NONE);
		this.client.watch("a", "b", "c");
		assertThat(this.client.sent(Frame.Watch.class)).extracting(Frame.Watch::states)
			.containsExactly(List.of("a"), List.of("b"), List.of("c"));
	}

	@Test
	void stateOfAKeyIsTold() {
		this.client.live();
		assertThat(this.client.engine.keyStatus("game")).isEmpty();
		this.client.watch("game");
		this.client.watch("secret");
		assertThat(this.client.keyState("game")).isEqualTo(KeyState.RESTORING);
		this.client.init(10, "game", 1, 1);
		assertThat(this.client.keyState("game")).isEqualTo(KeyState.LIVE);
		this.client.delta(10, null, 2, DeltaOp.remove("/"));
		assertThat(this.client.keyState("game")).isEqualTo(KeyState.GONE);
		this.client.error(0, 403, "access denied: secret");
		assertThat(this.client.keyState("secret")).isEqualTo(KeyState.DENIED);
		this.client.loseLink();
		assertThat(this.client.keyState("game")).isEqualTo(KeyState.RESTORING);
	}

	@Test
	void versionIsAwaited() {
		this.client.live();
		this.client.watch("game");
		this.client.init(10, "game", 1, 1);
		CompletableFuture<Void> second = await("game", 2);
		CompletableFuture<Void> third = await("game", 3);
		assertThat(await("game", 1)).isCompleted();
		this.client.delta(10, null, 2, DeltaOp.update("/", tree(2)));
		assertThat(second).isCompleted();
		assertThat(third).isNotDone();
		this.client.advance(Duration.ofSeconds(5));
		assertThat(third).isCompletedExceptionally();
		assertThat(await("other", 1)).isCompletedExceptionally();
	}

	@Test
	void awaitedVersionMayComeInALaterSession() {
		this.client.live();
		this.client.watch("game");
		this.client.init(10, "game", 1, 1);
		CompletableFuture<Void> second = await("game", 2);
		this.client.reconnect(EngineHarness.FULL);
		this.client.init(10, "game", 2, 2);
		assertThat(second).isCompleted();
	}

	private CompletableFuture<Void> await(String key, long version) {
		CompletableFuture<Void> future = new CompletableFuture<>();
		this.client.engine.await(key, version, Duration.ofSeconds(5), future);
		return future;
	}

}
