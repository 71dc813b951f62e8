// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.sodp.boot.SodpClientBuilderCustomizer;
import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.client.SodpClientBuilder;
import dev.sodp.client.SodpClientOptions;
import dev.sodp.spring.SodpClients;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties with names of the user's choice, and those with several values, from a file,
 * environment variables and the command line.
 */
class MapsAndListsTests {

	private static final String MY_CLIENT = """
			sodp:
			  clients:
			    my-client:
			      url: ws://file
			      headers:
			        X-Api-Key: of-file
			""";

	private final Recorder recorder = new Recorder();

	private ApplicationContextRunner with(String file, Map<String, Object> variables, String... arguments) {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SodpAutoConfiguration.class))
			.withUserConfiguration(Endpoints.class)
			.withBean(SodpClientBuilderCustomizer.class, () -> this.recorder)
			.withInitializer((context) -> {
				MutablePropertySources sources = context.getEnvironment().getPropertySources();
				sources.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables));
				sources.addFirst(new SimpleCommandLinePropertySource(arguments));
				load(file, sources);
			});
	}

	private static void load(String file, MutablePropertySources sources) {
		try {
			new YamlPropertySourceLoader()
				.load("file", new ByteArrayResource(file.getBytes(StandardCharsets.UTF_8), "file"))
				.forEach(sources::addLast);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@EnableConfigurationProperties({ SodpServerProperties.class, SodpEndpointProperties.class })
	static class Endpoints {

	}

	/** Keeps the options of the clients by their names. */
	static class Recorder implements SodpClientBuilderCustomizer {

		private final Map<String, SodpClientOptions> options = new ConcurrentHashMap<>();

		@Override
		public void customize(SodpClientBuilder builder) {
		}

		@Override
		public void customize(String client, SodpClientBuilder builder) {
			this.options.put(client, builder.options());
		}

	}

	private static void assertClients(AssertableApplicationContext context, String... names) {
		assertThat(context).hasNotFailed();
		assertThat(context.getBean(SodpClients.class).all()).containsOnlyKeys(names);
	}

	private static String url(AssertableApplicationContext context, String client) {
		return context.getBean(SodpClients.class).get(client).status().uri().toString();
	}

	private static String token(AssertableApplicationContext context, String client) {
		return String.valueOf(context.getBean(SodpProperties.class).clients().get(client).token());
	}

	private Map<String, List<String>> headers(String client) {
		return this.recorder.options.get(client).headers();
	}

	@Test
	void aVariableSetsAPropertyOfAClientWithDashesWithUnderscoresInItsPlace() {
		with(MY_CLIENT, Map.of("SODP_CLIENTS_MY_CLIENT_TOKEN", "secret")).run((context) -> {
			assertClients(context, "primary", "my-client");
			assertThat(url(context, "my-client")).isEqualTo("ws://file");
			assertThat(token(context, "my-client")).isEqualTo("secret");
		});
	}

	@Test
	void aVariableSetsAPropertyOfAClientWithDashesWithoutThem() {
		with(MY_CLIENT, Map.of("SODP_CLIENTS_MYCLIENT_URL", "ws://variable")).run((context) -> {
			assertClients(context, "primary", "my-client");
			assertThat(url(context, "my-client")).isEqualTo("ws://variable");
		});
	}

	@Test
	void aVariableIntroducesAClientWithoutDashes() {
		with("", Map.of("SODP_CLIENTS_GAMES_URL", "ws://variable")).run((context) -> {
			assertClients(context, "primary", "games");
			assertThat(url(context, "games")).isEqualTo("ws://variable");
		});
	}

	@Test
	void theCommandLineIntroducesAClientWithDashes() {
		with("", Map.of(), "--sodp.clients.my-client.url=ws://argument").run((context) -> {
			assertClients(context, "primary", "my-client");
			assertThat(url(context, "my-client")).isEqualTo("ws://argument");
		});
	}

	@Test
	void theCommandLineWinsOverVariableAndFile() {
		with(MY_CLIENT, Map.of("SODP_CLIENTS_MY_CLIENT_URL", "ws://variable"),
				"--sodp.clients.my-client.url=ws://argument")
			.run((context) -> {
				assertClients(context, "primary", "my-client");
				assertThat(url(context, "my-client")).isEqualTo("ws://argument");
			});
	}

	@Test
	void aVariableSetsANestedPropertyOfAClientWithDashes() {
		with(MY_CLIENT, Map.of("SODP_CLIENTS_MY_CLIENT_RECONNECT_MAX_DELAY", "7s")).run((context) -> {
			assertClients(context, "primary", "my-client");
			assertThat(this.recorder.options.get("my-client").maxReconnectDelay()).hasSeconds(7);
		});
	}

	@Test
	void aVariableThatBelongsToNoClientIsRefused() {
		assertRefused(with("", Map.of("SODP_CLIENTS_MY_CLIENT_URL", "ws://variable")), "my",
				"sodp.clients.my.client.url", "cannot introduce a name that has dashes");
	}

	@Test
	void aNameWithADotIsRefused() {
		assertRefused(with("sodp.clients.eu.games.url: ws://file", Map.of()), "eu", "sodp.clients.eu.games.url",
				"has no dots");
	}

	@Test
	void aNameWithADotOnTheCommandLineIsRefused() {
		assertRefused(with(MY_CLIENT, Map.of(), "--sodp.clients.eu.games.url=ws://argument"), "eu",
				"sodp.clients.eu.games.url", "has no dots");
	}

	@Test
	void aClientWithoutAnyPropertyOfAClientIsRefused() {
		assertRefused(with("sodp.clients.games.ulr: ws://file", Map.of()), "games", "sodp.clients.games.ulr",
				"Correct the property");
	}

	private static void assertRefused(ApplicationContextRunner runner, String name, String property, String remedy) {
		runner.run((context) -> {
			assertThat(context).hasFailed();
			Throwable cause = NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure());
			assertThat(cause).isInstanceOfSatisfying(InvalidSodpPropertyException.class, (failure) -> {
				assertThat(failure.property()).isEqualTo("sodp.clients");
				assertThat(failure.value()).isEqualTo(name);
				assertThat(failure.reason()).contains("'" + property + "' belongs to no client");
				assertThat(failure.remedy()).contains(remedy);
			});
		});
	}

	@Test
	void aWrongValueIsReportedAsSuch() {
		with("sodp.clients.games.call-timeout: soon", Map.of()).run((context) -> assertThat(context).getFailure()
			.hasStackTraceContaining("sodp.clients.games.call-timeout")
			.hasStackTraceContaining("soon"));
	}

	@Test
	void aVariableReplacesTheHeaderOfAFile() {
		with("sodp.headers.Authorization: of-file", Map.of("SODP_HEADERS_AUTHORIZATION", "of-variable"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(headers("primary")).isEqualTo(Map.of("Authorization", List.of("of-variable")));
			});
	}

	@Test
	void aVariableReplacesAHeaderWithDashes() {
		for (String variable : List.of("SODP_HEADERS_X_API_KEY", "SODP_HEADERS_XAPIKEY")) {
			with("sodp.headers.X-Api-Key: of-file", Map.of(variable, "of-variable")).run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(headers("primary")).isEqualTo(Map.of("X-Api-Key", List.of("of-variable")));
			});
		}
	}

	@Test
	void theCommandLineReplacesTheHeaderOfAFile() {
		with("sodp.headers.Authorization: of-file", Map.of(), "--sodp.headers.authorization=of-argument")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(headers("primary")).isEqualTo(Map.of("Authorization", List.of("of-argument")));
			});
	}

	@Test
	void aVariableReplacesAHeaderOfAClientWithDashes() {
		with(MY_CLIENT, Map.of("SODP_CLIENTS_MY_CLIENT_HEADERS_X_API_KEY", "of-variable")).run((context) -> {
			assertClients(context, "primary", "my-client");
			assertThat(headers("my-client")).isEqualTo(Map.of("X-Api-Key", List.of("of-variable")));
		});
	}

	@Test
	void aVariableIntroducesAHeaderWithoutDashes() {
		with("", Map.of("SODP_HEADERS_AUTHORIZATION", "of-variable")).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(headers("primary")).isEqualTo(Map.of("authorization", List.of("of-variable")));
		});
	}

	@Test
	void aVariableCannotIntroduceAHeaderWithDashes() {
		with("", Map.of("SODP_HEADERS_X_API_KEY", "of-variable")).run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOf(InvalidSodpPropertyException.class)
			.hasMessageContaining("sodp.headers.x.api.key")
			.hasMessageContaining("${API_KEY}")
			.hasMessageNotContaining("of-variable"));
	}

	@Test
	void allowedOriginsFromEachSource() {
		String file = """
				sodp:
				  server:
				    allowed-origins: [ "https://a.example", "https://b.example" ]
				""";
		assertOrigins(with(file, Map.of()), "https://a.example", "https://b.example");
		assertOrigins(with(file, Map.of("SODP_SERVER_ALLOWEDORIGINS", "https://c.example,https://d.example")),
				"https://c.example", "https://d.example");
		assertOrigins(with(file, Map.of("SODP_SERVER_ALLOWED_ORIGINS", "https://c.example")), "https://c.example");
		assertOrigins(with(file, Map.of("SODP_SERVER_ALLOWEDORIGINS_0", "https://c.example")), "https://c.example");
		assertOrigins(with(file, Map.of("SODP_SERVER_ALLOWEDORIGINS", "https://c.example"),
				"--sodp.server.allowed-origins=https://e.example"), "https://e.example");
	}

	private static void assertOrigins(ApplicationContextRunner runner, String... origins) {
		runner.run((context) -> assertThat(context.getBean(SodpServerProperties.class).allowedOrigins())
			.containsExactly(origins));
	}

	@Test
	void rolesOfTheEndpointFromEachSource() {
		String file = "management.endpoint.sodp.roles: [ \"A\", \"B\" ]";
		assertRoles(with(file, Map.of()), "A", "B");
		assertRoles(with(file, Map.of("MANAGEMENT_ENDPOINT_SODP_ROLES", "C,D")), "C", "D");
		assertRoles(with(file, Map.of("MANAGEMENT_ENDPOINT_SODP_ROLES_0", "C")), "C");
		assertRoles(with(file, Map.of("MANAGEMENT_ENDPOINT_SODP_ROLES", "C"), "--management.endpoint.sodp.roles=E"),
				"E");
	}

	private static void assertRoles(ApplicationContextRunner runner, String... roles) {
		runner.run((context) -> assertThat(context.getBean(SodpEndpointProperties.class).roles())
			.containsExactlyInAnyOrder(roles));
	}

}
