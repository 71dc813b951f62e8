// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import dev.sodp.boot.SodpClientBuilderCustomizer;
import dev.sodp.boot.SodpConnectionDetails;
import dev.sodp.boot.SodpTemplateCustomizer;
import dev.sodp.boot.actuate.SodpHealthContributorAutoConfiguration;
import dev.sodp.boot.properties.InvalidSodpPropertyException;
import dev.sodp.boot.spring.SodpWatchAutoConfiguration;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpClientBuilder;
import dev.sodp.client.SodpClientOptions;
import dev.sodp.client.SodpTokenProvider;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.SodpClientLifecycle;
import dev.sodp.spring.SodpClients;
import dev.sodp.spring.SodpOperations;
import dev.sodp.spring.SodpStartupException;
import dev.sodp.spring.SodpTemplate;
import dev.sodp.spring.watch.SodpWatch;
import dev.sodp.spring.watch.SodpWatchEndpointRegistry;
import dev.sodp.transport.InMemoryTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clients beside the primary one.
 */
class NamedClientsTests {

	private final Map<String, SodpServer> servers = new ConcurrentHashMap<>(
			Map.of("primary", SodpServer.builder().build(), "games", SodpServer.builder().build()));

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SodpAutoConfiguration.class, SodpWatchAutoConfiguration.class))
		.withPropertyValues("sodp.url=ws://primary", "sodp.clients.games.url=ws://games");

	@AfterEach
	void closeServers() {
		this.servers.values().forEach(SodpServer::close);
	}

	/** Connects each client to the server of its name. */
	private ApplicationContextRunner connected() {
		return this.contextRunner.withBean(SodpClientBuilderCustomizer.class, () -> new SodpClientBuilderCustomizer() {

			@Override
			public void customize(SodpClientBuilder builder) {
				throw new UnsupportedOperationException("This customizer tells clients apart");
			}

			@Override
			public void customize(String client, SodpClientBuilder builder) {
				builder.transport(new InMemoryTransport(NamedClientsTests.this.servers.get(client)));
			}

		});
	}

	@Test
	void eachHasClientTemplateAndLifecycle() {
		this.contextRunner.run((context) -> assertThat(context).hasBean("gamesSodpClient")
			.hasBean("gamesSodpTemplate")
			.hasBean("gamesSodpClientLifecycle"));
	}

	@Test
	void eachTalksToItsOwnServer() {
		connected().run((context) -> {
			context.getBean("gamesSodpTemplate", SodpOperations.class).set("a", "games").get(20, TimeUnit.SECONDS);
			context.getBean("sodpTemplate", SodpOperations.class).set("a", "primary").get(20, TimeUnit.SECONDS);

			assertThat(this.servers.get("games").get("a").orElseThrow().value().asString()).isEqualTo("games");
			assertThat(this.servers.get("primary").get("a").orElseThrow().value().asString()).isEqualTo("primary");
		});
	}

	@Test
	void itsTemplateIsCustomizedToo() {
		List<SodpTemplate> customized = new ArrayList<>();
		this.contextRunner.withConfiguration(AutoConfigurations.of(SodpTemplateAutoConfiguration.class))
			.withBean(SodpTemplateCustomizer.class, () -> customized::add)
			.run((context) -> assertThat(customized)
				.contains(context.getBean("gamesSodpTemplate", SodpTemplate.class)));
	}

	@Test
	void itsHealthIsAComponentOfItsName() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(SodpHealthContributorAutoConfiguration.class))
			.run((context) -> assertThat(
					context.getBean("sodpHealthContributor", CompositeHealthContributor.class).getContributor("games"))
				.isNotNull());
	}

	@Test
	void aWatcherNamesTheClientItWants() {
		this.servers.get("games").set("score", 7);
		connected().withBean(GamesWatcher.class)
			.run((context) -> await()
				.untilAsserted(() -> assertThat(context.getBean(GamesWatcher.class).seen).containsExactly(7)));
	}

	static class GamesWatcher {

		private final List<Integer> seen = new CopyOnWriteArrayList<>();

		@SodpWatch(value = "score", client = "games")
		void onScore(Integer score) {
			this.seen.add(score);
		}

	}

	@Test
	void allOfThemAreFoundByName() {
		this.contextRunner.withPropertyValues("sodp.clients.audit-log.url=ws://audit").run((context) -> {
			SodpClients clients = context.getBean(SodpClients.class);
			assertThat(clients.all()).containsOnlyKeys("primary", "games", "audit-log");
			assertThat(clients.get("games")).isSameAs(context.getBean("gamesSodpClient"));
			assertThat(clients.primary()).isSameAs(context.getBean("sodpClient"));
		});
	}

	@Test
	void withoutAskingForOneByNameThePrimaryIsInjected() {
		this.contextRunner.withUserConfiguration(Injected.class).run((context) -> {
			assertThat(injected(context).client()).isSameAs(context.getBean("sodpClient"));
			assertThat(injected(context).operations()).isSameAs(context.getBean("sodpTemplate"));
			assertThat(context.getBean(SodpClient.class)).isSameAs(context.getBean("sodpClient"));
		});
	}

	@Test
	void theNameIsAQualifier() {
		this.contextRunner.withUserConfiguration(Injected.class).run((context) -> {
			assertThat(injected(context).gamesClient()).isSameAs(context.getBean("gamesSodpClient"));
			assertThat(injected(context).gamesTemplate()).isSameAs(context.getBean("gamesSodpTemplate"));
		});
	}

	private static Injected.Clients injected(AssertableApplicationContext context) {
		return context.getBean(Injected.Clients.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class Injected {

		@Bean
		Clients clients(SodpClient client, SodpOperations operations, @Qualifier("games") SodpClient gamesClient,
				@Qualifier("games") SodpTemplate gamesTemplate) {
			return new Clients(client, operations, gamesClient, gamesTemplate);
		}

		record Clients(SodpClient client, SodpOperations operations, SodpClient gamesClient,
				SodpTemplate gamesTemplate) {
		}

	}

	@Test
	void watchersAreStillCreatedForThePrimary() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(SodpWatchEndpointRegistry.class));
	}

	@Test
	void eachConnectsWhenTheContextStartsAndDisconnectsWhenItStops() {
		connected().run((context) -> {
			SodpClient games = context.getBean("gamesSodpClient", SodpClient.class);
			await().until(() -> games.status().state().isLive());

			context.stop();
			assertThat(games.status().state()).isEqualTo(ConnectionState.STOPPED);
		});
	}

	@Test
	void eachIsClosedWithTheContext() {
		connected().run((context) -> {
			SodpClient games = context.getBean("gamesSodpClient", SodpClient.class);

			context.close();

			assertThat(games.status().state()).isEqualTo(ConnectionState.CLOSED);
		});
	}

	@Test
	void eachHasItsOwnStartupMode() {
		this.contextRunner
			.withPropertyValues("sodp.clients.games.url=ws://127.0.0.1:1", "sodp.clients.games.startup=fail")
			.run((context) -> assertThat(context.getStartupFailure()).cause()
				.isInstanceOfSatisfying(SodpStartupException.class,
						(failure) -> assertThat(failure.client()).isEqualTo("games")));
	}

	@Test
	void aCustomizerThatTellsNothingApartIsAppliedToAll() {
		this.contextRunner
			.withBean(SodpClientBuilderCustomizer.class, () -> (builder) -> builder.url("ws://127.0.0.1:3"))
			.run((context) -> assertThat(context.getBean(SodpClients.class).all().values())
				.allSatisfy((client) -> assertThat(client.status().uri()).hasToString("ws://127.0.0.1:3")));
	}

	@Test
	void aClientOfTheUserWins() {
		this.contextRunner.withUserConfiguration(OwnGamesClient.class)
			.run((context) -> assertThat(context.getBean(SodpClients.class).get("games").status().uri())
				.hasToString("ws://127.0.0.1:1"));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnGamesClient {

		@Bean(defaultCandidate = false)
		SodpClient gamesSodpClient() {
			return SodpClient.builder("ws://127.0.0.1:1").autoStart(false).build();
		}

	}

	@Test
	void aClientOfTheUserThatHidesThePrimaryIsRefused() {
		this.contextRunner.withUserConfiguration(HidingGamesClient.class).run((context) -> {
			Throwable cause = NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure());
			assertThat(cause).isInstanceOf(InvalidSodpPropertyException.class)
				.hasMessageContaining("sodp.clients.games")
				.hasMessageContaining("gamesSodpClient")
				.hasMessageContaining("@Bean(defaultCandidate = false)");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class HidingGamesClient {

		@Bean
		SodpClient gamesSodpClient() {
			return SodpClient.builder("ws://127.0.0.1:1").autoStart(false).build();
		}

	}

	@Test
	void aChildContextSharesThoseOfItsParent() {
		this.contextRunner.run((parent) -> this.contextRunner.withParent(parent).run((child) -> {
			assertThat(child).hasNotFailed();
			assertThat(child.getBean("gamesSodpClient")).isSameAs(parent.getBean("gamesSodpClient"));
			assertThat(child.getBean("gamesSodpTemplate")).isSameAs(parent.getBean("gamesSodpTemplate"));
			assertThat(child.getBean(SodpClients.class)).isSameAs(parent.getBean(SodpClients.class));
		}));
	}

	@Test
	void itsNameIsInItsLogLines() {
		this.contextRunner.withBean(SodpClientBuilderCustomizer.class, RecordingCustomizer::new)
			.run((context) -> assertThat(context.getBean(RecordingCustomizer.class).names)
				.containsExactlyInAnyOrderEntriesOf(Map.of("primary", "null", "games", "games")));
	}

	@Test
	void connectionDetailsOfItsNameWinOverTheProperties() {
		this.contextRunner.withUserConfiguration(OwnGamesDetails.class).run((context) -> {
			SodpClients clients = context.getBean(SodpClients.class);
			assertThat(clients.get("games").status().uri()).hasToString("ws://details");
			assertThat(clients.primary().status().uri()).hasToString("ws://primary");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnGamesDetails {

		@Bean(defaultCandidate = false)
		SodpConnectionDetails gamesSodpConnectionDetails() {
			return () -> "ws://details";
		}

	}

	@Test
	void aTokenProviderWithoutItsNameIsNotAskedForIt() {
		this.contextRunner.withBean(SodpTokenProvider.class, () -> SodpTokenProvider.fixed("for the primary only"))
			.withBean(SodpClientBuilderCustomizer.class, RecordingCustomizer::new)
			.run((context) -> assertThat(context.getBean(RecordingCustomizer.class).withTokens)
				.containsExactlyInAnyOrderEntriesOf(Map.of("primary", true, "games", false)));
	}

	static class RecordingCustomizer implements SodpClientBuilderCustomizer {

		final Map<String, Boolean> withTokens = new ConcurrentHashMap<>();

		final Map<String, String> names = new ConcurrentHashMap<>();

		@Override
		public void customize(SodpClientBuilder builder) {
		}

		@Override
		public void customize(String client, SodpClientBuilder builder) {
			SodpClientOptions options = builder.options();
			this.withTokens.put(client, options.tokenProvider() != null);
			this.names.put(client, String.valueOf(options.name()));
		}

	}

	@Test
	void oneWithoutAddressIsRefused() {
		assertRefused("sodp.clients.audit.token=secret", "sodp.clients.audit.url", "there is no default",
				"Set the address of the server");
	}

	@Test
	void theNameOfThePrimaryIsRefused() {
		assertRefused("sodp.clients.primary.url=ws://a", "sodp.clients", "directly under sodp", "another name");
	}

	@Test
	void aNameThatIsNoneIsRefused() {
		assertRefused("sodp.clients.[two words].url=ws://a", "sodp.clients", "lowercase letters", "sodp.clients.games");
	}

	@Test
	void aWrongPropertyIsNamedInFull() {
		assertRefused("sodp.clients.games.reconnect.delay=0s", "sodp.clients.games.reconnect.delay", "must be positive",
				"'10s'");
	}

	private void assertRefused(String property, String named, String reason, String remedy) {
		this.contextRunner.withPropertyValues(property).run((context) -> {
			Throwable cause = NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure());
			assertThat(cause).isInstanceOfSatisfying(InvalidSodpPropertyException.class, (failure) -> {
				assertThat(failure.property()).isEqualTo(named);
				assertThat(failure.reason()).contains(reason);
				assertThat(failure.remedy()).contains(remedy);
			});
		});
	}

	@Test
	void theLifecyclesAreNoCandidatesEither() {
		this.contextRunner.run((context) -> assertThat(context.getBean(SodpClientLifecycle.class))
			.isSameAs(context.getBean("sodpClientLifecycle")));
	}

}
