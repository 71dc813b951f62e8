// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A key server that a test can let hang.
 */
final class KeyServerStub implements AutoCloseable {

	private static final String REALM = "/realms/app";

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final HttpServer http;

	final AtomicInteger requests = new AtomicInteger();

	private volatile CountDownLatch gate = new CountDownLatch(0);

	private volatile JWKSet keys;

	/** What the metadata says of the issuer. */
	volatile String issuer;

	KeyServerStub(JWK... keys) throws IOException {
		this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.issuer = address() + REALM;
		list(keys);
		this.http.createContext("/keys", (exchange) -> {
			this.requests.incrementAndGet();
			answer(exchange, this.keys.toString());
		});
		this.http.createContext(REALM + "/.well-known/openid-configuration", (exchange) -> answer(exchange,
				JSONObjectUtils.toJSONString(Map.of("issuer", this.issuer, "jwks_uri", keysAddress()))));
		this.http.setExecutor(this.threads);
		this.http.start();
	}

	private void answer(HttpExchange exchange, String json) throws IOException {
		try (exchange) {
			this.gate.await(1, TimeUnit.MINUTES);
			byte[] body = json.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().add("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private String address() {
		return "http://localhost:" + this.http.getAddress().getPort();
	}

	String keysAddress() {
		return address() + "/keys";
	}

	String issuerAddress() {
		return address() + REALM;
	}

	void list(JWK... newKeys) {
		this.keys = new JWKSet(List.of(newKeys));
	}

	void hang() {
		this.gate = new CountDownLatch(1);
	}

	void release() {
		this.gate.countDown();
	}

	@Override
	public void close() {
		this.http.stop(0);
		this.threads.shutdownNow();
	}

}
