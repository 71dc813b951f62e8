// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sodp.client.SodpClientOptions;
import dev.sodp.client.SodpNotSentException;
import dev.sodp.client.SodpOutcomeUnknownException;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.Limit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static dev.sodp.client.engine.EngineHarness.json;
import static dev.sodp.client.engine.EngineHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;

/** How much may be queued or unanswered, and what never leaves the queue. */
class CallBoundsTests {

	private static final int MEGABYTE = 1024 * 1024;

	private static final Capabilities ONE_WRITE_PER_SECOND = Capabilities.builder()
		.limit(Limit.WRITES_PER_SECOND, 1)
		.build();

	private final EngineHarness client = new EngineHarness();

	@Test
	void queueIsBoundedByItsBytes() {
		List<CompletableFuture<JsonNode>> queued = new ArrayList<>();
		for (int i = 0; i < 15; i++) {
			queued.add(this.client.set("game", "x".repeat(MEGABYTE)));
		}

		assertThat(failure(this.client.set("game", "x".repeat(MEGABYTE)))).isInstanceOf(SodpNotSentException.class);
		assertThat(this.client.set("game", "small")).isNotDone();
		assertThat(queued).noneMatch(CompletableFuture::isDone);
	}

	@Test
	void roomInTheQueueComesBackWithWhatLeavesIt() {
		for (int i = 0; i < 15; i++) {
			this.client.set("game", "x".repeat(MEGABYTE));
		}
		this.client.live();
		answerAll();
		this.client.loseLink();

		assertThat(this.client.set("game", "x".repeat(15 * MEGABYTE))).isNotDone();
	}

	@Test
	void callsBeyondThoseThatMayBeUnansweredWait() {
		this.client.live();
		for (int i = 0; i <= UnansweredRequests.MAX_CALLS; i++) {
			this.client.set("game", i);
		}
		assertThat(this.client.sent(Frame.Call.class)).hasSize(UnansweredRequests.MAX_CALLS);

		this.client.result(this.client.sent(Frame.Call.class).get(0), json("{'version':3}"));

		assertThat(this.client.sent(Frame.Call.class)).hasSize(UnansweredRequests.MAX_CALLS + 1);
	}

	@Test
	void bytesBeyondThoseThatMayBeUnansweredWait() {
		this.client.live();
		for (int i = 0; i < 20; i++) {
			this.client.set("game", "x".repeat(MEGABYTE));
		}
		assertThat(this.client.sent(Frame.Call.class)).hasSize(15);

		this.client.error(0, 422, "no such luck");

		assertThat(this.client.sent(Frame.Call.class)).hasSize(16);
	}

	@Test
	void callsToAServerThatNeverAnswersAreRefusedWhenTheQueueIsFull() {
		this.client.live();
		for (int i = 0; i < UnansweredRequests.MAX_CALLS + SodpClientOptions.DEFAULT_MAX_QUEUED_CALLS; i++) {
			this.client.set("game", i);
		}

		assertThat(failure(this.client.set("game", "one too many"))).isInstanceOf(SodpNotSentException.class);
	}

	@Test
	void serverThatLosesAnswersDoesNotHoldUpCallsForEver() {
		EngineHarness client = new EngineHarness((builder) -> builder.callTimeout(Duration.ofSeconds(10))).live();
		client.set("game", "x".repeat(15 * MEGABYTE));
		client.keepAlive(Duration.ofSeconds(69));
		client.set("game", "x".repeat(15 * MEGABYTE));
		assertThat(client.sent(Frame.Call.class)).hasSize(1);

		client.keepAlive(Duration.ofSeconds(5));

		assertThat(client.sent(Frame.Call.class)).hasSize(2);
	}

	@Test
	void callCancelledBehindTheWriteLimitIsNeverSent() {
		this.client.live(ONE_WRITE_PER_SECOND);
		this.client.set("game", 1);
		this.client.set("game", 2).cancel(false);
		this.client.set("game", 3);
		this.client.keepAlive(Duration.ofSeconds(5));

		assertThat(this.client.sent(Frame.Call.class)).extracting((call) -> call.args().get("value"))
			.containsExactly(tree(1), tree(3));
	}

	@Test
	void callThatTimedOutBehindTheWriteLimitIsNeverSent() {
		EngineHarness client = new EngineHarness((builder) -> builder.callTimeout(Duration.ofMillis(500)));
		client.live(ONE_WRITE_PER_SECOND);
		client.set("game", 1);
		CompletableFuture<JsonNode> late = client.set("game", 2);
		client.keepAlive(Duration.ofSeconds(5));

		assertThat(failure(late)).isInstanceOf(SodpNotSentException.class);
		assertThat(client.sent(Frame.Call.class)).hasSize(1);
	}

	/** The first time it was sent it may have been applied. */
	@Test
	void refusalOfARepeatedWriteLeavesItsOutcomeUnknown() {
		EngineHarness retrying = new EngineHarness((builder) -> builder.retryWrites(true)).live();
		CompletableFuture<JsonNode> set = retrying.set("game", 2);
		retrying.reconnect(EngineHarness.FULL);
		retrying.receive(
				new Frame.Result(0, 1, retrying.lastSent(Frame.Call.class).callId(), false, tree("too fast"), 429));

		assertThat(failure(set)).isInstanceOf(SodpOutcomeUnknownException.class)
			.hasRootCauseInstanceOf(SodpRejectedException.class);
	}

	private void answerAll() {
		this.client.sent(Frame.Call.class).forEach((call) -> this.client.result(call, json("{'version':3}")));
	}

	static Throwable failure(CompletableFuture<?> future) {
		assertThat(future).isCompletedExceptionally();
		return future.handle((value, failure) -> failure).join();
	}

}
