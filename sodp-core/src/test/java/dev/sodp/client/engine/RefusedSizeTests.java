// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

import dev.sodp.client.SodpOutcomeUnknownException;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Feature;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.Limit;
import dev.sodp.transport.LinkEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static dev.sodp.client.engine.EngineHarness.json;
import static org.assertj.core.api.Assertions.assertThat;

/** Calls that are too large for the server, which ends the session because of them. */
class RefusedSizeTests {

	private static final String LARGE = "x".repeat(2_000_000);

	private final EngineHarness client = new EngineHarness((builder) -> builder.retryWrites(true));

	private void refusedWith(LinkEnd end) {
		this.client.engine.linkClosed(this.client.attempt, end);
	}

	private void liveAgain(Capabilities capabilities) {
		this.client.sent.clear();
		this.client.advance(this.client.engine.status().nextAttempt());
		this.client.hello(capabilities, false);
	}

	@Test
	void theLargestCallIsNotRepeatedAndTheOthersAre() {
		this.client.live();
		CompletableFuture<JsonNode> small = this.client.set("a", 1);
		CompletableFuture<JsonNode> large = this.client.set("b", LARGE);

		refusedWith(LinkEnd.closed(1009, "too big"));
		assertThat(CallBoundsTests.failure(large)).isInstanceOf(SodpOutcomeUnknownException.class);
		liveAgain(EngineHarness.FULL);

		assertThat(this.client.sent(Frame.Call.class)).singleElement()
			.satisfies((call) -> this.client.result(call, json("{'version':3}")));
		assertThat(small).isCompleted();
	}

	@Test
	void laterOnesOfThatSizeAreRefusedHere() {
		this.client.live();
		this.client.set("b", LARGE);
		this.client.error(0, 413, "too large");
		this.client.loseLink();
		liveAgain(EngineHarness.FULL);

		CompletableFuture<JsonNode> again = this.client.set("b", LARGE);
		CompletableFuture<JsonNode> smaller = this.client.set("b", "x".repeat(1_000_000));

		assertThat(CallBoundsTests.failure(again))
			.isInstanceOfSatisfying(SodpRejectedException.class, (refusal) -> assertThat(refusal.code()).isEqualTo(413))
			.hasMessageContaining("state.set of 'b' takes 20000")
			.hasMessageContaining("ended a session");
		assertThat(smaller).isNotDone();
		assertThat(this.client.sent(Frame.Call.class)).hasSize(1);
	}

	@Test
	void whatExceedsTheAdvertisedLimitIsNotSent() {
		this.client.live(EngineHarness.FULL.toBuilder().limit(Limit.MESSAGE_BYTES, 1_000_000).build());

		CompletableFuture<JsonNode> tooLarge = this.client.set("b", LARGE);
		this.client.set("b", "x".repeat(999_000));

		assertThat(CallBoundsTests.failure(tooLarge))
			.isInstanceOfSatisfying(SodpRejectedException.class, (refusal) -> assertThat(refusal.code()).isEqualTo(413))
			.hasMessageMatching("state.set of 'b' takes 20000\\d\\d bytes, and the server accepts messages of at most"
					+ " 1000000 \\(code 413\\)");
		assertThat(this.client.sent(Frame.Call.class)).hasSize(1);
	}

	@Test
	void aServerWithAnotherHistoryMayTakeThem() {
		this.client.live(history("a"));
		this.client.set("b", LARGE);
		refusedWith(LinkEnd.closed(1009, "too big"));
		liveAgain(history("b"));

		this.client.set("b", LARGE);

		assertThat(this.client.sent(Frame.Call.class)).hasSize(1);
	}

	@Test
	void aSessionThatEndsBeforeItsKeysAreRestoredIsNoOtherHistory() {
		this.client.live(history("a"));
		this.client.watch("k");
		this.client.set("b", LARGE);
		refusedWith(LinkEnd.closed(1009, "too big"));
		liveAgain(history("a"));

		CompletableFuture<JsonNode> again = this.client.set("b", LARGE);

		assertThat(CallBoundsTests.failure(again)).isInstanceOf(SodpRejectedException.class);
	}

	@Test
	void aCallThatMayHaveBeenAppliedEarlierStaysInDoubt() {
		this.client.live();
		CompletableFuture<JsonNode> first = this.client.set("a", LARGE);
		this.client.loseLink();
		this.client.set("b", "x".repeat(1_500_000));
		liveAgain(EngineHarness.FULL);
		assertThat(this.client.sent(Frame.Call.class)).hasSize(2);

		this.client.result(this.client.sent(Frame.Call.class).get(1), json("{'version':3}"));
		refusedWith(LinkEnd.closed(1009, "too big"));

		assertThat(CallBoundsTests.failure(first)).isInstanceOf(SodpOutcomeUnknownException.class);
	}

	@ParameterizedTest
	@ValueSource(ints = { 10, 40_000 })
	void whatEveryServerTakesIsNotBlamed(int length) {
		this.client.live();
		CompletableFuture<JsonNode> call = this.client.set("b", "x".repeat(length));
		refusedWith(LinkEnd.closed(1009, "too big"));
		liveAgain(EngineHarness.FULL);

		assertThat(call).isNotDone();
		assertThat(this.client.sent(Frame.Call.class)).hasSize(1);
	}

	@Test
	void whatIsTooLargeForThisClientSaysNothingAboutTheServer() {
		this.client.live();
		this.client.set("b", LARGE);
		refusedWith(
				new LinkEnd(1009, "too big", OptionalInt.empty(), new IOException("larger than this client takes")));
		liveAgain(EngineHarness.FULL);

		assertThat(this.client.sent(Frame.Call.class)).hasSize(1);
	}

	private static Capabilities history(String epoch) {
		return Capabilities.builder().with(Feature.values()).epoch(epoch).build();
	}

}
