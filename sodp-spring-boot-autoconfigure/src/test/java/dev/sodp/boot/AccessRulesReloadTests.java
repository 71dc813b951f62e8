// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sodp.protocol.Frame;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.access.ReloadableAccessPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Access rules of a running server that are replaced, by their file and by an operator.
 */
@ExtendWith(OutputCaptureExtension.class)
class AccessRulesReloadTests {

	private static final String BROKEN = "[\n {\"key\": \"a\",, }]";

	@TempDir
	private Path folder;

	private final List<ConfigurableApplicationContext> started = new CopyOnWriteArrayList<>();

	private final HttpClient http = HttpClient.newHttpClient();

	private Path file;

	@BeforeEach
	void writeRules() throws IOException {
		this.file = this.folder.resolve("acl.json");
		Files.writeString(this.file, granting("bob", "eve"));
	}

	@AfterEach
	void stop() {
		this.started.forEach(ConfigurableApplicationContext::close);
	}

	/** Rules by which these may read the key {@code news}. */
	private static String granting(String... subjects) {
		return "[{\"key\": \"news\", \"read\": [\"" + String.join("\", \"", subjects) + "\"], \"write\": []}]";
	}

	private ConfigurableApplicationContext start(Class<?> application, String... properties) {
		List<String> all = new ArrayList<>(List.of("sodp.enabled=false", "sodp.server.enabled=true",
				"management.endpoints.web.exposure.include=sodpacl,health",
				"management.endpoint.health.show-details=always"));
		all.addAll(List.of(properties));
		ConfigurableApplicationContext context = Hosts.start(application, all.toArray(String[]::new));
		this.started.add(context);
		return context;
	}

	private ConfigurableApplicationContext startWithFile(String interval) {
		return start(NamedTokens.class, "sodp.server.acl.location=" + this.file.toUri(),
				"sodp.server.acl.reload-interval=" + interval);
	}

	private HttpResponse<String> send(ConfigurableApplicationContext host, String method, String path)
			throws Exception {
		String user = Base64.getEncoder().encodeToString("operator:secret".getBytes(StandardCharsets.UTF_8));
		return this.http.send(HttpRequest.newBuilder(URI.create("http://localhost:" + Hosts.port(host) + path))
			.header("Authorization", "Basic " + user)
			.method(method, HttpRequest.BodyPublishers.noBody())
			.build(), HttpResponse.BodyHandlers.ofString());
	}

	private HttpResponse<String> reload(ConfigurableApplicationContext host) throws Exception {
		return send(host, "POST", "/actuator/sodpacl");
	}

	private static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	private static WireClient watching(ConfigurableApplicationContext host, String subject) throws Exception {
		WireClient client = WireClient.open(Hosts.port(host), subject);
		client.watch("news");
		client.await(Frame.StateInit.class);
		return client;
	}

	@Test
	void aReloadEndsOnlyWhatIsNoLongerAllowed() throws Exception {
		ConfigurableApplicationContext host = startWithFile("0");
		try (WireClient bob = watching(host, "bob"); WireClient eve = watching(host, "eve")) {
			Files.writeString(this.file, granting("bob"));

			HttpResponse<String> response = reload(host);

			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(json(response)).isEqualTo(JsonMapper.shared()
				.readTree("{\"status\":\"RELOADED\",\"rules\":1,\"endedSubscriptions\":1,\"error\":null}"));
			Frame.Error error = eve.await(Frame.Error.class);
			assertThat(error.code()).isEqualTo(403);
			assertThat(error.message()).contains("news");
			host.getBean(SodpServer.class).set("news", "later");
			assertThat(bob.await(Frame.Delta.class).version()).isPositive();
			eve.watch("news");
			assertThat(eve.await(Frame.Error.class).code()).isEqualTo(403);
		}
	}

	@Test
	void aChangeOfTheFileEndsWhatIsNoLongerAllowed() throws Exception {
		ConfigurableApplicationContext host = startWithFile("100ms");
		try (WireClient eve = watching(host, "eve")) {
			Path next = Files.writeString(this.folder.resolve("next"), granting("bob"));
			Files.move(next, this.file, StandardCopyOption.ATOMIC_MOVE);

			assertThat(eve.await(Frame.Error.class).code()).isEqualTo(403);
		}
	}

	@Test
	void aBrokenAndAMissingFileEndNothingAndShowInHealth(CapturedOutput output) throws Exception {
		ConfigurableApplicationContext host = startWithFile("100ms");
		ReloadableAccessPolicy policy = host.getBean(ReloadableAccessPolicy.class);
		try (WireClient eve = watching(host, "eve")) {
			Files.writeString(this.file, BROKEN);
			await().until(() -> policy.status().failure() != null);
			JsonNode health = json(send(host, "GET", "/actuator/health")).at("/components/sodpServer");
			assertThat(health.path("status").asString()).isEqualTo("UP");
			assertThat(health.at("/details/accessRules/failure").asString())
				.startsWith("line 2, column 14: invalid JSON");
			assertThat(health.at("/details/accessRules/failedSince").asString()).isNotEmpty();
			Files.delete(this.file);
			await().until(() -> "the file does not exist".equals(policy.status().failure()));

			host.getBean(SodpServer.class).set("news", "later");

			assertThat(eve.await(Frame.Delta.class).version()).isPositive();
			assertThat(output).containsOnlyOnce("line 2, column 14: invalid JSON");
			Files.writeString(this.file, granting("bob"));
			assertThat(eve.await(Frame.Error.class).code()).isEqualTo(403);
			assertThat(
					json(send(host, "GET", "/actuator/health")).at("/components/sodpServer/details/accessRules/failure")
						.isMissingNode())
				.isTrue();
		}
	}

	@Test
	void aReloadOfABrokenFileAnswersWhereAndEndsNothing() throws Exception {
		ConfigurableApplicationContext host = startWithFile("0");
		try (WireClient eve = watching(host, "eve")) {
			Files.writeString(this.file, BROKEN);

			HttpResponse<String> response = reload(host);

			assertThat(response.statusCode()).isEqualTo(500);
			assertThat(json(response).path("status").asString()).isEqualTo("FAILED");
			assertThat(json(response).path("error").asString()).startsWith("line 2, column 14: invalid JSON");
			host.getBean(SodpServer.class).set("news", "later");
			assertThat(eve.await(Frame.Delta.class).version()).isPositive();
			JsonNode status = json(send(host, "GET", "/actuator/sodpacl"));
			assertThat(status.path("rules").asInt()).isEqualTo(1);
			assertThat(status.path("failure").asString()).startsWith("line 2, column 14");
		}
	}

	@Test
	void aReloadWithoutChangeSaysSo() throws Exception {
		HttpResponse<String> response = reload(startWithFile("0"));

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(json(response).path("status").asString()).isEqualTo("UNCHANGED");
	}

	@Test
	void withoutAFileAReloadIsAnsweredWith409() throws Exception {
		HttpResponse<String> response = reload(start(NamedTokens.class));

		assertThat(response.statusCode()).isEqualTo(409);
		assertThat(json(response).path("error").asString()).contains("sodp.server.acl.location");
	}

	@Test
	void springSecurityRefusesAReloadUnlessConfiguredOtherwise() throws Exception {
		assertThat(reload(start(WithDefaults.class)).statusCode()).isEqualTo(403);
	}

	@Test
	void springSecurityLetsItThroughAsDocumented() throws Exception {
		assertThat(reload(start(AsDocumented.class, "sodp.server.acl.location=" + this.file.toUri())).statusCode())
			.isEqualTo(200);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	@Import(NamedTokens.class)
	static class WithDefaults {

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("operator").password("{noop}secret").roles("OPERATOR").build());
		}

		@Bean
		SecurityFilterChain security(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	@Import(WithDefaults.class)
	static class AsDocumented {

		@Bean
		@Order(1)
		SecurityFilterChain operators(HttpSecurity http) throws Exception {
			return http.securityMatcher("/actuator/sodpacl")
				.authorizeHttpRequests((requests) -> requests.anyRequest().hasRole("OPERATOR"))
				.httpBasic(Customizer.withDefaults())
				.csrf((csrf) -> csrf.disable())
				.build();
		}

	}

}
