// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How keys come over HTTP.
 */
class JwkSetEndpointTests {

	private static final int WAIT_SECONDS = 30;

	private static final String EMPTY = "{\"keys\":[]}";

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private HttpServer http;

	private String address;

	@BeforeEach
	void start() throws IOException {
		this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.http.setExecutor(this.threads);
		this.http.start();
		this.address = "http://localhost:" + this.http.getAddress().getPort();
	}

	@AfterEach
	void stop() {
		this.http.stop(0);
		this.threads.shutdownNow();
	}

	private void serve(String path, int status, String text) {
		byte[] body = text.getBytes(StandardCharsets.UTF_8);
		this.http.createContext(path, (exchange) -> {
			// Contexts match by prefix.
			boolean found = exchange.getRequestURI().getPath().equals(path);
			exchange.sendResponseHeaders(found ? status : 404, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
	}

	private static JWKSet fetched(JwkSetEndpoint endpoint) {
		return endpoint.fetch().orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
	}

	private static Throwable failureOf(JwkSetEndpoint endpoint) {
		CompletableFuture<JWKSet> fetch = endpoint.fetch().orTimeout(WAIT_SECONDS, TimeUnit.SECONDS);
		return assertThatExceptionOfType(CompletionException.class).isThrownBy(fetch::join).actual().getCause();
	}

	private JwkSetEndpoint keys() {
		return JwkSetEndpoint.at(URI.create(this.address + "/keys"));
	}

	private String metadata(String issuer) {
		return "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + this.address + "/keys\"}";
	}

	@ParameterizedTest
	@ValueSource(strings = { "/.well-known/openid-configuration/realm", "/realm/.well-known/openid-configuration",
			"/.well-known/oauth-authorization-server/realm" })
	void anIssuerMayPublishItsKeysInOneOfThreePlaces(String path) {
		serve(path, 200, metadata(this.address + "/realm"));
		serve("/keys", 200, EMPTY);

		assertThat(fetched(JwkSetEndpoint.ofIssuer(this.address + "/realm")).getKeys()).isEmpty();
	}

	@Test
	void anIssuerMayEndWithASlash() {
		serve("/.well-known/openid-configuration", 200, metadata(this.address + "/"));
		serve("/keys", 200, EMPTY);

		assertThat(fetched(JwkSetEndpoint.ofIssuer(this.address + "/")).getKeys()).isEmpty();
	}

	@Test
	void keysThatHaveMovedAreDiscoveredAnew() {
		serve("/.well-known/openid-configuration", 200, metadata(this.address));
		serve("/keys", 500, "moved");
		JwkSetEndpoint endpoint = JwkSetEndpoint.ofIssuer(this.address);
		assertThat(failureOf(endpoint)).hasMessageEndingWith("answered with status 500");

		this.http.removeContext("/.well-known/openid-configuration");
		serve("/.well-known/openid-configuration", 200, metadata(this.address).replace("/keys", "/new-keys"));
		serve("/new-keys", 200, EMPTY);

		assertThat(fetched(endpoint).getKeys()).isEmpty();
	}

	@Test
	void anIssuerThatPublishesNothingIsAFailure() {
		assertThat(failureOf(JwkSetEndpoint.ofIssuer(this.address))).hasMessageEndingWith("answered with status 404");
	}

	@Test
	void metadataWithoutKeysIsAFailure() {
		serve("/.well-known/openid-configuration", 200, "{\"issuer\":\"" + this.address + "\"}");

		assertThat(failureOf(JwkSetEndpoint.ofIssuer(this.address))).hasMessageEndingWith("has no jwks_uri");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "<html>", "[]", "{}", "{\"keys\":1}" })
	void anAnswerThatListsNoKeysIsAFailure(String answer) {
		serve("/keys", 200, answer);

		assertThat(failureOf(keys())).isNotInstanceOf(TimeoutException.class);
	}

	@Test
	void aServerThatIsNotThereIsAFailure() {
		this.http.stop(0);

		assertThat(failureOf(keys())).isInstanceOf(IOException.class);
	}

	@Test
	void anAnswerThatNeverEndsIsGivenUpAndItsConnectionClosed() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.http.createContext("/keys", (exchange) -> {
			exchange.sendResponseHeaders(200, 0);
			try (OutputStream body = exchange.getResponseBody()) {
				while (true) {
					body.write(' ');
					body.flush();
					Thread.onSpinWait();
				}
			}
			catch (IOException ex) {
				closed.countDown();
			}
		});

		assertThat(failureOf(new JwkSetEndpoint(URI.create(this.address + "/keys"), Duration.ofMillis(500))))
			.isInstanceOf(TimeoutException.class);
		assertThat(closed.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
	}

}
