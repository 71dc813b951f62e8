// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.sodp.protocol.Frame;
import dev.sodp.server.AuthenticationRefusedException;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Tokens that come with the upgrade. */
@Timeout(60)
class BearerTokensTests {

	private final TestEndpoint endpoint = new TestEndpoint(IoTransport.NIO,
			(server) -> server.authenticator(BearerTokensTests::verify),
			(options) -> options.authenticator(UpgradeAuthenticator.bearer(BearerTokensTests::verify)
				.orElse((request) -> CompletableFuture.completedFuture(identity(request.header("X-User"))))));

	private static CompletionStage<SodpIdentity> verify(String token) {
		return switch (token) {
			case "anna" -> CompletableFuture.completedFuture(new SodpIdentity(token, Map.of(), null));
			case "nobody" -> CompletableFuture.completedFuture(null);
			default -> CompletableFuture.failedFuture(new AuthenticationRefusedException("Not " + token));
		};
	}

	private static @Nullable SodpIdentity identity(@Nullable String user) {
		return (user != null) ? new SodpIdentity(user, Map.of(), null) : null;
	}

	@AfterEach
	void close() {
		this.endpoint.close();
	}

	private RawClient request(String header) {
		RawClient client = this.endpoint.connect();
		client.send(RawClient.request(header));
		return client;
	}

	private SodpServer server() {
		return this.endpoint.server();
	}

	@ParameterizedTest
	@CsvSource({ "Authorization: Bearer anna, anna", "authorization: bearer  anna, anna", "X-User: ben, ben" })
	void whoIsKnownNeedsNoAuth(String header, String subject) {
		RawClient client = request(header);
		client.expectUpgrade();

		assertThat(client.read(Frame.Hello.class).auth()).isFalse();
		assertThat(server().sessions()).singleElement()
			.satisfies((session) -> assertThat(session.identity()).isNotNull()
				.extracting(SodpIdentity::subject)
				.isEqualTo(subject));
	}

	@ParameterizedTest
	@CsvSource({ "Authorization: Bearer eve, 401", "Authorization: Bearer, 101", "Authorization: Bearer nobody, 500" })
	void aTokenThatIsNotAcceptedIsNoSession(String header, int status) {
		assertThat(request(header).readStatus()).isEqualTo(status);
	}

	@Test
	void otherCredentialsAreLeftToAuth() {
		RawClient client = request("Authorization: Basic YTpi");
		client.expectUpgrade();

		assertThat(client.read(Frame.Hello.class).auth()).isTrue();
	}

}
