// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.sodp.client.OfflinePolicy;
import dev.sodp.client.SodpClientOptions;
import dev.sodp.client.SodpNotSentException;
import dev.sodp.client.SodpOutcomeUnknownException;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.client.WriteOutcome;
import dev.sodp.client.WriteResult;
import dev.sodp.client.engine.EngineHarness.Recorder;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameHeader;
import dev.sodp.protocol.FrameTypes;
import dev.sodp.protocol.Limit;
import dev.sodp.protocol.MalformedFrameException;
import dev.sodp.state.DeltaOp;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

import static dev.sodp.client.engine.EngineHarness.json;
import static dev.sodp.client.engine.EngineHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;

/** How calls are queued, sent once and settled (protocol sections 5 and 6). */
class CallTests {

	private final EngineHarness client = new EngineHarness();

	@Test
	void anAnswerThatCannotBeReadLeavesItsCallInDoubtAtOnce() {
		this.client.live();
		CompletableFuture<JsonNode> set = this.client.set("game", 1);
		String callId = this.client.sent(Frame.Call.class).get(0).callId();

		this.client.engine.receivedMalformed(this.client.attempt, new MalformedFrameException("truncated", 7,
				new FrameHeader(FrameTypes.RESULT, 0, 1), null, callId, null));

		assertThat(failure(set)).isInstanceOf(SodpOutcomeUnknownException.class)
			.hasMessageContaining("The answer to state.set of 'game' cannot be read");
	}

	@Test
	void callWaitsForTheSession() {
		CompletableFuture<JsonNode> set = this.client.set("game", 1);
		assertThat(this.client.sent).isEmpty();
		this.client.live();
		Frame.Call call = this.client.lastSent(Frame.Call.class);
		assertThat(call.method()).isEqualTo("state.set");
		this.client.result(call, json("{'version':3}"));
		assertThat(set).isCompletedWithValue(json("{'version':3}"));
	}

	@Test
	void refusedCallFailsWithCodeAndMessage() {
		this.client.live();
		CompletableFuture<JsonNode> set = this.client.set("game", 1);
		this.client.receive(new Frame.Result(0, 1, this.client.lastSent(Frame.Call.class).callId(), false,
				tree("no such luck"), 422));
		assertThat(set).isCompletedExceptionally();
		assertThat(set.handle((value, failure) -> failure).join()).isInstanceOfSatisfying(SodpRejectedException.class,
				(rejected) -> {
					assertThat(rejected.code()).isEqualTo(422);
					assertThat(rejected).hasMessageContaining("no such luck").hasMessageContaining("game");
				});
	}

	@Test
	void resultWithoutVersionIsAccepted() {
		this.client.live();
		CompletableFuture<JsonNode> set = this.client.set("game", 1);
		this.client.receive(new Frame.Result(0, 1, this.client.lastSent(Frame.Call.class).callId(), true,
				NullNode.getInstance(), null));
		assertThat(set).isCompletedWithValue(NullNode.getInstance());
	}

	@Test
	void callThatWasSentBeforeTheConnectionEndedHasAnUnknownOutcome() {
		this.client.live();
		CompletableFuture<JsonNode> set = this.client.set("game", 1);
		this.client.loseLink();
		assertThat(failure(set)).isInstanceOf(SodpOutcomeUnknownException.class);
		this.client.sent.clear();
		this.client.advance(Duration.ofSeconds(2));
		this.client.hello(EngineHarness.FULL, false);
		assertThat(this.client.sent(Frame.Call.class)).isEmpty();
	}

	@Test
	void callThatTimedOutInTheQueueIsNeverSent() {
		CompletableFuture<JsonNode> set = this.client.set("game", 1);
		this.client.engine.start();
		this.client.advance(Duration.ofSeconds(30));
		assertThat(failure(set)).isInstanceOf(SodpNotSentException.class);
		this.client.hello(EngineHarness.FULL, false);
		assertThat(this.client.sent(Frame.Call.class)).isEmpty();
	}

	@Test
	void callThatTimedOutAfterItWasSentHasAnUnknownOutcome() {
		this.client.live();
		CompletableFuture<JsonNode> set = this.client.set("game", 1);
		for (int i = 0; i < 31; i++) {
			this.client.engine.linkAlive(this.client.attempt);
			this.client.advance(Duration.ofSeconds(1));
		}
		assertThat(failure(set)).isInstanceOf(SodpOutcomeUnknownException.class);
	}

	@Test
	void cancelledCallIsNeverSent() {
		this.client.set("game", 1).cancel(false);
		this.client.live();
		assertThat(this.client.sent(Frame.Call.class)).isEmpty();
	}

	@Test
	void queueIsBounded() {
		for (int i = 0; i < SodpClientOptions.DEFAULT_MAX_QUEUED_CALLS; i++) {
			this.client.set("game", i);
		}
		assertThat(failure(this.client.set("game", "one too many"))).isInstanceOf(SodpNotSentException.class);
	}

	@Test
	void queueIsBoundedByANumberOfOnesOwn() {
		EngineHarness bounded = new EngineHarness((builder) -> builder.maxQueuedCalls(2));
		bounded.set("game", 1);
		CompletableFuture<JsonNode> second = bounded.set("game", 2);
		assertThat(failure(bounded.set("game", 3))).isInstanceOf(SodpNotSentException.class);
		assertThat(second).isNotDone();
	}

	@Test
	void queueIsBoundedByASizeOfOnesOwn() {
		EngineHarness bounded = new EngineHarness((builder) -> builder.maxQueuedBytes(1000));
		CompletableFuture<JsonNode> first = bounded.set("game", 1);
		CompletableFuture<JsonNode> large = new CompletableFuture<>();
		bounded.engine
			.call("state.set", EngineHarness.JSON.createObjectNode().put("value", "x".repeat(1000)), (node) -> node)
			.future()
			.whenComplete((node, failure) -> large.completeExceptionally(failure));
		assertThat(failure(large)).isInstanceOf(SodpNotSentException.class);
		assertThat(first).isNotDone();
	}

	@Test
	void writesKeepToTheServersLimit() {
		this.client.live(Capabilities.builder().limit(Limit.WRITES_PER_SECOND, 5).build());
		for (int i = 0; i < 12; i++) {
			this.client.set("game", i);
		}
		assertThat(this.client.sent(Frame.Call.class)).hasSize(5);
		this.client.advance(Duration.ofMillis(1200));
		assertThat(this.client.sent(Frame.Call.class)).hasSize(10);
		this.client.advance(Duration.ofMillis(1200));
		assertThat(this.client.sent(Frame.Call.class)).hasSize(12);
	}

	@Test
	void errorOnTheStreamOfAWatchIsNotBlamedOnAnOlderCall() {
		this.client.live();
		CompletableFuture<JsonNode> set = this.client.set("game", 1);
		this.client.watch("secret");
		this.client.error(this.client.lastSent(Frame.Watch.class).stream(), 403, "denied");
		assertThat(set).isNotDone();
	}

	@Test
	void errorForAWatchThatIsNoLongerWantedIsNotBlamedOnACall() {
		this.client.live();
		CompletableFuture<JsonNode> set = this.client.set("game", 1);
		this.client.watch("secret");
		this.client.engine.unwatch("secret");
		this.client.error(this.client.lastSent(Frame.Watch.class).stream(), 429, "watch rate limit exceeded");
		assertThat(set).isNotDone();
	}

	@Test
	void errorThatNamesAWatchedKeyIsNotBlamedOnAnOlderCall() {
		this.client.live();
		CompletableFuture<JsonNode> set = this.client.set("secret", 1);
		this.client.watch("secret.plan");
		this.client.error(0, 403, "access denied: secret.plan");
		assertThat(set).isNotDone();
	}

	/**
	 * The first ERROR was about another request after all, so the server still had to
	 * answer this one.
	 */
	@Test
	void errorThatNamesAKeyTakenToBeRefusedBeforeIsNotBlamedOnACall() {
		this.client.live();
		this.client.watch("secret.plan");
		CompletableFuture<JsonNode> set = this.client.set("game", 1);
		this.client.error(0, 429, "write rate limit exceeded");
		this.client.error(0, 403, "access denied: secret.plan");
		assertThat(set).isNotDone();
	}

	@Test
	void secondRefusalOfAKeyThatWasAskedForTwiceIsNotBlamedOnACall() {
		this.client.live();
		this.client.watch("secret.plan");
		for (int i = 0; i < 11; i++) {
			this.client.engine.linkAlive(this.client.attempt);
			this.client.advance(Duration.ofSeconds(1));
		}
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(2);
		CompletableFuture<JsonNode> set = this.client.set("game", 1);
		this.client.error(0, 403, "access denied: secret.plan");
		this.client.error(0, 403, "access denied: secret.plan");
		assertThat(set).isNotDone();
	}

	@Test
	void unknownMethodIsBlamedOnACall() {
		this.client.live();
		this.client.watch("game");
		CompletableFuture<JsonNode> call = this.client.engine
			.call("no.method", EngineHarness.JSON.createObjectNode(), Function.identity())
			.future();
		this.client.error(0, 404, "unknown method");
		assertThat(failure(call)).isInstanceOf(SodpRejectedException.class);
	}

	@Test
	void writeCompletesOnceTheReplicaShowsIt() {
		this.client.live();
		Recorder game = this.client.watch("game");
		this.client.init(10, "game", 1, 1);
		CompletableFuture<JsonNode> set = this.client.set("game", 2);
		this.client.result(this.client.lastSent(Frame.Call.class), json("{'version':2}"));
		assertThat(set).isNotDone();
		this.client.delta(10, null, 2, DeltaOp.update("/", tree(2)));
		assertThat(set).isCompleted();
		assertThat(game.last().value()).isEqualTo(tree(2));
	}

	@Test
	void writeWhoseDeltaNeverComesCompletesWithinASecond() {
		this.client.live();
		this.client.watch("game");
		this.client.init(10, "game", 1, 1);
		CompletableFuture<JsonNode> set = this.client.set("game", 1);
		this.client.result(this.client.lastSent(Frame.Call.class), json("{'version':2}"));
		this.client.advance(Duration.ofSeconds(1));
		assertThat(set).isCompleted();
	}

	@Test
	void presenceIsRegisteredAgainInEachSession() {
		this.client.live();
		this.client.engine.presence(presenceArgs(), Function.identity());
		this.client.result(this.client.lastSent(Frame.Call.class), json("{'version':2}"));
		this.client.reconnect(EngineHarness.FULL);
		assertThat(this.client.sent(Frame.Call.class)).singleElement()
			.satisfies((call) -> assertThat(call.method()).isEqualTo("state.presence"));
		this.client.reconnect(EngineHarness.FULL);
		assertThat(this.client.sent(Frame.Call.class)).hasSize(1);
	}

	@Test
	void presenceQueuedWhileOfflineIsRegisteredOnce() {
		this.client.engine.presence(presenceArgs(), Function.identity());
		this.client.live();
		assertThat(this.client.sent(Frame.Call.class)).hasSize(1);
	}

	@Test
	void withdrawnPresenceIsNotRegisteredAgain() {
		this.client.live();
		this.client.engine.presence(presenceArgs(), Function.identity());
		this.client.engine.withdrawPresence(presenceArgs(), Function.identity());
		this.client.reconnect(EngineHarness.FULL);
		assertThat(this.client.sent(Frame.Call.class)).isEmpty();
	}

	@Test
	void presenceWhoseRenewalNeverLeftIsRegisteredInTheNextSession() {
		this.client.live(Capabilities.builder().limit(Limit.WRITES_PER_SECOND, 1).build());
		this.client.engine.presence(presenceArgs(), Function.identity());
		this.client.reconnect(Capabilities.builder().limit(Limit.WRITES_PER_SECOND, 1).build());
		this.client.reconnect(EngineHarness.FULL);
		assertThat(this.client.sent(Frame.Call.class)).hasSize(1);
	}

	@Test
	void presenceThatTimedOutUnsentIsForgotten() {
		this.client.engine.presence(presenceArgs(), Function.identity());
		this.client.engine.start();
		this.client.advance(Duration.ofSeconds(31));
		this.client.hello(EngineHarness.FULL, false);
		assertThat(this.client.sent(Frame.Call.class)).isEmpty();
	}

	@Test
	void offlineCallsFailAtOnceWhereTheApplicationWantsIt() {
		EngineHarness failing = new EngineHarness((builder) -> builder.offlinePolicy(OfflinePolicy.FAIL));
		assertThat(failure(failing.set("game", 1))).isInstanceOf(SodpNotSentException.class);
		failing.live();
		assertThat(failing.set("game", 1)).isNotDone();
	}

	@Test
	void writeNeedNotWaitForItsDelta() {
		EngineHarness eager = new EngineHarness((builder) -> builder.readYourWrites(false)).live();
		eager.watch("game");
		eager.init(10, "game", 1, 1);
		CompletableFuture<JsonNode> set = eager.set("game", 2);
		eager.result(eager.lastSent(Frame.Call.class), json("{'version':2}"));
		assertThat(set).isCompleted();
	}

	@Test
	void repeatableWriteIsSentAgainWhereTheApplicationAllowsIt() {
		EngineHarness retrying = new EngineHarness((builder) -> builder.retryWrites(true)).live();
		CompletableFuture<JsonNode> set = retrying.set("game", 2);
		CompletableFuture<JsonNode> append = retrying.engine
			.call("state.append", EngineHarness.JSON.createObjectNode().put("state", "log").put("value", 1),
					Function.identity())
			.future();
		retrying.reconnect(EngineHarness.FULL);
		assertThat(failure(append)).isInstanceOf(SodpOutcomeUnknownException.class);
		Frame.Call again = retrying.lastSent(Frame.Call.class);
		assertThat(again.method()).isEqualTo("state.set");
		retrying.result(again, json("{'version':2}"));
		assertThat(set).isCompleted();
	}

	@Test
	void repeatedWriteThatRunsOutOfTimeHasAnUnknownOutcome() {
		EngineHarness retrying = new EngineHarness((builder) -> builder.retryWrites(true)).live();
		CompletableFuture<JsonNode> set = retrying.set("game", 2);
		retrying.loseLink();
		retrying.advance(Duration.ofSeconds(31));
		assertThat(failure(set)).isInstanceOf(SodpOutcomeUnknownException.class);
	}

	@Test
	void outcomeIsToldAsAValue() {
		assertThat(WriteOutcome.of(CompletableFuture.completedFuture(WriteResult.of(3))).join())
			.isEqualTo(new WriteOutcome.Applied(OptionalLong.of(3)));
		assertThat(outcomeOf(new SodpRejectedException(403, "no"))).isInstanceOf(WriteOutcome.Rejected.class);
		assertThat(outcomeOf(new SodpNotSentException("no", null))).isInstanceOf(WriteOutcome.NotSent.class);
		assertThat(outcomeOf(new SodpOutcomeUnknownException("?", null))).isInstanceOf(WriteOutcome.Unknown.class);
	}

	private static WriteOutcome outcomeOf(Throwable failure) {
		return WriteOutcome.of(CompletableFuture.<WriteResult>failedFuture(failure).thenApply(Function.identity()))
			.join();
	}

	private static ObjectNode presenceArgs() {
		return EngineHarness.JSON.createObjectNode().put("state", "cursors").put("path", "/alice").put("value", 1);
	}

	private static Throwable failure(CompletableFuture<?> future) {
		assertThat(future).isCompletedExceptionally();
		return future.handle((value, failure) -> failure).join();
	}

}
