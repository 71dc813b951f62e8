// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import dev.sodp.boot.SodpClientBuilderCustomizer;
import dev.sodp.boot.SodpConnectionDetails;
import dev.sodp.boot.properties.SodpClientProperties;
import dev.sodp.boot.spring.SodpWatchAutoConfiguration;
import dev.sodp.boot.properties.InvalidSodpPropertyException;
import dev.sodp.client.ClientError;
import dev.sodp.client.ConnectionListener;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpClientBuilder;
import dev.sodp.client.SodpErrorListener;
import dev.sodp.client.SodpTokenProvider;
import dev.sodp.server.AuthenticationRefusedException;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.SodpClientLifecycle;
import dev.sodp.spring.SodpOperations;
import dev.sodp.spring.SodpTemplate;
import dev.sodp.spring.watch.SodpWatchEndpointRegistry;
import dev.sodp.transport.InMemoryTransport;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionAcceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class SodpAutoConfigurationTests {

	private final SodpServer server = SodpServer.builder().build();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SodpAutoConfiguration.class));

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	/**
	 * Connects the auto-configured client to a server in this JVM, as an untrusted peer.
	 */
	private ApplicationContextRunner connectedTo(SodpServer other) {
		SessionAcceptor untrusted = (socket, peer) -> other.accept(socket, Peer.remote(peer.address()));
		return this.contextRunner.withBean("transportCustomizer", SodpClientBuilderCustomizer.class,
				() -> (builder) -> builder.transport(new InMemoryTransport(untrusted)));
	}

	private static void awaitLive(SodpClient client) {
		await().until(() -> client.status().state().isLive());
	}

	@Test
	void providesClientLifecycleAndTemplate() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(SodpClient.class)
			.hasSingleBean(SodpClientLifecycle.class)
			.hasSingleBean(SodpTemplate.class));
	}

	@Test
	void providesNothingWhenItIsSwitchedOff() {
		this.contextRunner.withPropertyValues("sodp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SodpClient.class)
				.doesNotHaveBean(SodpOperations.class)
				.doesNotHaveBean(SodpClientProperties.class));
	}

	@Test
	void providesNothingWithoutTheCore() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(SodpClient.class))
			.run((context) -> assertThat(context).doesNotHaveBean("sodpClient"));
	}

	@Test
	void aClientOfTheUserWins() {
		SodpClient own = mock();
		given(own.status()).willReturn(new ConnectionStatus(ConnectionState.STOPPED, Instant.EPOCH,
				URI.create("ws://own"), null, null, null, 0, 0, null, null));
		this.contextRunner.withBean("own", SodpClient.class, () -> own)
			.run((context) -> assertThat(context).hasSingleBean(SodpClient.class)
				.getBean(SodpClient.class)
				.isSameAs(own));
	}

	@Test
	void aTemplateOfTheUserWins() {
		SodpOperations own = mock();
		this.contextRunner.withBean("own", SodpOperations.class, () -> own)
			.run((context) -> assertThat(context).doesNotHaveBean(SodpTemplate.class)
				.getBean(SodpOperations.class)
				.isSameAs(own));
	}

	@Test
	void theClientConnectsWhenTheContextStartsAndDisconnectsWhenItStops() {
		connectedTo(this.server).run((context) -> {
			SodpClient client = context.getBean(SodpClient.class);
			awaitLive(client);

			context.stop();
			assertThat(client.status().state()).isEqualTo(ConnectionState.STOPPED);

			context.start();
			awaitLive(client);
		});
	}

	@Test
	void theClientIsClosedWithTheContext() {
		connectedTo(this.server).run((context) -> {
			SodpClient client = context.getBean(SodpClient.class);

			context.close();

			assertThat(client.status().state()).isEqualTo(ConnectionState.CLOSED);
		});
	}

	@Test
	void theDefaultAddressIsTheOneOfTheDocumentation() {
		this.contextRunner.run((context) -> assertThat(context.getBean(SodpClient.class).status().uri())
			.hasToString("ws://localhost:7777"));
	}

	@Test
	void anEmptyAddressIsRefused() {
		this.contextRunner.withPropertyValues("sodp.url=")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidSodpPropertyException.class)
				.hasMessage("Invalid value '' of property sodp.url: it is empty. Set the address of the server, or"
						+ " remove the property to connect to the server in this application or else to"
						+ " ws://localhost:7777."));
	}

	@Test
	void anAddressWithUserInfoIsRefusedWithoutShowingIt() {
		this.contextRunner.withPropertyValues("sodp.url=ws://user:pw@example.org")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidSodpPropertyException.class)
				.hasMessageContaining("'ws://example.org' of property sodp.url: it contains user info")
				.hasMessageContaining("set sodp.token or, for HTTP authentication, sodp.headers.Authorization")
				.hasMessageNotContaining("user:pw@example"));
	}

	@Test
	void theAddressIsTaken() {
		this.contextRunner.withPropertyValues("sodp.url=wss://127.0.0.1:1/sodp")
			.run((context) -> assertThat(context.getBean(SodpClient.class).status().uri())
				.hasToString("wss://127.0.0.1:1/sodp"));
	}

	@Test
	void withoutAddressTheServerOfTheSameContextIsUsedAsATrustedPeer() {
		SodpServer guarded = SodpServer.builder()
			.authenticator((token) -> CompletableFuture.failedStage(new AuthenticationRefusedException("nobody")))
			.build();
		this.contextRunner.withBean(SodpServer.class, () -> guarded).run((context) -> {
			SodpClient client = context.getBean(SodpClient.class);

			client.set("a", 1).get(20, TimeUnit.SECONDS);

			assertThat(guarded.get("a").orElseThrow().value().asInt()).isEqualTo(1);
		});
	}

	@Test
	void connectionDetailsOfTheUserWinOverThePropertiesAndTheServerOfTheSameContext() {
		this.contextRunner.withPropertyValues("sodp.url=ws://localhost:1")
			.withBean(SodpServer.class, () -> this.server)
			.withBean(SodpConnectionDetails.class, () -> () -> "ws://localhost:2/details")
			.run((context) -> assertThat(context.getBean(SodpClient.class).status().uri())
				.isEqualTo(URI.create("ws://localhost:2/details")));
	}

	@Test
	void withAnAddressTheServerOfTheSameContextIsNotUsed() {
		this.contextRunner.withBean(SodpServer.class, () -> this.server)
			.withPropertyValues("sodp.url=ws://127.0.0.1:1")
			.run((context) -> {
				SodpClient client = context.getBean(SodpClient.class);
				await().until(() -> client.status().lastFailure() != null);
				assertThat(this.server.sessions()).isEmpty();
			});
	}

	private SodpServer accepting(String accepted) {
		return SodpServer.builder()
			.authenticator((token) -> token.equals(accepted)
					? CompletableFuture.completedStage(new SodpIdentity("anna", Map.of(), null))
					: CompletableFuture.failedStage(new AuthenticationRefusedException("not " + token)))
			.build();
	}

	@Test
	void theTokenIsPresented() {
		try (SodpServer guarded = accepting("secret")) {
			connectedTo(guarded).withPropertyValues("sodp.token=secret")
				.run((context) -> awaitLive(context.getBean(SodpClient.class)));
		}
	}

	@Test
	void aTokenProviderBeanWinsOverTheProperty() {
		try (SodpServer guarded = accepting("provided")) {
			connectedTo(guarded).withPropertyValues("sodp.token=secret")
				.withBean(SodpTokenProvider.class, () -> SodpTokenProvider.fixed("provided"))
				.run((context) -> awaitLive(context.getBean(SodpClient.class)));
		}
	}

	@Test
	void theJsonMapperBeanConvertsValues() {
		JsonMapper mapper = JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
		connectedTo(this.server).withBean(JsonMapper.class, () -> mapper).run((context) -> {
			context.getBean(SodpOperations.class).set("a", new Player("anna")).get(20, TimeUnit.SECONDS);

			assertThat(this.server.get("a").orElseThrow().value().propertyNames()).containsExactly("full_name");
		});
	}

	record Player(String fullName) {
	}

	@Test
	void customizersAreAppliedInTheirOrderAfterTheProperties() {
		this.contextRunner.withPropertyValues("sodp.url=ws://127.0.0.1:1")
			.withUserConfiguration(OrderedCustomizers.class)
			.run((context) -> assertThat(context.getBean(SodpClient.class).status().uri())
				.hasToString("ws://127.0.0.1:3"));
	}

	@Configuration(proxyBeanMethods = false)
	static class OrderedCustomizers {

		@Bean
		@Order(2)
		SodpClientBuilderCustomizer last() {
			return (builder) -> builder.url("ws://127.0.0.1:3");
		}

		@Bean
		@Order(1)
		SodpClientBuilderCustomizer first() {
			return (builder) -> builder.url("ws://127.0.0.1:2");
		}

	}

	@Test
	void aCustomizerCannotStartTheClientBeforeTheContext() {
		this.contextRunner.withBean(SodpClientBuilderCustomizer.class, () -> (builder) -> builder.autoStart(true))
			.withInitializer((context) -> context.addBeanFactoryPostProcessor(
					(beanFactory) -> beanFactory.registerSingleton("observer", new StateAtCreation())))
			.withUserConfiguration(ObserverConfiguration.class)
			.run((context) -> assertThat(context.getBean(StateAtCreation.class).state)
				.isEqualTo(ConnectionState.STOPPED));
	}

	static class StateAtCreation {

		ConnectionState state;

	}

	@Configuration(proxyBeanMethods = false)
	static class ObserverConfiguration {

		@Bean
		Object observation(SodpClient client, StateAtCreation observer) {
			observer.state = client.status().state();
			return "observed";
		}

	}

	@Test
	void connectionListenersMayUseTheTemplate() {
		connectedTo(this.server).withUserConfiguration(WritingListener.class).run((context) -> {
			await().until(() -> this.server.get("listener").isPresent());
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class WritingListener {

		@Bean
		ConnectionListener listener(SodpOperations sodp) {
			return (previous, status) -> {
				if (status.state().isLive()) {
					sodp.set("listener", "was here");
				}
			};
		}

	}

	@Test
	void everyErrorListenerIsToldAlsoWhenOneFails() {
		List<ClientError> errors = new CopyOnWriteArrayList<>();
		connectedTo(this.server).withBean("failing", SodpErrorListener.class, () -> (error) -> {
			throw new IllegalStateException("failing listener");
		}).withBean("recording", SodpErrorListener.class, () -> errors::add).run((context) -> {
			context.getBean(SodpClient.class).watch("a", (value, meta) -> {
				throw new IllegalStateException("failing watcher");
			});

			await()
				.untilAsserted(() -> assertThat(errors).anySatisfy((error) -> assertThat(error.key()).isEqualTo("a")));
		});
	}

	@Test
	void withSeveralClientsNothingIsBuiltOnOneOfThem() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(SodpWatchAutoConfiguration.class))
			.withUserConfiguration(TwoClients.class)
			.run((context) -> assertThat(context).doesNotHaveBean(SodpTemplate.class)
				.doesNotHaveBean(SodpClientLifecycle.class)
				.doesNotHaveBean(SodpWatchEndpointRegistry.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoClients {

		@Bean
		SodpClient first() {
			return builder().build();
		}

		@Bean
		SodpClient second() {
			return builder().build();
		}

		private SodpClientBuilder builder() {
			return SodpClient.builder("ws://127.0.0.1:1").connectTimeout(Duration.ofSeconds(1)).autoStart(false);
		}

	}

}
