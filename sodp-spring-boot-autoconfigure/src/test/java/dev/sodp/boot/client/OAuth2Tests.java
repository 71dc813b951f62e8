// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.net.httpserver.HttpServer;
import dev.sodp.boot.SodpClientBuilderCustomizer;
import dev.sodp.boot.properties.InvalidSodpPropertyException;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpTokenProvider;
import dev.sodp.server.AuthenticationRefusedException;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import dev.sodp.transport.InMemoryTransport;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionAcceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tokens from an authorization server, for a server that lets nobody else in.
 */
class OAuth2Tests {

	private final AtomicInteger issued = new AtomicInteger();

	private final AtomicReference<String> issuedOn = new AtomicReference<>();

	private final SodpServer server = SodpServer.builder()
		.authenticator((token) -> token.startsWith("issued-")
				? CompletableFuture.completedStage(new SodpIdentity("app", Map.of(), null))
				: CompletableFuture.failedStage(new AuthenticationRefusedException("not " + token)))
		.build();

	private HttpServer authorizationServer;

	private ApplicationContextRunner contextRunner;

	@BeforeEach
	void startAuthorizationServer() throws IOException {
		this.authorizationServer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.authorizationServer.createContext("/token", (exchange) -> {
			byte[] token = ("{\"access_token\":\"issued-" + this.issued.incrementAndGet()
					+ "\",\"token_type\":\"bearer\",\"expires_in\":3600}")
				.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().add("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, token.length);
			exchange.getResponseBody().write(token);
			exchange.close();
		});
		this.authorizationServer.start();
		String registration = "spring.security.oauth2.client.registration.live.";
		SessionAcceptor untrusted = (socket, peer) -> this.server.accept(socket, Peer.remote(peer.address()));
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SodpAutoConfiguration.class,
					SodpOAuth2ClientAutoConfiguration.class, OAuth2ClientAutoConfiguration.class))
			.withPropertyValues(registration + "client-id=app", registration + "client-secret=secret",
					registration + "authorization-grant-type=client_credentials",
					"spring.security.oauth2.client.provider.live.token-uri=http://localhost:"
							+ this.authorizationServer.getAddress().getPort() + "/token",
					"sodp.url=ws://guarded")
			.withBean(SodpClientBuilderCustomizer.class,
					() -> (builder) -> builder.transport(new InMemoryTransport(untrusted)));
	}

	@AfterEach
	void stop() {
		this.authorizationServer.stop(0);
		this.server.close();
	}

	@Test
	void theTokenOfTheRegistrationIsPresented() {
		this.contextRunner.withPropertyValues("sodp.oauth2.client-registration-id=live").run((context) -> {
			awaitLive(context.getBean(SodpClient.class));

			assertThat(this.issued).hasValue(1);
		});
	}

	@Test
	void aTokenThatIsStillValidIsUsedAgain() {
		this.contextRunner.withPropertyValues("sodp.oauth2.client-registration-id=live").run((context) -> {
			SodpClient client = context.getBean(SodpClient.class);
			awaitLive(client);

			client.stop();
			client.start();
			awaitLive(client);

			assertThat(this.issued).hasValue(1);
		});
	}

	@Test
	void clientsBesideThePrimaryHaveRegistrationsToo() {
		this.contextRunner
			.withPropertyValues("sodp.token=issued-by-hand", "sodp.clients.games.url=ws://guarded",
					"sodp.clients.games.oauth2.client-registration-id=live")
			.run((context) -> {
				awaitLive(context.getBean("gamesSodpClient", SodpClient.class));

				assertThat(this.issued).hasValue(1);
			});
	}

	@Test
	void tokensAreObtainedByAThreadThatMayBlock() {
		OAuth2AuthorizedClientManager manager = mock();
		given(manager.authorize(any())).willAnswer((call) -> {
			this.issuedOn.set(Thread.currentThread().getName());
			return null;
		});
		this.contextRunner.withBean("sodpAuthorizedClientManager", OAuth2AuthorizedClientManager.class, () -> manager)
			.withPropertyValues("sodp.oauth2.client-registration-id=live")
			.run((context) -> await()
				.untilAsserted(() -> assertThat(this.issuedOn.get()).startsWith("sodp-completion-")));
	}

	@Test
	void aManagerWithoutTokenFailsTheAttemptAndSaysWhy() {
		this.contextRunner.withBean("sodpAuthorizedClientManager", OAuth2AuthorizedClientManager.class, () -> mock())
			.withPropertyValues("sodp.oauth2.client-registration-id=live")
			.run((context) -> {
				SodpClient client = context.getBean(SodpClient.class);
				await().until(() -> client.status().lastFailure() != null);
				assertThat(client.status().lastFailure()).hasStackTraceContaining("client_credentials");
			});
	}

	@Test
	void aTokenProviderBeanTakesPrecedence() {
		this.contextRunner.withPropertyValues("sodp.oauth2.client-registration-id=live")
			.withBean(SodpTokenProvider.class, () -> SodpTokenProvider.fixed("issued-by-bean"))
			.run((context) -> {
				awaitLive(context.getBean(SodpClient.class));

				assertThat(this.issued).hasValue(0);
			});
	}

	@Test
	void withoutThePropertyNobodyIsAsked() {
		this.contextRunner.withPropertyValues("sodp.token=issued-by-hand").run((context) -> {
			awaitLive(context.getBean(SodpClient.class));

			assertThat(this.issued).hasValue(0);
		});
	}

	@Test
	void anUnknownRegistrationIsRefused() {
		this.contextRunner.withPropertyValues("sodp.oauth2.client-registration-id=other")
			.run((context) -> assertThat(refusal(context.getStartupFailure()))
				.hasMessageContaining("there is no client registration with this id; available registrations: live")
				.hasMessageContaining("Define it under spring.security.oauth2.client.registration.other"));
	}

	@Test
	void aMissingManagerIsRefused() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(SodpAutoConfiguration.class, SodpOAuth2ClientAutoConfiguration.class))
			.withPropertyValues("sodp.clients.games.url=ws://games",
					"sodp.clients.games.oauth2.client-registration-id=live")
			.run((context) -> {
				InvalidSodpPropertyException refusal = refusal(context.getStartupFailure());
				assertThat(refusal.property()).isEqualTo("sodp.clients.games.oauth2.client-registration-id");
				assertThat(refusal.remedy()).contains("spring.security.oauth2.client.registration.live")
					.contains("sodpAuthorizedClientManager");
			});
	}

	@Test
	void withoutSpringSecurityTheClientStartsAllTheSame() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(SodpAutoConfiguration.class, SodpOAuth2ClientAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(SodpClient.class)
				.doesNotHaveBean("sodpOAuth2TokenProviders"));
	}

	private static void awaitLive(SodpClient client) {
		await().until(() -> client.status().state().isLive());
	}

	private static InvalidSodpPropertyException refusal(Throwable failure) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		assertThat(cause).isInstanceOf(InvalidSodpPropertyException.class);
		return (InvalidSodpPropertyException) cause;
	}

}
