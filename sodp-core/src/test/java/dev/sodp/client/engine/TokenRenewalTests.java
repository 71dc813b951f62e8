// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

import dev.sodp.client.ClientError.Source;
import dev.sodp.client.ClientError;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpTokenProvider;
import dev.sodp.protocol.Frame;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How often and how long a token provider is asked. */
class TokenRenewalTests {

	private final EngineHarness client = new EngineHarness((
			builder) -> builder.tokenProvider(SodpTokenProvider.fixed("whatever")).tokenTimeout(Duration.ofSeconds(5)));

	@Test
	void failingProviderIsAskedEverMoreSlowly() {
		this.client.engine.start();
		for (long seconds : new long[] { 1, 2, 4, 8, 16, 30, 30 }) {
			this.client.engine.tokenFailed(this.client.attempt, new IllegalStateException("no luck"));
			Duration delay = this.client.engine.status().nextAttempt();
			assertThat(delay).isBetween(Duration.ofSeconds(seconds), Duration.ofMillis(seconds * 1000 + 500));
			this.client.advance(delay);
		}
		assertThat(this.client.errors).extracting(ClientError::source).containsOnly(Source.AUTHENTICATION);
	}

	@Test
	void silentProviderIsAskedEverMoreSlowly() {
		this.client.engine.start();
		for (long seconds : new long[] { 1, 2, 4 }) {
			this.client.advance(Duration.ofSeconds(5));
			assertThat(this.client.state()).isEqualTo(ConnectionState.WAITING);
			assertThat(this.client.engine.status().lastFailure()).hasMessageContaining("no token within 5000 ms");
			Duration delay = this.client.engine.status().nextAttempt();
			assertThat(delay).isBetween(Duration.ofSeconds(seconds), Duration.ofMillis(seconds * 1000 + 500));
			this.client.advance(delay);
		}
		assertThat(this.client.tokensAsked).isEqualTo(4);
	}

	@Test
	void tokenRefusedRightAfterItWasAcceptedIsReplacedOnceOnly() {
		liveWith("one");
		this.client.error(0, 401, "token expired");
		this.client.advance(this.client.engine.status().nextAttempt());
		this.client.engine.tokenObtained(this.client.attempt, "two");
		this.client.hello(EngineHarness.FULL, true);
		this.client.receive(new Frame.AuthOk(0, 1, "alice"));
		this.client.error(0, 401, "token expired");
		assertThat(this.client.state()).isEqualTo(ConnectionState.FAILED);
		assertThat(this.client.tokensAsked).isEqualTo(2);
	}

	@Test
	void silentProviderIsAskedAgainForTheNextToken() {
		liveWith(jwt(100));
		this.client.keepAlive(Duration.ofSeconds(81));
		assertThat(this.client.tokensAsked).isEqualTo(2);
		this.client.keepAlive(Duration.ofSeconds(7));
		assertThat(this.client.tokensAsked).isEqualTo(3);
		assertThat(this.client.state().isLive()).isTrue();
	}

	@Test
	void providerThatFailsForTheNextTokenIsAskedEverMoreSlowly() {
		liveWith(jwt(1000));
		this.client.keepAlive(Duration.ofSeconds(971));
		assertThat(this.client.tokensAsked).isEqualTo(2);
		for (long seconds : new long[] { 1, 2, 4 }) {
			int asked = this.client.tokensAsked;
			this.client.engine.tokenFailed(this.client.attempt, new IllegalStateException("no luck"));
			this.client.advance(Duration.ofMillis(seconds * 1000 - 1));
			assertThat(this.client.tokensAsked).isEqualTo(asked);
			this.client.engine.linkAlive(this.client.attempt);
			this.client.advance(Duration.ofMillis(501));
			assertThat(this.client.tokensAsked).isEqualTo(asked + 1);
		}
		this.client.engine.tokenObtained(this.client.attempt, jwt(3000));
		assertThat(this.client.opened).isEqualTo(2);
	}

	@Test
	void providerThatHasNoOtherTokenYetIsAskedAgainBeforeTheTokenExpires() {
		liveWith(jwt(100));
		this.client.keepAlive(Duration.ofSeconds(81));
		this.client.engine.tokenObtained(this.client.attempt, jwt(100));
		this.client.keepAlive(Duration.ofSeconds(16));
		assertThat(this.client.tokensAsked).isEqualTo(3);
		this.client.engine.tokenObtained(this.client.attempt, jwt(300));
		assertThat(this.client.opened).isEqualTo(2);
	}

	@Test
	void providerThatHasNoOtherTokenIsNotAskedInAHotLoop() {
		liveWith(jwt(100));
		for (int i = 0; i < 100; i++) {
			this.client.keepAlive(Duration.ofSeconds(1));
			this.client.engine.tokenObtained(this.client.attempt, jwt(100));
		}
		assertThat(this.client.tokensAsked).isBetween(2, 5);
	}

	@Test
	void handOverDuringARestoreResumesWhatIsKnown() {
		this.client.watch("game", "unanswered");
		liveWith(jwt(100));
		this.client.init(10, "game", 4, 1);
		this.client.keepAlive(Duration.ofSeconds(81));
		assertThat(this.client.state()).isEqualTo(ConnectionState.CONNECTED);
		this.client.engine.tokenObtained(this.client.attempt, jwt(300));
		this.client.hello(EngineHarness.FULL, true);
		this.client.receive(new Frame.AuthOk(0, 1, "alice"));
		assertThat(this.client.lastSent(Frame.Resume.class).sinceVersion()).isEqualTo(4);
	}

	private void liveWith(String token) {
		this.client.engine.start();
		this.client.engine.tokenObtained(this.client.attempt, token);
		this.client.hello(EngineHarness.FULL, true);
		this.client.receive(new Frame.AuthOk(0, 1, "alice"));
	}

	/** A token that expires so many seconds after the beginning of the test's time. */
	private static String jwt(long exp) {
		String claims = "{\"sub\":\"alice\",\"exp\":" + exp + "}";
		return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
				+ ".sig";
	}

}
