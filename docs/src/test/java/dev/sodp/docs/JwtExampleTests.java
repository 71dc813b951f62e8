// SPDX-License-Identifier: Apache-2.0

package dev.sodp.docs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The example of a resource server whose REST and state take the same tokens, with an
 * authorization server that this test plays.
 */
@Tag("container")
class JwtExampleTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String SPRING_ISSUER = "spring.security.oauth2.resourceserver.jwt.issuer-uri";

	private final RSAKey key = key();

	@TempDir
	private Path classes;

	private HttpServer authorizationServer;

	private String issuer;

	private ConfigurableApplicationContext host;

	private static RSAKey key() {
		try {
			return new RSAKeyGenerator(2048).keyID("key").generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@BeforeEach
	void startAuthorizationServer() throws IOException {
		this.authorizationServer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.issuer = "http://localhost:" + this.authorizationServer.getAddress().getPort();
		serve("/.well-known/openid-configuration",
				"{\"issuer\":\"" + this.issuer + "\",\"jwks_uri\":\"" + this.issuer + "/keys\"}");
		serve("/keys", new JWKSet(this.key).toString());
		this.authorizationServer.start();
	}

	private void serve(String path, String json) {
		byte[] body = json.getBytes(StandardCharsets.UTF_8);
		this.authorizationServer.createContext(path, (exchange) -> {
			exchange.getResponseHeaders().add("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
	}

	@AfterEach
	void stop() {
		if (this.host != null) {
			this.host.close();
		}
		this.authorizationServer.stop(0);
	}

	private static Block block(String language, String text) {
		return Page.of(Page.ROOT.resolve("docs/hosting.md"))
			.section("Authentication")
			.blocks(language)
			.stream()
			.filter((block) -> block.text().contains(text))
			.findFirst()
			.orElseThrow();
	}

	private void start(String... properties) throws Exception {
		assertThat(new JavaBlocks(List.of(block("java", "class ResourceServer"))).inPackage("example.jwt")
			.problems(this.classes)).isEmpty();
		List<String> arguments = new ArrayList<>(
				List.of("--server.port=0", "--sodp.enabled=false", "--" + SPRING_ISSUER + "=" + this.issuer,
						// Comes with a part of Spring Boot that this module leaves out.
						"--spring.autoconfigure.exclude=org.springframework.boot.security.oauth2.server.resource"
								+ ".autoconfigure.web.OAuth2ResourceServerWebSecurityAutoConfiguration"));
		arguments.addAll(List.of(properties));
		URLClassLoader example = new URLClassLoader(new URL[] { this.classes.toUri().toURL() },
				getClass().getClassLoader());
		this.host = new SpringApplicationBuilder(Host.class, example.loadClass("example.jwt.ResourceServer"))
			.run(arguments.toArray(String[]::new));
	}

	private String token(String audience) throws JOSEException {
		SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("key").build(),
				new JWTClaimsSet.Builder().issuer(this.issuer)
					.subject("ada")
					.audience(audience)
					.expirationTime(Date.from(Instant.now().plusSeconds(300)))
					.build());
		token.sign(new RSASSASigner(this.key));
		return token.serialize();
	}

	private int rest(String token) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + "/sodp"))
			.header("Authorization", "Bearer " + token)
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
	}

	private String port() {
		return this.host.getEnvironment().getRequiredProperty("local.server.port");
	}

	private SodpClient connect(String token) {
		return SodpClient.builder("ws://localhost:" + port() + "/sodp").token(token).build();
	}

	private void assertThatBothTake(String token) throws Exception {
		assertThat(rest(token)).isNotEqualTo(401);
		try (SodpClient client = connect(token)) {
			assertThat(client.ready()).succeedsWithin(PATIENCE);
		}
	}

	private void assertThatNeitherTakes(String token) throws Exception {
		assertThat(rest(token)).isEqualTo(401);
		try (SodpClient client = connect(token)) {
			await().atMost(PATIENCE).until(() -> client.status().state() == ConnectionState.FAILED);
		}
	}

	@Test
	void restAndStateTakeTheSameTokens() throws Exception {
		Path configuration = this.classes.resolve("jwt.yml");
		Files.writeString(configuration, block("yaml", "issuer-uri").text());
		start("--spring.config.location=" + configuration.toUri(), "--sodp.server.auth.jwt.issuer-uri=" + this.issuer);

		assertThatBothTake(token("app"));
		assertThatNeitherTakes(token("another"));
	}

	@Test
	void theDecoderOfSpringBootIsEnough() throws Exception {
		start("--sodp.server.enabled=true", "--spring.security.oauth2.resourceserver.jwt.audiences=app");

		assertThatBothTake(token("app"));
		assertThatNeitherTakes(token("another"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableWebSecurity
	static class Host {

	}

}
