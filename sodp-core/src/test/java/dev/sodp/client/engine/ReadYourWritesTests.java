// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpAuthenticationException;
import dev.sodp.client.SodpConnectionException;
import dev.sodp.protocol.Frame;
import dev.sodp.state.DeltaOp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static dev.sodp.client.engine.EngineHarness.json;
import static dev.sodp.client.engine.EngineHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;

/** When writes of watched keys and waits for versions complete. */
class ReadYourWritesTests {

	private final EngineHarness client = new EngineHarness();

	@BeforeEach
	void watch() {
		this.client.live();
		this.client.watch("game");
		this.client.init(10, "game", 1, 1);
	}

	@Test
	void serverThatSendsTheDeltaFirstIsNotWaitedForWhenItSendsNone() {
		writeWithDeltaFirst(2);
		assertThat(answeredWrite(3)).isCompleted();
	}

	@Test
	void serverThatHasShownNoOrderYetIsWaitedFor() {
		assertThat(answeredWrite(2)).isNotDone();
		this.client.advance(Duration.ofSeconds(1));
		assertThat(answeredWrite(3)).isNotDone();
	}

	@Test
	void deltaOfSomebodyElsesWriteShowsNoOrder() {
		delta(2);
		this.client.advance(Duration.ofMillis(1));
		assertThat(answeredWrite(2)).isCompleted();
		assertThat(answeredWrite(3)).isNotDone();
	}

	@Test
	void serverThatOnceSentTheDeltaLaterIsWaitedFor() {
		writeWithDeltaFirst(2);
		assertThat(answeredWrite(3)).isCompleted();
		delta(3);
		CompletableFuture<JsonNode> next = answeredWrite(4);
		assertThat(next).isNotDone();
		delta(4);
		assertThat(next).isCompleted();
		assertThat(answeredWrite(5)).isNotDone();
	}

	@Test
	void nextSessionMayBeWithAnotherServer() {
		writeWithDeltaFirst(2);
		this.client.reconnect(EngineHarness.FULL);
		this.client.init(10, "game", 2, 2);
		assertThat(answeredWrite(3)).isNotDone();
	}

	@Test
	void writeOfAKeyThatIsNotLiveIsNotHeldBack() {
		this.client.watch("other");
		CompletableFuture<JsonNode> write = this.client.set("other", 2);
		this.client.result(this.client.lastSent(Frame.Call.class), json("{'version':7}"));
		assertThat(write).isCompleted();
	}

	@Test
	void waitFailsWithTheReasonWhenTheClientGivesUp() {
		CompletableFuture<Void> wait = await(2);
		this.client.error(0, 401, "token expired");
		assertThat(this.client.state()).isEqualTo(ConnectionState.FAILED);
		assertThat(failure(wait)).isInstanceOf(SodpAuthenticationException.class).hasMessageContaining("token expired");
		assertThat(failure(await(2))).isInstanceOf(SodpAuthenticationException.class);
	}

	@Test
	void waitFailsWithTheReasonWhenTheClientIsStopped() {
		CompletableFuture<Void> wait = await(2);
		this.client.engine.stop();
		assertThat(failure(wait)).hasMessageContaining("stopped");
		assertThat(failure(await(2))).isInstanceOf(SodpConnectionException.class).hasMessageContaining("stopped");
	}

	@Test
	void waitEndsWithItsWatch() {
		CompletableFuture<Void> wait = await(2);
		this.client.engine.unwatch("game");
		assertThat(wait).isCompletedExceptionally();
	}

	private void writeWithDeltaFirst(long version) {
		CompletableFuture<JsonNode> write = this.client.set("game", version);
		delta(version);
		this.client.result(this.client.lastSent(Frame.Call.class), json("{'version':" + version + "}"));
		assertThat(write).isCompleted();
	}

	/** A write that was answered with a version. */
	private CompletableFuture<JsonNode> answeredWrite(long version) {
		CompletableFuture<JsonNode> write = this.client.set("game", version);
		this.client.result(this.client.lastSent(Frame.Call.class), json("{'version':" + version + "}"));
		return write;
	}

	private void delta(long version) {
		this.client.delta(10, null, version, DeltaOp.update("/", tree(version)));
	}

	private CompletableFuture<Void> await(long version) {
		CompletableFuture<Void> future = new CompletableFuture<>();
		this.client.engine.await("game", version, Duration.ofMinutes(5), future);
		return future;
	}

	private static Throwable failure(CompletableFuture<?> future) {
		assertThat(future).isCompletedExceptionally();
		return future.handle((value, failure) -> failure).join();
	}

}
