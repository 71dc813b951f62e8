// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.KeyState;
import dev.sodp.client.OfflinePolicy;
import dev.sodp.client.SodpClientBuilder;
import dev.sodp.client.SodpClientOptions;
import dev.sodp.client.SodpTokenProvider;
import dev.sodp.client.engine.EngineHarness.Recorder;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.Limit;
import dev.sodp.state.DeltaOp;
import dev.sodp.transport.LinkEnd;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static dev.sodp.client.engine.EngineHarness.json;
import static dev.sodp.client.engine.EngineHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;

/** Rare cases that a review of the engine brought up, each of which once went wrong. */
class RareCasesTests {

	private final EngineHarness client = new EngineHarness();

	private static ObjectNode presenceArgs(int v) {
		return EngineHarness.JSON.createObjectNode().put("state", "cursors").put("path", "/alice").put("value", v);
	}

	@Test
	void refusalOfARequestThatALateSnapshotSeemedToAnswerIsNotMissed() {
		this.client.live();
		this.client.watch("game");
		this.client.keepAlive(Duration.ofSeconds(11));
		Frame.Watch second = this.client.lastSent(Frame.Watch.class);
		this.client.init(10, "game", 1, 1);
		this.client.error(second.stream(), 429, "watch rate limit exceeded");
		assertThat(this.client.keyState("game")).isEqualTo(KeyState.RESTORING);
		this.client.advance(Duration.ofSeconds(2));
		assertThat(this.client.lastSent(Frame.Resume.class).sinceVersion()).isEqualTo(1);
	}

	@Test
	void errorForATimedOutCallIsNotBlamedOnAnother() {
		EngineHarness client = new EngineHarness((b) -> b.callTimeout(Duration.ofSeconds(2)));
		client.live();
		client.set("slow", 1);
		client.advance(Duration.ofSeconds(3));
		CompletableFuture<JsonNode> set = client.set("game", 1);
		client.error(0, 422, "schema of slow");
		assertThat(set).isNotDone();
	}

	@Test
	void cancelledPresenceIsNotRegisteredInALaterSession() {
		this.client.engine.presence(presenceArgs(1), Function.identity()).future().cancel(false);
		this.client.live();
		assertThat(this.client.sent(Frame.Call.class)).isEmpty();
		this.client.reconnect(EngineHarness.FULL);
		assertThat(this.client.sent(Frame.Call.class)).isEmpty();
	}

	@Test
	void fullQueueDoesNotLoseThePresence() {
		this.client.live();
		this.client.engine.presence(presenceArgs(1), Function.identity());
		this.client.result(this.client.lastSent(Frame.Call.class), json("{'version':2}"));
		this.client.loseLink();
		for (int i = 0; i < SodpClientOptions.DEFAULT_MAX_QUEUED_CALLS; i++) {
			this.client.set("game", i);
		}
		this.client.sent.clear();
		this.client.advance(this.client.engine.status().nextAttempt());
		this.client.hello(EngineHarness.FULL, false);
		for (int i = 0; i < 100; i++) {
			this.client.engine.linkAlive(this.client.attempt);
			this.client.advance(Duration.ofSeconds(1));
		}
		assertThat(this.client.sent(Frame.Call.class)).anyMatch((call) -> call.method().equals("state.presence"));
	}

	@Test
	void presenceRenewalThatTimesOutBehindQueuedWritesIsMadeUpFor() {
		Capabilities slow = Capabilities.builder().limit(Limit.WRITES_PER_SECOND, 1).build();
		this.client.live(slow);
		this.client.engine.presence(presenceArgs(1), Function.identity());
		this.client.result(this.client.lastSent(Frame.Call.class), json("{'version':2}"));
		this.client.loseLink();
		for (int i = 0; i < 100; i++) {
			this.client.set("game", i);
		}
		this.client.sent.clear();
		this.client.advance(this.client.engine.status().nextAttempt());
		this.client.hello(slow, false);
		for (int i = 0; i < 300; i++) {
			this.client.engine.linkAlive(this.client.attempt);
			this.client.advance(Duration.ofSeconds(1));
		}
		assertThat(this.client.sent(Frame.Call.class)).anyMatch((call) -> call.method().equals("state.presence"));
	}

	@Test
	void refusedUpdateOfAPresenceKeepsTheEarlierOne() {
		this.client.live();
		this.client.engine.presence(presenceArgs(1), Function.identity());
		this.client.result(this.client.lastSent(Frame.Call.class), json("{'version':2}"));
		this.client.engine.presence(presenceArgs(2), Function.identity());
		this.client
			.receive(new Frame.Result(0, 1, this.client.lastSent(Frame.Call.class).callId(), false, tree("rate"), 429));
		this.client.reconnect(EngineHarness.FULL);
		assertThat(this.client.sent(Frame.Call.class)).hasSize(1);
	}

	@Test
	void burstOf429IsRetriedSoon() {
		this.client.live(Capabilities.NONE);
		this.client.watch("a", "b", "c", "d", "e", "f", "g", "h");
		List<Frame.Watch> all = this.client.sent(Frame.Watch.class);
		assertThat(all).hasSize(8);
		all.forEach((w) -> this.client.error(w.stream(), 429, "watch rate limit exceeded"));
		this.client.advance(Duration.ofSeconds(4));
		assertThat(this.client.sent(Frame.Watch.class)).hasSizeGreaterThan(8);
	}

	@Test
	void duplicateRemovalIsDeliveredOnce() {
		this.client.live();
		Recorder game = this.client.watch("game");
		this.client.init(10, "game", 7, tree("old"));
		this.client.delta(10, null, 8, DeltaOp.remove("/"));
		this.client.delta(10, null, 8, DeltaOp.remove("/"));
		assertThat(game.seen()).containsExactly("INIT@7 \"old\"", "DELTA@8 null");
	}

	@Test
	void lateDeltaContainedInASnapshotOfAnAbsentKeyIsDropped() {
		this.client.live();
		Recorder game = this.client.watch("game");
		this.client.receive(new Frame.StateInit(10, 1, "game", 8, tree(null), false, null));
		this.client.delta(10, null, 7, DeltaOp.add("/", tree("stale")));
		assertThat(game.seen()).containsExactly("INIT@8 null");
	}

	@Test
	void unknownFrameBeforeLiveIsIgnored() {
		this.client.engine.start();
		this.client.engine.linkOpened(this.client.attempt);
		this.client.receive(new Frame.Unknown(0, 1, 0x55));
		assertThat(this.client.errors).isEmpty();
	}

	@Test
	void refusalLongForgottenByALiveSessionDoesNotCount() {
		EngineHarness client = new EngineHarness((b) -> b.tokenProvider(SodpTokenProvider.fixed("x")));
		client.engine.start();
		client.engine.tokenObtained(client.attempt, "one");
		client.engine.linkClosed(client.attempt, new LinkEnd(1006, "HTTP status 403", OptionalInt.of(403), null));
		client.engine.tokenObtained(client.attempt, "two");
		client.hello(EngineHarness.FULL, false);
		client.advance(Duration.ofSeconds(8));
		assertThat(client.state().isLive()).isTrue();
		client.loseLink();
		client.advance(client.engine.status().nextAttempt());
		client.engine.tokenObtained(client.attempt, "three");
		client.engine.linkClosed(client.attempt, new LinkEnd(1006, "HTTP status 403", OptionalInt.of(403), null));
		assertThat(client.state()).isEqualTo(ConnectionState.CONNECTING);
	}

	@Test
	void builderChangesAfterBuildDoNotReachTheClient() {
		SodpClientBuilder builder = new SodpClientBuilder("ws://localhost:1").header("A", "1");
		SodpClientOptions options = builder.options();
		builder.header("A", "2");
		assertThat(options.headers().get("A")).containsExactly("1");
	}

	@Test
	void secondWatchOfADeniedKeyAsksAgain() {
		this.client.live();
		this.client.watch("secret");
		this.client.error(this.client.lastSent(Frame.Watch.class).stream(), 403, "denied");
		this.client.watch("secret");
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(2);
	}

	@Test
	void unansweredWatchIsSentAgainWhileOthersAreAnswered() {
		this.client.live(Capabilities.NONE);
		this.client.watch("lost");
		for (int i = 0; i < 20; i++) {
			this.client.watch("k" + i);
			this.client.init(100 + i, "k" + i, 1, 1);
			this.client.advance(Duration.ofSeconds(5));
		}
		assertThat(this.client.sent(Frame.Watch.class).stream().filter((w) -> w.states().contains("lost")).count())
			.isGreaterThan(1);
	}

	@Test
	void unwatchForgetsEveryStreamOfAKey() {
		this.client.live(EngineHarness.WITHOUT_HISTORY);
		this.client.watch("game");
		this.client.init(10, "game", 1, 1);
		this.client.delta(10, "game", 2, DeltaOp.update("bad", tree(1)));
		this.client.advance(Duration.ZERO);
		this.client.init(11, "game", 3, 1);
		this.client.engine.unwatch("game");
		// the server gives both streams to new keys and sends their deltas early
		Recorder a = this.client.watch("a");
		Recorder b = this.client.watch("b");
		this.client.delta(10, null, 9, DeltaOp.update("/", tree("a9")));
		this.client.delta(11, null, 9, DeltaOp.update("/", tree("b9")));
		this.client.init(11, "b", 8, 1);
		this.client.init(10, "a", 8, 1);
		assertThat(a.last().value()).isEqualTo(tree("a9"));
		assertThat(b.last().value()).isEqualTo(tree("b9"));
	}

	private static void assertLiveWithJwt(String exp) {
		String token = "e30." + Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(("{\"exp\":" + exp + "}").getBytes(StandardCharsets.UTF_8)) + ".sig";
		EngineHarness client = new EngineHarness((b) -> b.tokenProvider(SodpTokenProvider.fixed("x")));
		client.engine.start();
		client.engine.tokenObtained(client.attempt, token);
		client.hello(EngineHarness.FULL, true);
		client.receive(new Frame.AuthOk(0, 1, "alice"));
		assertThat(client.state().isLive()).isTrue();
	}

	@Test
	void jwtThatExpiresInNanosecondsDoesNotKeepTheSessionFromGoingLive() {
		assertLiveWithJwt("1760000000000000000");
	}

	@Test
	void jwtThatExpiredLongAgoDoesNotKeepTheSessionFromGoingLive() {
		assertLiveWithJwt("-1000000000000");
	}

	@Test
	void jwtThatExpiresBeyondAllTimeDoesNotKeepTheSessionFromGoingLive() {
		assertLiveWithJwt("1e300");
	}

	@Test
	void presenceComesBackAlsoWhenOfflineCallsFail() {
		EngineHarness client = new EngineHarness((b) -> b.offlinePolicy(OfflinePolicy.FAIL));
		client.live();
		client.engine.presence(presenceArgs(1), Function.identity());
		client.result(client.lastSent(Frame.Call.class), json("{'version':2}"));
		client.reconnect(EngineHarness.FULL);
		client.advance(Duration.ofSeconds(9));
		assertThat(client.sent(Frame.Call.class)).hasSize(1);
	}

	@Test
	void closedClientHasNoDeadline() {
		this.client.live();
		this.client.watch("game");
		this.client.engine.await("game", 9, Duration.ofHours(10), new CompletableFuture<>());
		this.client.engine.close();
		assertThat(this.client.engine.nextDeadline()).isEqualTo(Deadlines.NEVER);
	}

}
