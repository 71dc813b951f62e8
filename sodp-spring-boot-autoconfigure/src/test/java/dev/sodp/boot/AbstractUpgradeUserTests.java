// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpClientBuilder;
import dev.sodp.server.SessionInfo;
import dev.sodp.server.SodpAuthenticator;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Whose session it is when Spring Security has authenticated the upgrade.
 */
abstract class AbstractUpgradeUserTests {

	private static final int WAIT_SECONDS = 30;

	private static final String BASIC = "Basic "
			+ Base64.getEncoder().encodeToString("user:password".getBytes(StandardCharsets.UTF_8));

	private final Container container;

	private ConfigurableApplicationContext host;

	AbstractUpgradeUserTests(Container container) {
		this.container = container;
	}

	private void start(Class<?> application, String property) {
		this.host = this.container.start(application, "sodp.enabled=false", "sodp.server.enabled=true", property);
	}

	@AfterEach
	void stop() {
		this.host.close();
	}

	private SodpClientBuilder client() {
		return SodpClient.builder("ws://localhost:" + Hosts.port(this.host) + "/sodp");
	}

	private SessionInfo session() {
		return this.host.getBean(SodpServer.class).sessions().get(0);
	}

	private static void ready(SodpClient client) throws Exception {
		client.ready().get(WAIT_SECONDS, TimeUnit.SECONDS);
	}

	@Test
	void theUserOfAFormLoginNeedsNoToken() throws Exception {
		start(WithTokens.class, "sodp.server.auth.token-required=false");

		try (SodpClient client = client().header("Cookie", new Browser(this.host).login().cookie()).build()) {
			ready(client);

			SodpIdentity identity = session().identity();
			assertThat(identity).isNotNull();
			assertThat(identity.subject()).isEqualTo("user");
			assertThat(identity.claims()).containsEntry("roles", List.of("USER"));
			assertThat(identity.claims().get("authorities")).asInstanceOf(InstanceOfAssertFactories.LIST)
				.contains("ROLE_USER", "read");
			assertThat(identity.expiresAt()).isNull();
		}
	}

	@Test
	void theUserOfARequestNeedsNoToken() throws Exception {
		start(WithTokens.class, "sodp.server.auth.token-required=false");

		try (SodpClient client = client().header("Authorization", BASIC).build()) {
			ready(client);

			assertThat(session().subject()).isEqualTo("user");
		}
	}

	@Test
	void theUserOfTheUpgradeIsTheCurrentUserOfMethods() throws Exception {
		start(WithTokens.class, "sodp.server.auth.token-required=false");

		try (SodpClient client = client().header("Authorization", BASIC).build()) {
			ready(client);

			assertThat(client.call("user.me", Map.of(), String.class).get(WAIT_SECONDS, TimeUnit.SECONDS))
				.startsWith("UsernamePasswordAuthenticationToken")
				.contains("ROLE_USER", "read");
		}
	}

	@Test
	void aTokenCanBeRequiredEvenSo() throws Exception {
		start(WithTokens.class, "sodp.server.auth.token-required=true");

		try (SodpClient without = client().header("Authorization", BASIC).build();
				SodpClient with = client().header("Authorization", BASIC).token("other").build()) {
			ready(with);

			await().until(() -> without.status().state() == ConnectionState.FAILED);
			await().untilAsserted(() -> assertThat(session().subject()).isEqualTo("other"));
		}
	}

	@Test
	void anAnonymousUserIsNoIdentity() throws Exception {
		start(Permitting.class, "sodp.server.auth.token-required=false");

		try (SodpClient client = client().build()) {
			ready(client);

			assertThat(session().identity()).isNull();
		}
	}

	@Test
	void aBearerTokenGivesItsClaimsAndEndsItsSession() throws Exception {
		start(WithJwts.class, "sodp.server.auth.token-required=false");

		try (SodpClient client = client().header("Authorization", "Bearer some-token").build()) {
			ready(client);

			SodpIdentity identity = session().identity();
			assertThat(identity).isNotNull();
			assertThat(identity.subject()).isEqualTo("alice");
			assertThat(identity.claims()).containsEntry("tenant", "acme").containsEntry("scope", "read write");
			assertThat(identity.claims().get("authorities")).asInstanceOf(InstanceOfAssertFactories.LIST)
				.contains("SCOPE_read", "SCOPE_write");
			assertThat(identity.expiresAt()).isNotNull();
			await().until(() -> client.status().state() == ConnectionState.FAILED);
			assertThat(client.status().lastFailure()).hasMessageContaining("Not authenticated");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import(LoginApplication.class)
	static class WithTokens {

		@Bean
		SodpAuthenticator authenticator() {
			return (token) -> CompletableFuture.completedFuture(new SodpIdentity(token, Map.of(), null));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	@Import(TestApplication.class)
	static class Permitting {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	@Import(TestApplication.class)
	static class WithJwts {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.oauth2ResourceServer((server) -> server.jwt(Customizer.withDefaults()))
				.build();
		}

		@Bean
		JwtDecoder decoder() {
			return (token) -> Jwt.withTokenValue(token)
				.header("alg", "RS256")
				.subject("alice")
				.claim("tenant", "acme")
				.claim("scope", "read write")
				.issuedAt(Instant.now())
				.expiresAt(Instant.now().plusSeconds(3))
				.build();
		}

	}

}
