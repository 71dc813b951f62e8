// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.sodp.client.SodpNotSentException;
import dev.sodp.client.SodpOutcomeUnknownException;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.client.SodpUnsupportedException;
import dev.sodp.client.SodpVersionConflictException;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Feature;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.Limit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static dev.sodp.client.engine.EngineHarness.json;
import static dev.sodp.client.engine.EngineHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;

/** Calls with {@code if_version}, sent and not sent (protocol section 5). */
class ConditionalCallTests {

	private static final Capabilities WITHOUT = Capabilities.builder()
		.with(Feature.MULTI_WATCH, Feature.RESUME)
		.limit(Limit.WRITES_PER_SECOND, 1)
		.epoch("epoch-1")
		.build();

	private final EngineHarness client = new EngineHarness();

	private CompletableFuture<JsonNode> setIf(long version) {
		return call("state.set", "{'state': 'game', 'value': 1, 'if_version': " + version + "}");
	}

	private CompletableFuture<JsonNode> call(String method, String args) {
		return this.client.engine.call(method, (ObjectNode) json(args), Function.identity()).future();
	}

	private static Throwable failure(CompletableFuture<?> future) {
		assertThat(future).isCompletedExceptionally();
		return future.handle((value, failure) -> failure).join();
	}

	private static Capabilities withEpoch(String epoch) {
		return EngineHarness.FULL.toBuilder().epoch(epoch).build();
	}

	private void answer412(Frame.Call call, Long version) {
		this.client.receive(new Frame.Result(0, 1, call.callId(), false, tree("other version"), 412, version));
	}

	@Test
	void refusalCarriesTheVersionOfTheServer() {
		this.client.live();
		CompletableFuture<JsonNode> set = setIf(3);

		answer412(this.client.lastSent(Frame.Call.class), 7L);

		assertThat(failure(set)).isInstanceOfSatisfying(SodpVersionConflictException.class, (conflict) -> {
			assertThat(conflict.code()).isEqualTo(412);
			assertThat(conflict.currentVersion()).hasValue(7);
			assertThat(conflict).hasMessageContaining("game").hasMessageContaining("other version");
		});
	}

	@Test
	void refusalThatNamesNoVersionIsStillAConflict() {
		this.client.live();
		CompletableFuture<JsonNode> set = setIf(3);

		answer412(this.client.lastSent(Frame.Call.class), null);

		assertThat(failure(set)).isInstanceOfSatisfying(SodpVersionConflictException.class,
				(conflict) -> assertThat(conflict.currentVersion()).isEmpty());
	}

	@Test
	void unconditionalCallHasNoConflict() {
		this.client.live();
		CompletableFuture<JsonNode> set = this.client.set("game", 1);

		answer412(this.client.lastSent(Frame.Call.class), 7L);

		assertThat(failure(set)).isExactlyInstanceOf(SodpRejectedException.class);
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 3 })
	void serverWithoutTheCapabilityNeverGetsIt(long version) {
		this.client.live(WITHOUT);

		CompletableFuture<JsonNode> set = setIf(version);

		assertThat(failure(set)).isInstanceOfSatisfying(SodpUnsupportedException.class, (unsupported) -> {
			assertThat(unsupported.feature()).isEqualTo(Feature.IF_VERSION);
			assertThat(unsupported).hasMessageContaining("state.set of 'game'")
				.hasMessageContaining("'test' at ws://localhost:7777")
				.hasMessageContaining("if_version");
		});
		assertThat(this.client.sent(Frame.Call.class)).isEmpty();
	}

	@Test
	void queuedCallFailsAsSoonAsTheServerTurnsOutToLackTheCapability() {
		this.client.set("first", 1);
		this.client.set("second", 2);
		CompletableFuture<JsonNode> set = setIf(3);

		this.client.live(WITHOUT);

		assertThat(failure(set)).isInstanceOf(SodpUnsupportedException.class);
		this.client.keepAlive(Duration.ofSeconds(3));
		assertThat(this.client.sent(Frame.Call.class)).hasSize(2).noneMatch((call) -> call.args().has("if_version"));
	}

	@Test
	void queuedCallKeepsItsCondition() {
		CompletableFuture<JsonNode> set = setIf(3);

		this.client.live();

		Frame.Call call = this.client.lastSent(Frame.Call.class);
		assertThat(call.args().get("if_version")).isEqualTo(tree(3L));
		this.client.result(call, json("{'version': 4}"));
		assertThat(set).isCompletedWithValue(json("{'version': 4}"));
	}

	@Test
	void versionOfALostHistoryIsNotSentToTheNext() {
		this.client.live(withEpoch("one"));
		this.client.loseLink();
		CompletableFuture<JsonNode> set = setIf(3);
		CompletableFuture<JsonNode> setIfAbsent = setIf(0);

		this.client.advance(this.client.engine.status().nextAttempt());
		this.client.hello(withEpoch("two"), false);

		assertThat(failure(set)).isExactlyInstanceOf(SodpNotSentException.class).hasMessageContaining("new history");
		assertThat(setIfAbsent).isNotDone();
		assertThat(this.client.sent(Frame.Call.class)).singleElement()
			.extracting((call) -> call.args().get("if_version").longValue())
			.isEqualTo(0L);
	}

	@Test
	void versionOfAKeptHistoryIsSentAfterARestart() {
		this.client.live(withEpoch("one"));
		this.client.loseLink();
		CompletableFuture<JsonNode> set = setIf(3);

		this.client.advance(this.client.engine.status().nextAttempt());
		this.client.hello(withEpoch("one"), false);

		assertThat(set).isNotDone();
		assertThat(this.client.sent(Frame.Call.class)).hasSize(1);
	}

	@Test
	void isNotRepeatedSinceItCouldBeRefusedForItsOwnEffect() {
		EngineHarness retrying = new EngineHarness((builder) -> builder.retryWrites(true)).live();
		CompletableFuture<JsonNode> plain = retrying.set("game", 1);
		CompletableFuture<JsonNode> conditional = retrying.engine
			.call("state.set", (ObjectNode) json("{'state': 'game', 'value': 1, 'if_version': 3}"), Function.identity())
			.future();

		retrying.reconnect(EngineHarness.FULL);

		assertThat(plain).isNotDone();
		assertThat(failure(conditional)).isInstanceOf(SodpOutcomeUnknownException.class);
		assertThat(retrying.sent(Frame.Call.class)).hasSize(1);
	}

	@Test
	void argumentOfAnotherServersMethodIsNoCondition() {
		this.client.live(WITHOUT);

		call("shop.buy", "{'if_version': 3}");

		assertThat(this.client.sent(Frame.Call.class)).hasSize(1);
	}

	@Test
	void nullIsNoCondition() {
		this.client.live(WITHOUT);

		call("state.delete", "{'state': 'game', 'if_version': null}");

		assertThat(this.client.sent(Frame.Call.class)).hasSize(1);
	}

}
