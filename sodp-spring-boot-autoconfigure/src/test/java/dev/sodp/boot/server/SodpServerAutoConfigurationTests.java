// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.sodp.boot.SodpServerBuilderCustomizer;
import dev.sodp.boot.properties.InvalidSodpPropertyException;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpAuthenticator;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import dev.sodp.server.StateRejectedException;
import dev.sodp.server.StateValidator;
import dev.sodp.spring.SodpServerLifecycle;
import dev.sodp.spring.web.SodpWebSocketHandler;
import dev.sodp.spring.web.SodpWebSocketHandlerMapping;
import dev.sodp.transport.InMemoryTransport;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionAcceptor;
import jakarta.websocket.server.ServerContainer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class SodpServerAutoConfigurationTests {

	private static final String ENABLED = "sodp.server.enabled=true";

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SodpServerAutoConfiguration.class))
		.withPropertyValues(ENABLED);

	/** Connects to the server like a client from outside. */
	private static SodpClient connect(SodpServer server, String token) {
		SessionAcceptor untrusted = (socket, peer) -> server.accept(socket, Peer.remote(peer.address()));
		return SodpClient.builder("ws://in-memory").token(token).transport(new InMemoryTransport(untrusted)).build();
	}

	@Test
	void providesServerAndEndpoint() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(SodpServer.class)
			.hasSingleBean(SodpServerLifecycle.class)
			.hasSingleBean(SodpWebSocketHandler.class)
			.hasSingleBean(SodpWebSocketHandlerMapping.class));
	}

	@Test
	void saysThatItServesThisMachineOnly(CapturedOutput output) {
		this.contextRunner.run((context) -> assertThat(output).contains("/sodp serves clients on this machine")
			.doesNotContain("everyone"));
	}

	@Test
	void saysThatItIsOpenToEveryoneIfItIs(CapturedOutput output) {
		this.contextRunner.withPropertyValues("sodp.server.open=true")
			.run((context) -> assertThat(output)
				.contains("everyone who reaches /sodp may read and write all state, as sodp.server.open is set"));
	}

	@Test
	void saysNeitherOfOneThatAsksWhoIsThere(CapturedOutput output) {
		this.contextRunner
			.withBean(SodpAuthenticator.class,
					() -> (token) -> CompletableFuture.completedFuture(new SodpIdentity("me", Map.of(), null)))
			.run((context) -> assertThat(output).doesNotContain("everyone").doesNotContain("this machine"));
	}

	@Test
	void aTokenCannotBeRequiredWhereNoneIsAccepted() {
		this.contextRunner.withPropertyValues("sodp.server.auth.token-required=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidSodpPropertyException.class)
				.hasMessageContaining("sodp.server.auth.token-required"));
	}

	@Test
	void aTokenCannotBeRequiredByAServerOfTheUserThatAcceptsNone() {
		try (SodpServer own = SodpServer.builder().build()) {
			this.contextRunner.withPropertyValues("sodp.server.auth.token-required=true")
				.withBean("own", SodpServer.class, () -> own)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOf(InvalidSodpPropertyException.class)
					.hasMessageContaining("sodp.server.auth.token-required"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.security.", "org.springframework.session.", "org.apache.catalina.",
			"org.springframework.security.web." })
	void providesItsEndpointWithout(String library) {
		this.contextRunner.withClassLoader(new FilteredClassLoader(library))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(SodpWebSocketHandlerMapping.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "sodp.server.allowed-hosts=*", "sodp.server.allowed-hosts=devbox:8080",
			"sodp.server.allowed-hosts=http://devbox", "sodp.server.auth.login-check-interval=10ms",
			"sodp.server.drain-time=-1s" })
	void theStartFailsOfAValueThatCannotWork(String property) {
		this.contextRunner.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidSodpPropertyException.class)
				.hasMessageContaining(property.substring(0, property.indexOf('='))));
	}

	@Test
	void sessionsAreClosedAtOnceByDefault() {
		this.contextRunner
			.run((context) -> assertThat(context.getBean(SodpServer.class).options().drainTime()).isZero());
	}

	@Test
	void theDrainTimeIsTheServers() {
		this.contextRunner.withPropertyValues("sodp.server.drain-time=10s")
			.run((context) -> assertThat(context.getBean(SodpServer.class).options().drainTime()).hasSeconds(10));
	}

	@Test
	void theDrainTimeEndsBeforeThePhaseOfTheShutdown() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
			.withPropertyValues("sodp.server.drain-time=1m", "spring.lifecycle.timeout-per-shutdown-phase=20s")
			.run((context) -> assertThat(context.getBean(SodpServer.class).options().drainTime()).hasSeconds(18));
	}

	@Test
	void isOffByDefault() {
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(SodpServerAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(SodpServer.class)
				.doesNotHaveBean(SodpWebSocketHandlerMapping.class));
	}

	@Test
	void providesNothingWithoutTheCore() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(SodpServer.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("sodpServer"));
	}

	@Test
	void aServerOfTheUserWins() {
		try (SodpServer own = SodpServer.builder().build()) {
			this.contextRunner.withBean("own", SodpServer.class, () -> own)
				.run((context) -> assertThat(context).hasSingleBean(SodpServer.class)
					.getBean(SodpServer.class)
					.isSameAs(own));
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { Open.class, OpenBesidePolicy.class, OpenBesideAuthenticator.class, OpenHandler.class,
			AcceptorOfSeveral.class })
	void aServerOfTheUserIsJudgedByWhatItHas(Class<?> application, CapturedOutput output) {
		this.contextRunner.withUserConfiguration(application)
			.run((context) -> assertThat(output).contains("/sodp serves clients on this machine"));
	}

	@ParameterizedTest
	@ValueSource(classes = { Secured.class, SecuredHandler.class, Acceptor.class })
	void aServerOfTheUserThatHasRulesServesAllClients(Class<?> application, CapturedOutput output) {
		this.contextRunner.withUserConfiguration(application)
			.run((context) -> assertThat(output).doesNotContain("/sodp serves clients on this machine"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Open {

		@Bean(destroyMethod = "close")
		SodpServer open() {
			return SodpServer.builder().build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OpenBesidePolicy extends Open {

		@Bean
		AccessPolicy policy() {
			return new OwnKeysOnly();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OpenBesideAuthenticator extends Open {

		@Bean
		SodpAuthenticator authenticator() {
			return (token) -> CompletableFuture.completedStage(new SodpIdentity(token, Map.of(), null));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Secured {

		@Bean(destroyMethod = "close")
		SodpServer secured() {
			return SodpServer.builder().accessPolicy(new OwnKeysOnly()).build();
		}

	}

	/** The secured server in the context is not the one that clients reach. */
	@Configuration(proxyBeanMethods = false)
	static class OpenHandler extends Secured {

		@Bean
		SodpWebSocketHandler handler() {
			return new SodpWebSocketHandler(SodpServer.builder().build());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecuredHandler extends Open {

		@Bean
		SodpWebSocketHandler handler() {
			return new SodpWebSocketHandler(SodpServer.builder().accessPolicy(new OwnKeysOnly()).build());
		}

	}

	/** No one can see which server it leads to. */
	@Configuration(proxyBeanMethods = false)
	static class Acceptor extends Secured {

		@Bean
		SodpWebSocketHandler handler(@Qualifier("secured") SodpServer server) {
			return new SodpWebSocketHandler((socket, peer) -> server.accept(socket, peer));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AcceptorOfSeveral extends Acceptor {

		@Bean(destroyMethod = "close")
		SodpServer open() {
			return SodpServer.builder().build();
		}

	}

	@Test
	void theStartFailsWithoutAWebApplication() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SodpServerAutoConfiguration.class))
			.withPropertyValues(ENABLED)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(MissingWebSocketContainerException.class)
				.hasMessageEndingWith("it is not a web application."));
	}

	@Test
	void theStartFailsInAReactiveApplication() {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SodpServerAutoConfiguration.class))
			.withPropertyValues(ENABLED)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(MissingWebSocketContainerException.class, (failure) -> {
					assertThat(failure).hasMessageContaining("it is a reactive web application");
					assertThat(failure.remedy()).doesNotContain("spring-boot-starter-websocket");
				}));
	}

	@Test
	void theStartFailsWithoutSpringsWebSockets() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(WebSocketHandlerMapping.class))
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(MissingWebSocketContainerException.class)
				.hasMessageContaining(
						"the class " + WebSocketHandlerMapping.class.getName() + " is not on the class path"));
	}

	@Test
	void theStartFailsWithoutTheContainersWebSockets() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(ServerContainer.class))
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(MissingWebSocketContainerException.class)
				.hasMessageContaining("the class " + ServerContainer.class.getName() + " is not on the class path"));
	}

	@Test
	void authenticatorAndAccessPolicyBeansArePickedUp() {
		SodpAuthenticator authenticator = (token) -> CompletableFuture
			.completedStage(new SodpIdentity(token, Map.of(), null));
		this.contextRunner.withBean(SodpAuthenticator.class, () -> authenticator)
			.withBean(AccessPolicy.class, OwnKeysOnly::new)
			.run((context) -> {
				try (SodpClient client = connect(context.getBean(SodpServer.class), "anna")) {
					client.set("anna", 1).join();

					assertThatExceptionOfType(CompletionException.class).isThrownBy(client.set("bert", 1)::join)
						.withCauseInstanceOf(SodpRejectedException.class);
				}
			});
	}

	static class OwnKeysOnly implements AccessPolicy {

		@Override
		public boolean canRead(@Nullable SodpIdentity identity, String key) {
			return true;
		}

		@Override
		public boolean canWrite(@Nullable SodpIdentity identity, String key) {
			return identity != null && identity.subject().equals(key);
		}

	}

	@Test
	void aValidatorBeanIsPickedUp() {
		StateValidator validator = (key, value) -> Optional.of("never");
		this.contextRunner.withBean(StateValidator.class, () -> validator)
			.run((context) -> assertThatExceptionOfType(StateRejectedException.class)
				.isThrownBy(() -> context.getBean(SodpServer.class).set("a", 1)));
	}

	@Test
	void customizersComeAfterTheProperties() {
		this.contextRunner.withPropertyValues("sodp.server.max-value-size=10B")
			.withBean(SodpServerBuilderCustomizer.class, () -> (builder) -> builder.maxValueBytes(100))
			.run((context) -> {
				SodpServer server = context.getBean(SodpServer.class);

				assertThat(server.set("a", "x".repeat(50))).isPositive();
			});
	}

	@Test
	void stoppingTheContextClosesSessionsAndStartingItLetsThemInAgain() {
		this.contextRunner.run((context) -> {
			SodpServer server = context.getBean(SodpServer.class);
			try (SodpClient client = connect(server, "")) {
				client.ready().join();

				context.stop();
				await().until(() -> !client.status().state().isLive());

				context.start();
				await().until(() -> client.status().state().isLive());
			}
		});
	}

	@Test
	void theServerIsClosedWithTheContext() {
		this.contextRunner.run((context) -> {
			SodpServer server = context.getBean(SodpServer.class);

			context.close();

			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(server::start);
		});
	}

}
