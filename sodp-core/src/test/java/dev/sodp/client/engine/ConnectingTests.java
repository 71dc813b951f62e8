// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpAuthenticationException;
import dev.sodp.client.SodpConnectionException;
import dev.sodp.client.SodpTokenProvider;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Frame;
import dev.sodp.transport.LinkEnd;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** How sessions come and go (protocol sections 2 and 6). */
class ConnectingTests {

	@Test
	void nothingIsSentBeforeHello() {
		EngineHarness client = new EngineHarness();
		client.watch("game");
		client.set("game", 1);
		client.engine.start();
		client.engine.linkOpened(client.attempt);
		assertThat(client.sent).isEmpty();
	}

	@Test
	void oldServerWithoutProtocolFieldIsAccepted() {
		EngineHarness client = new EngineHarness();
		client.engine.start();
		client.engine.linkOpened(client.attempt);
		client.receive(new Frame.Hello(0, 0, null, "0.1", null, false, Capabilities.NONE));
		assertThat(client.state().isLive()).isTrue();
	}

	@Test
	void otherProtocolIsRefused() {
		EngineHarness client = new EngineHarness();
		client.engine.start();
		client.engine.linkOpened(client.attempt);
		client.receive(new Frame.Hello(0, 0, "mqtt", "5", null, false, Capabilities.NONE));
		assertThat(client.state()).isEqualTo(ConnectionState.WAITING);
		assertThat(client.closes).isEqualTo(1);
	}

	@Test
	void everyHeartbeatIsEchoed() {
		EngineHarness client = new EngineHarness().live();
		client.receive(new Frame.Heartbeat(0, 0));
		client.receive(new Frame.Heartbeat(0, 0));
		assertThat(client.sent(Frame.Heartbeat.class)).hasSize(2);
	}

	@Test
	void tokenIsPresentedWhenTheServerAsks() {
		EngineHarness client = new EngineHarness((builder) -> builder.token("secret"));
		client.engine.start();
		client.engine.tokenObtained(client.attempt, "secret");
		client.hello(EngineHarness.FULL, true);
		assertThat(client.lastSent(Frame.Auth.class).token()).isEqualTo("secret");
		assertThat(client.state()).isEqualTo(ConnectionState.CONNECTING);
		client.receive(new Frame.AuthOk(0, 1, "alice"));
		assertThat(client.state().isLive()).isTrue();
		assertThat(client.ready).isTrue();
	}

	@Test
	void refusedStaticTokenIsFinal() {
		EngineHarness client = new EngineHarness((builder) -> builder.token("secret"));
		CompletableFuture<?> set = client.set("game", 1);
		client.engine.start();
		client.engine.tokenObtained(client.attempt, "secret");
		client.hello(EngineHarness.FULL, true);
		client.error(0, 401, "invalid token");
		client.advance(Duration.ofMinutes(10));
		assertThat(client.state()).isEqualTo(ConnectionState.FAILED);
		assertThat(client.opened).isEqualTo(1);
		assertThat(client.neverReady).isInstanceOf(SodpAuthenticationException.class)
			.hasMessageContaining("invalid token");
		assertThat(set).isCompletedExceptionally();
	}

	@Test
	void providerIsAskedForOneFreshTokenOnly() {
		EngineHarness client = new EngineHarness(
				(builder) -> builder.tokenProvider(SodpTokenProvider.fixed("whatever")));
		client.engine.start();
		for (int i = 0; i < 2; i++) {
			assertThat(client.tokensAsked).isEqualTo(i + 1);
			client.engine.tokenObtained(client.attempt, "token-" + i);
			client.hello(EngineHarness.FULL, true);
			client.error(0, 401, "invalid token");
		}
		client.advance(Duration.ofMinutes(10));
		assertThat(client.tokensAsked).isEqualTo(2);
		assertThat(client.state()).isEqualTo(ConnectionState.FAILED);
	}

	@Test
	void attemptThatFailsAfterARefusalKeepsTheFreshToken() {
		EngineHarness client = refusedOnce();
		for (int i = 0; i < 3; i++) {
			client.loseLink();
			client.advance(client.engine.status().nextAttempt());
		}
		assertThat(client.tokensAsked).isEqualTo(2);
		client.hello(EngineHarness.FULL, true);
		assertThat(client.lastSent(Frame.Auth.class).token()).isEqualTo("token-1");
		client.error(0, 401, "invalid token");
		client.advance(Duration.ofMinutes(10));
		assertThat(client.tokensAsked).isEqualTo(2);
		assertThat(client.state()).isEqualTo(ConnectionState.FAILED);
	}

	@Test
	void freshTokenIsNotKeptForever() {
		EngineHarness client = refusedOnce();
		while (client.tokensAsked == 2 && client.time < Duration.ofMinutes(5).toNanos()) {
			client.loseLink();
			client.advance(client.engine.status().nextAttempt());
		}
		assertThat(client.tokensAsked).isEqualTo(3);
		assertThat(client.time).isGreaterThanOrEqualTo(Duration.ofMinutes(1).toNanos());
	}

	/** The first token was refused, and the second one has just been obtained. */
	private static EngineHarness refusedOnce() {
		EngineHarness client = new EngineHarness(
				(builder) -> builder.tokenProvider(SodpTokenProvider.fixed("whatever")));
		client.engine.start();
		client.engine.tokenObtained(client.attempt, "token-0");
		client.engine.linkClosed(client.attempt, new LinkEnd(1006, "HTTP status 401", OptionalInt.of(401), null));
		client.engine.tokenObtained(client.attempt, "token-1");
		return client;
	}

	@Test
	void expiredTokenOfALongSessionIsReplacedAtOnce() {
		EngineHarness client = new EngineHarness(
				(builder) -> builder.tokenProvider(SodpTokenProvider.fixed("whatever")));
		client.engine.start();
		client.engine.tokenObtained(client.attempt, "one");
		client.hello(EngineHarness.FULL, true);
		client.receive(new Frame.AuthOk(0, 1, "alice"));
		client.advance(Duration.ofSeconds(6));
		client.error(0, 401, "token expired");
		assertThat(client.tokensAsked).isEqualTo(2);
		assertThat(client.state()).isEqualTo(ConnectionState.CONNECTING);
	}

	@Test
	void tokenProviderThatFailsIsAskedAgainLater() {
		EngineHarness client = new EngineHarness(
				(builder) -> builder.tokenProvider(SodpTokenProvider.fixed("whatever")));
		client.engine.start();
		client.engine.tokenFailed(client.attempt, new IllegalStateException("no luck"));
		assertThat(client.state()).isEqualTo(ConnectionState.WAITING);
		client.advance(Duration.ofSeconds(2));
		assertThat(client.tokensAsked).isEqualTo(2);
	}

	@Test
	void tokenProviderThatNeverAnswersIsGivenUp() {
		EngineHarness client = new EngineHarness(
				(builder) -> builder.tokenProvider(SodpTokenProvider.fixed("whatever")));
		client.engine.start();
		client.advance(Duration.ofSeconds(33));
		assertThat(client.tokensAsked).isEqualTo(2);
	}

	@Test
	void aLiveSessionClosedFor1008CountsAsRefusedToken() {
		EngineHarness client = new EngineHarness().live();
		client.engine.linkClosed(client.attempt, LinkEnd.closed(1008, "The HTTP session has ended"));
		assertThat(client.state()).isEqualTo(ConnectionState.FAILED);
	}

	@Test
	void aSessionClosedFor1008BeforeItWasLiveIsTriedAgain() {
		EngineHarness client = new EngineHarness();
		client.engine.start();
		client.engine.linkClosed(client.attempt, LinkEnd.closed(1008, ""));
		assertThat(client.state()).isEqualTo(ConnectionState.WAITING);
	}

	@Test
	void upgradeAnsweredWith401CountsAsRefusedToken() {
		EngineHarness client = new EngineHarness();
		client.engine.start();
		client.engine.linkClosed(client.attempt, new LinkEnd(1006, "HTTP status 401", OptionalInt.of(401), null));
		assertThat(client.state()).isEqualTo(ConnectionState.FAILED);
	}

	@Test
	void reconnectDelayDoublesUpToTheMaximum() {
		EngineHarness client = new EngineHarness((builder) -> builder.maxReconnectDelay(Duration.ofSeconds(5)));
		client.engine.start();
		long[] atLeast = { 1, 2, 4, 5, 5 };
		for (long seconds : atLeast) {
			client.loseLink();
			Duration delay = client.engine.status().nextAttempt();
			assertThat(delay).isBetween(Duration.ofSeconds(seconds), Duration.ofMillis(seconds * 1000 + 500));
			client.advance(delay);
			assertThat(client.state()).isEqualTo(ConnectionState.CONNECTING);
		}
	}

	@Test
	void serverThatAcceptsAndClosesAtOnceIsTriedEverMoreSlowly() {
		EngineHarness client = new EngineHarness();
		client.engine.start();
		for (int i = 0; i < 6; i++) {
			client.hello(EngineHarness.FULL, false);
			client.loseLink();
			if (i < 5) {
				client.advance(client.engine.status().nextAttempt());
			}
		}
		assertThat(client.engine.status().nextAttempt()).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void backOffBeginsAnewAfterAStableSession() {
		EngineHarness client = new EngineHarness();
		client.engine.start();
		for (int i = 0; i < 4; i++) {
			client.loseLink();
			client.advance(client.engine.status().nextAttempt());
		}
		client.hello(EngineHarness.FULL, false);
		client.advance(Duration.ofSeconds(6));
		client.loseLink();
		assertThat(client.engine.status().nextAttempt()).isLessThan(Duration.ofSeconds(2));
	}

	@Test
	void withoutReconnectTheFirstFailureIsFinal() {
		EngineHarness client = new EngineHarness((builder) -> builder.reconnect(false));
		client.engine.start();
		client.loseLink();
		assertThat(client.state()).isEqualTo(ConnectionState.FAILED);
		assertThat(client.neverReady).isInstanceOf(SodpConnectionException.class);
	}

	@Test
	void silentServerIsGivenUpAfterTheConnectTimeout() {
		EngineHarness client = new EngineHarness();
		client.engine.start();
		client.engine.linkOpened(client.attempt);
		client.advance(Duration.ofSeconds(15));
		assertThat(client.state()).isEqualTo(ConnectionState.WAITING);
		assertThat(client.aborts).isEqualTo(1);
	}

	@Test
	void deadLinkIsNoticedWithinTwoPingIntervals() {
		EngineHarness client = new EngineHarness().live();
		client.advance(Duration.ofSeconds(10));
		assertThat(client.pings).isEqualTo(1);
		assertThat(client.state().isLive()).isTrue();
		client.advance(Duration.ofSeconds(10));
		assertThat(client.state()).isEqualTo(ConnectionState.WAITING);
		assertThat(client.aborts).isEqualTo(1);
	}

	@Test
	void anySignOfLifeKeepsTheLink() {
		EngineHarness client = new EngineHarness().live();
		for (int i = 0; i < 20; i++) {
			client.advance(Duration.ofSeconds(9));
			client.engine.linkAlive(client.attempt);
		}
		assertThat(client.state().isLive()).isTrue();
	}

	@Test
	void reportsOfAnOlderLinkAreIgnored() {
		EngineHarness client = new EngineHarness().live();
		long older = client.attempt;
		client.loseLink();
		client.advance(Duration.ofSeconds(2));
		client.hello(EngineHarness.FULL, false);
		client.engine.linkClosed(older, LinkEnd.closed(1006, "late"));
		client.engine.received(older, new Frame.Error(0, 1, 401, "late"), 20);
		assertThat(client.state().isLive()).isTrue();
	}

	@Test
	void stoppedClientCanBeStartedAgain() {
		EngineHarness client = new EngineHarness().live();
		client.watch("game");
		client.init(10, "game", 3, 1);
		client.engine.stop();
		assertThat(client.state()).isEqualTo(ConnectionState.STOPPED);
		client.advance(Duration.ofMinutes(5));
		assertThat(client.opened).isEqualTo(1);
		client.sent.clear();
		client.live();
		assertThat(client.lastSent(Frame.Resume.class).sinceVersion()).isEqualTo(3);
	}

	@Test
	void callsOfAStoppedClientFailAtOnceAndThoseOfOneToBeStartedWait() {
		EngineHarness client = new EngineHarness();
		CompletableFuture<JsonNode> early = client.set("game", 1);
		client.live();
		client.result(client.lastSent(Frame.Call.class), Map.of("version", 3));
		client.engine.stop();

		assertThat(client.set("game", 2)).isCompletedExceptionally();
		assertThat(early).isCompleted();
		client.live();
		assertThat(client.set("game", 3)).isNotDone();
	}

	@Test
	void failedClientStartsAgainOnRequest() {
		EngineHarness client = new EngineHarness((builder) -> builder.reconnect(false));
		client.engine.start();
		client.loseLink();
		client.live();
		assertThat(client.state().isLive()).isTrue();
	}

	@Test
	void closeFailsWhatIsPending() {
		EngineHarness client = new EngineHarness().live();
		CompletableFuture<?> sent = client.set("game", 1);
		EngineHarness.Recorder game = client.watch("game");
		client.engine.close();
		assertThat(sent).isCompletedExceptionally();
		assertThat(client.set("game", 2)).isCompletedExceptionally();
		assertThat(game.ended).isTrue();
		assertThat(client.state()).isEqualTo(ConnectionState.CLOSED);
		client.engine.start();
		assertThat(client.opened).isEqualTo(1);
	}

	@Test
	void freshSessionIsThereOnRequest() {
		EngineHarness client = new EngineHarness().live();
		client.engine.reconnect();
		assertThat(client.closes).isEqualTo(1);
		assertThat(client.opened).isEqualTo(2);
		client.hello(EngineHarness.FULL, false);
		assertThat(client.state().isLive()).isTrue();
	}

	@Test
	void failedClientTriesAgainOnRequest() {
		EngineHarness client = new EngineHarness((builder) -> builder.reconnect(false));
		client.engine.start();
		client.loseLink();
		client.engine.reconnect();
		assertThat(client.state()).isEqualTo(ConnectionState.CONNECTING);
	}

	@Test
	void sessionIsHandedOverBeforeItsTokenExpires() {
		EngineHarness client = liveWithToken(jwt(100));
		client.watch("game");
		client.init(10, "game", 4, 1);
		client.keepAlive(Duration.ofSeconds(79));
		assertThat(client.tokensAsked).isEqualTo(1);
		client.keepAlive(Duration.ofSeconds(2));
		assertThat(client.tokensAsked).isEqualTo(2);
		assertThat(client.opened).isEqualTo(1);
		client.engine.tokenObtained(client.attempt, jwt(300));
		assertThat(client.opened).isEqualTo(2);
		client.hello(EngineHarness.FULL, true);
		client.receive(new Frame.AuthOk(0, 1, "alice"));
		assertThat(client.lastSent(Frame.Resume.class).sinceVersion()).isEqualTo(4);
		assertThat(client.states).doesNotContain(ConnectionState.WAITING, ConnectionState.FAILED);
	}

	@Test
	void handOverDoesNotWaitForEver() {
		EngineHarness client = liveWithToken(jwt(100));
		client.keepAlive(Duration.ofSeconds(81));
		CompletableFuture<?> unanswered = client.set("game", 1);
		client.engine.tokenObtained(client.attempt, jwt(300));
		client.keepAlive(Duration.ofSeconds(4));
		assertThat(client.opened).isEqualTo(2);
		assertThat(unanswered).isCompletedExceptionally();
	}

	@Test
	void callsDuringTheHandOverWaitForTheNextSession() {
		EngineHarness client = liveWithToken(jwt(100));
		client.keepAlive(Duration.ofSeconds(81));
		CompletableFuture<?> unanswered = client.set("game", 1);
		Frame.Call first = client.lastSent(Frame.Call.class);
		client.engine.tokenObtained(client.attempt, jwt(300));
		CompletableFuture<?> next = client.set("game", 2);
		assertThat(client.opened).isEqualTo(1);
		assertThat(client.sent(Frame.Call.class)).hasSize(1);
		client.result(first, null);
		assertThat(unanswered).isCompleted();
		assertThat(client.opened).isEqualTo(2);
		client.hello(EngineHarness.FULL, true);
		client.receive(new Frame.AuthOk(0, 1, "alice"));
		client.result(client.lastSent(Frame.Call.class), null);
		assertThat(next).isCompleted();
	}

	@Test
	void tokenProviderThatHasNoOtherTokenLeavesTheSessionAlone() {
		String token = jwt(100);
		EngineHarness client = liveWithToken(token);
		client.keepAlive(Duration.ofSeconds(81));
		client.engine.tokenObtained(client.attempt, token);
		client.keepAlive(Duration.ofSeconds(10));
		assertThat(client.tokensAsked).isEqualTo(2);
		assertThat(client.state().isLive()).isTrue();
	}

	private static EngineHarness liveWithToken(String token) {
		EngineHarness client = new EngineHarness(
				(builder) -> builder.tokenProvider(SodpTokenProvider.fixed("whatever")));
		client.engine.start();
		client.engine.tokenObtained(client.attempt, token);
		client.hello(EngineHarness.FULL, true);
		client.receive(new Frame.AuthOk(0, 1, "alice"));
		return client;
	}

	/** A token that expires so many seconds after the beginning of the test's time. */
	private static String jwt(long exp) {
		String claims = "{\"sub\":\"alice\",\"exp\":" + exp + "}";
		return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
				+ ".sig";
	}

}
