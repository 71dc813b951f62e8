// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether the log says that the server is open to everyone, behind Spring Security.
 */
@ExtendWith(OutputCaptureExtension.class)
class OpenServerWarningTests {

	private static final String WARNING = "Everyone who reaches /sodp";

	private static final String USER = "Authorization: Basic "
			+ Base64.getEncoder().encodeToString("user:password".getBytes(StandardCharsets.UTF_8));

	private ConfigurableApplicationContext host;

	private void start(Class<?> application) {
		this.host = Hosts.start(application, "sodp.server.enabled=true");
	}

	@AfterEach
	void stop() {
		this.host.close();
	}

	private String upgrade(String... headers) throws IOException {
		try (RawUpgrade upgrade = new RawUpgrade(Integer.parseInt(Hosts.port(this.host)), "localhost", headers)) {
			return upgrade.head;
		}
	}

	@Test
	void withoutSecurityItSaysSoAtTheStart(CapturedOutput output) {
		start(TestApplication.class);

		assertThat(output).containsOnlyOnce(WARNING);
	}

	@Test
	void withSecurityThatRequiresAuthenticationItNeverSaysSo(CapturedOutput output) throws Exception {
		start(Closed.class);

		assertThat(upgrade()).startsWith("HTTP/1.1 401");
		assertThat(upgrade(USER)).startsWith("HTTP/1.1 101");
		assertThat(output).doesNotContain(WARNING);
	}

	@Test
	void withSecurityThatLetsEveryoneInItSaysSoOnce(CapturedOutput output) throws Exception {
		start(Open.class);
		assertThat(output).doesNotContain(WARNING);

		assertThat(upgrade()).startsWith("HTTP/1.1 101");
		assertThat(upgrade()).startsWith("HTTP/1.1 101");

		assertThat(output).containsOnlyOnce(WARNING);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	@Import(TestApplication.class)
	static class Closed {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("user").password("{noop}password").roles("USER").build());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	@Import(TestApplication.class)
	static class Open {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll()).build();
		}

	}

}
