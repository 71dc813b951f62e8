// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Backups of a whole application, requested over HTTP as an operator's script does.
 */
class BackupOverHttpTests {

	@TempDir
	private Path folder;

	private final List<ConfigurableApplicationContext> started = new CopyOnWriteArrayList<>();

	private final HttpClient http = HttpClient.newHttpClient();

	@AfterEach
	void stop() {
		this.started.forEach(ConfigurableApplicationContext::close);
	}

	private ConfigurableApplicationContext start(Class<?> application, String... properties) {
		List<String> all = new ArrayList<>(List.of("sodp.server.enabled=true", "sodp.server.persistence.enabled=true",
				"sodp.server.persistence.directory=" + this.folder.resolve("state"),
				"management.endpoints.web.exposure.include=sodpbackup"));
		all.addAll(List.of(properties));
		ConfigurableApplicationContext context = Hosts.start(application, all.toArray(String[]::new));
		this.started.add(context);
		return context;
	}

	private String backupDirectory() {
		return "sodp.server.persistence.backup-directory=" + this.folder.resolve("backups");
	}

	/** What {@code curl -X POST} sends, without a body and a content type. */
	private HttpResponse<String> post(ConfigurableApplicationContext application) throws Exception {
		String user = Base64.getEncoder().encodeToString("operator:secret".getBytes(StandardCharsets.UTF_8));
		return this.http.send(HttpRequest
			.newBuilder(URI.create("http://localhost:" + Hosts.port(application) + "/actuator/sodpbackup?path=/tmp"))
			.header("Authorization", "Basic " + user)
			.POST(HttpRequest.BodyPublishers.noBody())
			.build(), HttpResponse.BodyHandlers.ofString());
	}

	@Test
	void answersNameAndSizeOfTheFile() throws Exception {
		HttpResponse<String> response = post(start(TestApplication.class, backupDirectory()));

		assertThat(response.statusCode()).isEqualTo(200);
		JsonNode backup = JsonMapper.shared().readTree(response.body());
		assertThat(this.folder.resolve("backups").resolve(backup.path("file").asString()))
			.hasSize(backup.path("size").asLong());
		assertThat(response.body()).doesNotContain("/");
	}

	@Test
	void answers409WithoutBackupDirectory() throws Exception {
		HttpResponse<String> response = post(start(TestApplication.class));

		assertThat(response.statusCode()).isEqualTo(409);
		assertThat(JsonMapper.shared().readTree(response.body()).path("error").asString())
			.contains("sodp.server.persistence.backup-directory");
	}

	@Test
	void springSecurityRefusesItUnlessConfiguredOtherwise() throws Exception {
		assertThat(post(start(WithDefaults.class, backupDirectory())).statusCode()).isEqualTo(403);
	}

	@Test
	void springSecurityLetsItThroughAsDocumented() throws Exception {
		assertThat(post(start(AsDocumented.class, backupDirectory())).statusCode()).isEqualTo(200);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableWebSecurity
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
	@EnableAutoConfiguration
	@EnableWebSecurity
	static class AsDocumented {

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("operator").password("{noop}secret").roles("OPERATOR").build());
		}

		@Bean
		SecurityFilterChain backups(HttpSecurity http) throws Exception {
			return http.securityMatcher("/actuator/sodpbackup")
				.authorizeHttpRequests((requests) -> requests.anyRequest().hasRole("OPERATOR"))
				.httpBasic(Customizer.withDefaults())
				.csrf((csrf) -> csrf.disable())
				.build();
		}

	}

}
