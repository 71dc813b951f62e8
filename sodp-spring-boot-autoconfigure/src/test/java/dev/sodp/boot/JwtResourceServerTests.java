// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.stream.Stream;

import com.nimbusds.jwt.JWTClaimsSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A resource server whose REST and state take the same tokens.
 */
class JwtResourceServerTests {

	private KeyServerStub issuer;

	private ConfigurableApplicationContext host;

	@BeforeEach
	void startIssuer() throws Exception {
		this.issuer = new KeyServerStub(TokenIssuer.RSA);
	}

	private void startHost(String... properties) {
		this.host = Hosts.start(ResourceServer.class,
				Stream
					.concat(Stream.of("sodp.enabled=false", "sodp.server.enabled=true",
							"issuer=" + this.issuer.issuerAddress()), Stream.of(properties))
					.toArray(String[]::new));
	}

	@AfterEach
	void stop() {
		this.host.close();
		this.issuer.close();
	}

	private String token(Instant notBefore) {
		JWTClaimsSet claims = TokenIssuer
			.claims((builder) -> builder.issuer(this.issuer.issuerAddress()).notBeforeTime(Date.from(notBefore)));
		return TokenIssuer.rs256(TokenIssuer.RSA, claims);
	}

	private int rest(@Nullable String token) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://localhost:" + Hosts.port(this.host) + "/hello"));
		if (token != null) {
			request.header("Authorization", "Bearer " + token);
		}
		return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
	}

	private TokenSession present(String token) {
		return TokenSession.present(Hosts.port(this.host), token);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void theSameTokenIsGoodForBoth(boolean properties) throws Exception {
		if (properties) {
			startHost("sodp.server.auth.jwt.issuer-uri=" + this.issuer.issuerAddress());
		}
		else {
			startHost();
		}
		String token = token(Instant.now().minusSeconds(10));

		assertThat(rest(null)).isEqualTo(401);
		assertThat(rest(token)).isEqualTo(200);
		try (TokenSession session = present(token)) {
			session.assertAcceptedAs("ada");
		}
		try (TokenSession session = present(TokenIssuer.rs256(TokenIssuer.RSA, TokenIssuer.claims()))) {
			assertThat(session.assertRefused()).isEqualTo("The token is not valid");
		}
	}

	@Test
	void theLeewayOfTheDecoderDoesNotApply() throws Exception {
		startHost();
		String early = token(Instant.now().plusSeconds(30));

		assertThat(rest(early)).isEqualTo(200);
		try (TokenSession session = present(early)) {
			assertThat(session.assertRefused()).isEqualTo("The token is not valid yet");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	@Import({ TestApplication.class, Hello.class })
	static class ResourceServer {

		@Bean
		JwtDecoder decoder(@Value("${issuer}") String issuer) {
			return new SupplierJwtDecoder(() -> NimbusJwtDecoder.withIssuerLocation(issuer).build());
		}

		@Bean
		SecurityFilterChain security(HttpSecurity http) throws Exception {
			return http
				.authorizeHttpRequests(
						(requests) -> requests.requestMatchers("/sodp").permitAll().anyRequest().authenticated())
				.oauth2ResourceServer((server) -> server.jwt(Customizer.withDefaults()))
				.build();
		}

	}

	@RestController
	static class Hello {

		@GetMapping("/hello")
		String hello() {
			return "hello";
		}

	}

}
