// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpTokenProvider;
import dev.sodp.protocol.Frame;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls wait while a session is about to be handed over to one with a fresh token
 * (protocol section 2), and no longer than that.
 */
class HandOverTests {

	private static final String CURRENT = jwt(100);

	private static final String NEXT = jwt(3000);

	private final EngineHarness client = new EngineHarness((
			builder) -> builder.tokenProvider(SodpTokenProvider.fixed("whatever")).tokenTimeout(Duration.ofSeconds(5)));

	private CompletableFuture<JsonNode> unanswered = new CompletableFuture<>();

	private CompletableFuture<JsonNode> waiting = new CompletableFuture<>();

	/** A call is unanswered and another one waits for the hand-over. */
	@BeforeEach
	void holdACall() {
		this.client.engine.start();
		this.client.engine.tokenObtained(this.client.attempt, CURRENT);
		greet();
		this.client.keepAlive(Duration.ofSeconds(81));
		this.unanswered = this.client.set("game", 1);
		this.client.engine.tokenObtained(this.client.attempt, NEXT);
		this.waiting = this.client.set("game", 2);
		assertThat(values()).containsExactly(1);
	}

	private void greet() {
		this.client.hello(EngineHarness.FULL, true);
		this.client.receive(new Frame.AuthOk(0, 1, "alice"));
	}

	private List<Integer> values() {
		return this.client.sent(Frame.Call.class).stream().map((call) -> call.args().path("value").intValue()).toList();
	}

	/** The call that waited is sent in a session with a given token. */
	private void assertSentWith(String token) {
		greet();
		assertThat(this.client.lastSent(Frame.Auth.class).token()).isEqualTo(token);
		this.client.result(this.client.lastSent(Frame.Call.class), null);
		assertThat(this.waiting).isCompleted();
		CompletableFuture<JsonNode> later = this.client.set("game", 3);
		this.client.result(this.client.lastSent(Frame.Call.class), null);
		assertThat(later).isCompleted();
		assertThat(this.client.opened).isEqualTo(2);
	}

	@Test
	void sessionIsHandedOverWhenTheLastCallIsAnswered() {
		this.client.result(this.client.lastSent(Frame.Call.class), null);
		assertThat(this.unanswered).isCompleted();
		assertSentWith(NEXT);
	}

	@Test
	void sessionIsHandedOverWhenTheLastCallIsRefused() {
		this.client.error(0, 400, "no");
		assertThat(this.unanswered).isCompletedExceptionally();
		assertSentWith(NEXT);
	}

	@Test
	void sessionIsHandedOverAfterAWhileWhateverIsUnanswered() {
		this.client.keepAlive(Duration.ofSeconds(3));
		assertThat(this.unanswered).isCompletedExceptionally();
		assertSentWith(NEXT);
	}

	@Test
	void lateTokenEqualToTheCurrentOneDoesNotCancelTheHandOver() {
		this.client.engine.tokenObtained(this.client.attempt, CURRENT);
		this.client.result(this.client.lastSent(Frame.Call.class), null);
		assertSentWith(NEXT);
	}

	@Test
	void lateTokensDoNotPutTheHandOverOff() {
		for (int i = 0; i < 2; i++) {
			this.client.keepAlive(Duration.ofSeconds(1));
			this.client.engine.tokenObtained(this.client.attempt, jwt(4000 + i));
		}
		this.client.keepAlive(Duration.ofSeconds(1));
		assertSentWith(NEXT);
	}

	@Test
	void lateFailureOfTheProviderDoesNotCancelTheHandOver() {
		int asked = this.client.tokensAsked;
		this.client.engine.tokenFailed(this.client.attempt, new IllegalStateException("no luck"));
		this.client.keepAlive(Duration.ofSeconds(2));
		assertThat(this.client.tokensAsked).isEqualTo(asked);
		this.client.result(this.client.lastSent(Frame.Call.class), null);
		assertSentWith(NEXT);
	}

	@Test
	void unusableLateTokenDoesNotCancelTheHandOver() {
		this.client.engine.tokenObtained(this.client.attempt, "");
		this.client.result(this.client.lastSent(Frame.Call.class), null);
		assertSentWith(NEXT);
	}

	@Test
	void lossOfTheSessionEndsTheWait() {
		this.client.loseLink();
		this.client.advance(this.client.engine.status().nextAttempt());
		this.client.engine.tokenObtained(this.client.attempt, jwt(5000));
		assertSentWith(jwt(5000));
	}

	@Test
	void reconnectingEndsTheWait() {
		this.client.engine.reconnect();
		this.client.engine.tokenObtained(this.client.attempt, jwt(5000));
		assertSentWith(jwt(5000));
	}

	@Test
	void refusalOfTheCurrentTokenEndsTheWait() {
		this.client.error(0, 401, "token expired");
		this.client.engine.tokenObtained(this.client.attempt, jwt(5000));
		assertSentWith(jwt(5000));
	}

	@Test
	void stoppingFailsWhatWaitsAndStartingSendsAgain() {
		this.client.engine.stop();
		assertThat(this.waiting).isCompletedExceptionally();
		this.client.engine.start();
		this.client.engine.tokenObtained(this.client.attempt, CURRENT);
		greet();
		CompletableFuture<JsonNode> later = this.client.set("game", 3);
		this.client.result(this.client.lastSent(Frame.Call.class), null);
		assertThat(later).isCompleted();
	}

	@Test
	void sessionOfTheNextTokenThatDoesNotComeAboutIsTriedAgain() {
		this.client.keepAlive(Duration.ofSeconds(3));
		this.client.loseLink();
		assertThat(this.client.state()).isEqualTo(ConnectionState.WAITING);
		this.client.advance(this.client.engine.status().nextAttempt());
		this.client.engine.tokenObtained(this.client.attempt, NEXT);
		greet();
		assertThat(values()).containsExactly(1, 2);
	}

	/** A token that expires so many seconds after the beginning of the test's time. */
	private static String jwt(long exp) {
		String claims = "{\"sub\":\"alice\",\"exp\":" + exp + "}";
		return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
				+ ".sig";
	}

}
