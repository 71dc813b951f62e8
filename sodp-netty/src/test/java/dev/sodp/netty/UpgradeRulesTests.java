// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.sodp.protocol.Frame;
import dev.sodp.server.AuthenticationRefusedException;
import dev.sodp.server.SodpIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which requests become a WebSocket. */
@Timeout(60)
class UpgradeRulesTests {

	private static int status(Consumer<NettySodpEndpointBuilder> options, byte[] request) {
		try (TestEndpoint endpoint = new TestEndpoint(IoTransport.NIO, (server) -> {
		}, options)) {
			RawClient client = endpoint.connect();
			client.send(request);
			int status = client.readStatus();
			if (status == 101) {
				client.read(Frame.Hello.class);
			}
			assertThat(endpoint.server().statistics().sessionsOpened()).isEqualTo((status == 101) ? 1 : 0);
			return status;
		}
	}

	private static int status(String... headers) {
		return status((options) -> {
		}, RawClient.request(headers));
	}

	@ParameterizedTest
	@CsvSource({ "https://app.example, 101", "https://evil.example, 403", "http://localhost, 101",
			"https://localhost, 403", "https://b.team.example, 101", "null, 403", "http://localhost:1, 403" })
	void anOriginMustBeTheServersOwnOrAllowed(String origin, int status) {
		assertThat(status((options) -> options.allowedOrigins(List.of("https://app.example", "https://*.team.example")),
				RawClient.request("Origin: " + origin)))
			.isEqualTo(status);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Cookie: a=b", "Authorization: Basic eDp5" })
	void anyOriginIsNoOriginForCredentials(String credentials) {
		Consumer<NettySodpEndpointBuilder> any = (options) -> options.allowedOrigins(List.of("*"));

		assertThat(status(any, RawClient.request("Origin: https://any.example"))).isEqualTo(101);
		assertThat(status(any, RawClient.request("Origin: https://any.example", credentials))).isEqualTo(403);
	}

	@ParameterizedTest
	@CsvSource({ "localhost, 101", "127.0.0.1:8080, 101", "devbox, 101", "rebound.example, 403" })
	void aServerThatAsksNothingIsReachedUnderNamesOfItsMachine(String host, int status) {
		assertThat(status((options) -> options.allowedHosts(List.of("devbox")), RawClient.requestOf("/sodp", host)))
			.isEqualTo(status);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1", "Via: 1.1 proxy", "x-real-ip: ::1" })
	void aServerThatAsksNothingIsNotReachedThroughAProxy(String header) {
		assertThat(status(header)).isEqualTo(403);
		assertThat(status((options) -> options.open(true), RawClient.request(header))).isEqualTo(101);
	}

	@Test
	void noUpgradeIsAcceptedWhileTheApplicationIsLeaving() {
		assertThat(status((options) -> options.leaving(() -> true), RawClient.request())).isEqualTo(503);
	}

	@Test
	void aClientThatIsKnownByItsUpgradeReachesAServerThatAsksNothing() {
		assertThat(status(
				(options) -> options.authenticator(
						(request) -> CompletableFuture.completedFuture(new SodpIdentity("user", Map.of(), null))),
				RawClient.requestOf("/sodp", "rebound.example")))
			.isEqualTo(101);
	}

	@Test
	void theIdentityOfTheUpgradeIsThatOfTheSession() {
		try (TestEndpoint endpoint = new TestEndpoint(IoTransport.NIO, (server) -> {
		}, (options) -> options.authenticator((request) -> CompletableFuture
			.completedFuture(new SodpIdentity(String.valueOf(request.authorization()), Map.of(), null))))) {
			RawClient client = endpoint.connect();
			client.send(RawClient.request("Authorization: Bearer me"));
			client.expectUpgrade();
			assertThat(client.read(Frame.Hello.class).auth()).isFalse();

			assertThat(endpoint.server().sessions()).singleElement()
				.satisfies((session) -> assertThat(session.identity()).isNotNull()
					.extracting(SodpIdentity::subject)
					.isEqualTo("Bearer me"));
		}
	}

	@Test
	void anAuthenticatorThatRefusesOrFailsOrThrows() {
		assertThat(status(
				(options) -> options.authenticator(
						(request) -> CompletableFuture.failedFuture(new AuthenticationRefusedException("No"))),
				RawClient.request()))
			.isEqualTo(401);
		assertThat(status(
				(options) -> options
					.authenticator((request) -> CompletableFuture.failedFuture(new IllegalStateException("Away"))),
				RawClient.request()))
			.isEqualTo(500);
		assertThat(status((options) -> options.authenticator((request) -> {
			throw new UpgradeRefusedException(429, "Later");
		}), RawClient.request())).isEqualTo(429);
	}

	@Test
	void otherRequestsAreAnsweredForWhatTheyAre() {
		assertThat(status((options) -> {
		}, RawClient.requestOf("/other", "localhost"))).isEqualTo(404);
		assertThat(status((options) -> {
		}, RawClient.requestOf("/sodp?tenant=a", "localhost"))).isEqualTo(101);
		assertThat(status((options) -> {
		}, request("POST /sodp HTTP/1.1", "Host: localhost", "Content-Length: 0"))).isEqualTo(405);
		assertThat(status((options) -> {
		}, request("GET /sodp HTTP/1.1", "Host: localhost"))).isEqualTo(426);
		assertThat(status((options) -> {
		}, request("GET /sodp HTTP/1.1", "Host: localhost", "Upgrade: websocket", "Connection: keep-alive, Upgrade",
				"Sec-WebSocket-Version: 8")))
			.isEqualTo(426);
		assertThat(status((options) -> {
		}, request("GET /sodp HTTP/1.1", "Host: localhost", "Upgrade: websocket", "Connection: Upgrade",
				"Sec-WebSocket-Version: 13")))
			.isEqualTo(400);
		assertThat(status((options) -> {
		}, request("no request at all"))).isEqualTo(400);
	}

	private static byte[] request(String... lines) {
		return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
	}

}
