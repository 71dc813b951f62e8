// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpTokenProvider;
import dev.sodp.server.SessionInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

class TokensTests {

	private final SodpTestServer server = SodpTestServer.builder().requireToken(true).start();

	@AfterEach
	void close() {
		this.server.close();
	}

	private static void awaitState(SodpClient client, ConnectionState state) {
		await().untilAsserted(() -> assertThat(client.status().state()).isEqualTo(state));
	}

	@Test
	void issuedTokenNamesItsSubject() {
		try (SodpClient client = Clients.of(this.server).token(this.server.issueToken("alice")).build()) {
			client.ready().join();

			assertThat(this.server.sessions()).extracting(SessionInfo::subject).containsExactly("alice");
		}
	}

	@Test
	void tokenFromElsewhereIsAcceptedOnceItIsKnown() {
		this.server.acceptToken("secret", "bob");
		try (SodpClient client = Clients.of(this.server).token("secret").build()) {
			client.ready().join();

			assertThat(this.server.sessions()).extracting(SessionInfo::subject).containsExactly("bob");
		}
	}

	@Test
	void unknownTokenIsRefused() {
		try (SodpClient client = Clients.of(this.server).token("guessed").build()) {
			awaitState(client, ConnectionState.FAILED);
			assertThat(client.status().lastFailure()).hasMessageContaining("Unknown token");
		}
	}

	@Test
	void clientWithAFixedTokenGivesUpWhenItExpires() {
		try (SodpClient client = Clients.of(this.server).token(this.server.issueToken("alice")).build()) {
			client.ready().join();

			this.server.expireTokens();

			awaitState(client, ConnectionState.FAILED);
			assertThat(client.status().lastFailure()).hasMessageContaining("Token expired");
		}
	}

	@Test
	void clientWithAProviderComesBackWithAnotherToken() {
		SodpTokenProvider provider = SodpTokenProvider.blocking(() -> this.server.issueToken("alice"));
		try (SodpClient client = Clients.of(this.server).tokenProvider(provider).build()) {
			client.ready().join();
			long first = this.server.awaitSessions(1).get(0).id();

			this.server.expireTokens();

			await().untilAsserted(() -> assertThat(this.server.sessions()).singleElement().satisfies((session) -> {
				assertThat(session.id()).isGreaterThan(first);
				assertThat(session.subject()).isEqualTo("alice");
			}));
			awaitState(client, ConnectionState.RESTORED);
		}
	}

	@Test
	void tokensSurviveARestartWithoutState() {
		try (SodpClient client = Clients.of(this.server).token(this.server.issueToken("alice")).build()) {
			client.ready().join();

			this.server.restartWithoutState();

			this.server.awaitSessions(1);
			awaitState(client, ConnectionState.RESTORED);
		}
	}

	@Test
	void resetAcceptsExpiredTokensAgain() {
		String token = this.server.issueToken("alice");
		this.server.expireTokens();

		this.server.reset();

		try (SodpClient client = Clients.of(this.server).token(token).build()) {
			awaitState(client, ConnectionState.RESTORED);
		}
	}

	@Test
	void serverWithoutTokensSaysHowToAskForThem() {
		try (SodpTestServer open = SodpTestServer.start()) {
			assertThatIllegalStateException().isThrownBy(open::expireTokens)
				.withMessageContaining("requireToken(true)")
				.withMessageContaining("@EmbeddedSodp(requireToken = true)");
		}
	}

}
