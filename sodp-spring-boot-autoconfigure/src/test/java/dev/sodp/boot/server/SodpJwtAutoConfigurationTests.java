// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.sodp.boot.properties.InvalidSodpPropertyException;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpClient;
import dev.sodp.server.SodpAuthenticator;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.security.JwtSodpAuthenticator;
import dev.sodp.transport.InMemoryTransport;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionAcceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

@ExtendWith(OutputCaptureExtension.class)
class SodpJwtAutoConfigurationTests {

	private static final String SECRET = "sodp.server.auth.jwt.secret=0123456789abcdef0123456789abcdef";

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SodpServerAutoConfiguration.class, SodpJwtAutoConfiguration.class))
		.withPropertyValues("sodp.server.enabled=true");

	private static Jwt jwt(String token) {
		if (!token.equals("good")) {
			throw new BadJwtException("not " + token);
		}
		return Jwt.withTokenValue(token)
			.header("alg", "RS256")
			.subject("ada")
			.audience(List.of("app"))
			.expiresAt(Instant.now().plusSeconds(300))
			.build();
	}

	/** Connects to the server like a client from outside. */
	private static SodpClient connect(SodpServer server, String token) {
		SessionAcceptor untrusted = (socket, peer) -> server.accept(socket, Peer.remote(peer.address()));
		return SodpClient.builder("ws://in-memory").token(token).transport(new InMemoryTransport(untrusted)).build();
	}

	private static void assertAccepted(SodpServer server, String token) throws Exception {
		try (SodpClient client = connect(server, token)) {
			client.ready().get(30, TimeUnit.SECONDS);
		}
	}

	private static void assertRefused(SodpServer server, String token) {
		try (SodpClient client = connect(server, token)) {
			await().until(() -> client.status().state() == ConnectionState.FAILED);
		}
	}

	@Test
	void doesNothingUnlessAsked() {
		this.contextRunner
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SodpAuthenticator.class));
	}

	@Test
	void doesNothingWithoutTheServer() {
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(SodpJwtAutoConfiguration.class))
			.withPropertyValues(SECRET)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SodpAuthenticator.class));
	}

	@Test
	void aSecretMakesTheServerAskForTokens(CapturedOutput output) {
		this.contextRunner.withPropertyValues(SECRET).run((context) -> {
			assertThat(context).hasSingleBean(JwtSodpAuthenticator.class);
			assertRefused(context.getBean(SodpServer.class), "good");
			assertThat(output).doesNotContain("Everyone who reaches");
		});
	}

	@Test
	void aDecoderMakesTheServerAskForTokens() {
		this.contextRunner.withBean(JwtDecoder.class, () -> SodpJwtAutoConfigurationTests::jwt).run((context) -> {
			assertAccepted(context.getBean(SodpServer.class), "good");
			assertRefused(context.getBean(SodpServer.class), "bad");
		});
	}

	@Test
	void aKeyInThePropertiesWinsOverADecoder() {
		this.contextRunner.withPropertyValues(SECRET)
			.withBean(JwtDecoder.class, () -> SodpJwtAutoConfigurationTests::jwt)
			.run((context) -> assertRefused(context.getBean(SodpServer.class), "good"));
	}

	@Test
	void audiencesApplyToADecoderToo() {
		this.contextRunner.withBean(JwtDecoder.class, () -> SodpJwtAutoConfigurationTests::jwt)
			.withPropertyValues("sodp.server.auth.jwt.audiences=app")
			.run((context) -> assertAccepted(context.getBean(SodpServer.class), "good"));
		this.contextRunner.withBean(JwtDecoder.class, () -> SodpJwtAutoConfigurationTests::jwt)
			.withPropertyValues("sodp.server.auth.jwt.audiences=another")
			.run((context) -> assertRefused(context.getBean(SodpServer.class), "good"));
	}

	@Test
	void severalDecodersAreNoneThatCouldBeChosen() {
		this.contextRunner.withBean("one", JwtDecoder.class, () -> mock())
			.withBean("two", JwtDecoder.class, () -> mock())
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(NoUniqueBeanDefinitionException.class));
	}

	@Test
	void anAuthenticatorOfTheUserWins() {
		SodpAuthenticator own = (token) -> CompletableFuture.completedFuture(new SodpIdentity("me", Map.of(), null));

		this.contextRunner.withBean(SodpAuthenticator.class, () -> own)
			.withBean(JwtDecoder.class, () -> mock())
			.withPropertyValues(SECRET)
			.run((context) -> assertThat(context).getBean(SodpAuthenticator.class).isSameAs(own));
	}

	@Test
	void anInvalidPropertyStopsTheStart() {
		this.contextRunner.withPropertyValues("sodp.server.auth.jwt.secret=short")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidSodpPropertyException.class));
	}

	@Test
	void anEmptyPropertyDoesNotOpenTheServer() {
		this.contextRunner.withPropertyValues("sodp.server.auth.jwt.secret=")
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void withoutTheLibraryPropertiesStopTheStart() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(JwtDecoder.class))
			.withPropertyValues("sodp.server.auth.jwt.audiences=app")
			.run((context) -> assertThat(context).getFailure().isInstanceOf(MissingJwtSupportException.class));
	}

	@Test
	void withoutTheLibraryTheServerStartsUnlessAsked() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(JwtDecoder.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(SodpServer.class));
	}

	@Test
	void environmentVariablesCountToo() {
		this.contextRunner
			.withInitializer(
					(context) -> context.getEnvironment()
						.getPropertySources()
						.addFirst(new SystemEnvironmentPropertySource(
								StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								Map.of("SODP_SERVER_AUTH_JWT_SECRET", "0123456789abcdef0123456789abcdef"))))
			.run((context) -> assertThat(context).hasSingleBean(JwtSodpAuthenticator.class));
	}

}
