// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpAuthenticator;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Who gets in where the server asks nothing of its clients: this machine, and no one
 * else.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class AbstractOpenServerTests {

	private static final String REFUSED = "Refused a WebSocket upgrade";

	private static final String UPGRADED = "HTTP/1.1 101";

	private static final String FORBIDDEN = "HTTP/1.1 403";

	/** What an attacker sends to pass for this machine. */
	private static final String FORGED = "X-Forwarded-For: 127.0.0.1";

	private static final int CLOSE = 0x88;

	private static final String USER = "Authorization: Basic "
			+ Base64.getEncoder().encodeToString("user:password".getBytes(StandardCharsets.UTF_8));

	private final Container container;

	private ConfigurableApplicationContext host;

	AbstractOpenServerTests(Container container) {
		this.container = container;
	}

	private void start(Class<?> application, String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("sodp.server.enabled=true");
		this.host = this.container.start(application, all.toArray(String[]::new));
	}

	@AfterEach
	void stop() {
		this.host.close();
	}

	private RawUpgrade open(String host, String... headers) throws IOException {
		return new RawUpgrade(Integer.parseInt(Hosts.port(this.host)), host, headers);
	}

	private String upgrade(String host, String... headers) throws IOException {
		try (RawUpgrade upgrade = open(host, headers)) {
			return upgrade.head;
		}
	}

	private String upgradeFromOutside(String... headers) throws IOException {
		Optional<InetAddress> address = NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.filter((candidate) -> candidate instanceof Inet4Address && !candidate.isLoopbackAddress())
			.findFirst();
		assumeThat(address).as("an address of this machine that is not loopback").isPresent();
		try (RawUpgrade upgrade = new RawUpgrade(address.get(), Integer.parseInt(Hosts.port(this.host)), "localhost",
				headers)) {
			return upgrade.head;
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "native", "framework" })
	void whateverAProxyHasForwardedIsNotFromThisMachine(String strategy) throws Exception {
		start(TestApplication.class, "server.forward-headers-strategy=" + strategy);

		for (String header : List.of(FORGED, "x-forwarded-for: ::1", "X-Forwarded-Proto: http",
				"X-Forwarded-Host: localhost", "X-Forwarded-For: ", "X-Real-IP: 127.0.0.1", "Forwarded: for=127.0.0.1",
				"Via: 1.1 localhost")) {
			assertThat(upgrade("localhost", header)).as(header).startsWith(FORBIDDEN);
		}
		assertThat(upgrade("localhost")).startsWith(UPGRADED);
	}

	@Test
	void theLogSaysOnceHowToOpenIt(CapturedOutput output) throws Exception {
		start(TestApplication.class);

		assertThat(upgrade("localhost", FORGED)).startsWith(FORBIDDEN);
		assertThat(upgrade("localhost", FORGED)).startsWith(FORBIDDEN);

		assertThat(output).containsOnlyOnce(REFUSED)
			.containsIgnoringCase("the header 'X-Forwarded-For' shows that a proxy forwarded it")
			.contains("sodp.server.open=true");
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "native", "framework" })
	void aPeerOutsideIsRefusedWhateverItForges(String strategy, CapturedOutput output) throws Exception {
		start(TestApplication.class, "server.forward-headers-strategy=" + strategy);

		assertThat(upgradeFromOutside()).startsWith(FORBIDDEN);
		assertThat(upgradeFromOutside(FORGED)).startsWith(FORBIDDEN);
		assertThat(output).contains("is not of this machine");
	}

	@Test
	void aServerThatIsOpenedServesEveryone(CapturedOutput output) throws Exception {
		start(TestApplication.class, "sodp.server.open=true");

		assertThat(upgrade("app.example", FORGED)).startsWith(UPGRADED);
		assertThat(output).doesNotContain(REFUSED);
	}

	@Test
	void aNameThatOthersMadeResolveToThisMachineIsRefused(CapturedOutput output) throws Exception {
		start(TestApplication.class, "sodp.server.allowed-hosts=devbox.example");

		assertThat(upgrade("rebound.example", "Origin: http://rebound.example")).startsWith(FORBIDDEN);
		assertThat(output).contains("the Host 'rebound.example' is no name of this machine")
			.contains("sodp.server.allowed-hosts");
		for (String host : List.of("localhost:8080", "127.0.0.1", "127.1.2.3:80", "[::1]:80", "devbox.example:8080")) {
			assertThat(upgrade(host)).as(host).startsWith(UPGRADED);
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { WithAuthenticator.class, WithPolicy.class, WithCustomizer.class })
	void aServerThatAsksSomethingOfItsClientsServesAllOfThem(Class<?> application) throws Exception {
		start(application);

		assertThat(upgrade("app.example", FORGED)).startsWith(UPGRADED);
	}

	@Test
	void aServerThatTheApplicationBuildsIsJudgedByWhatItHas() throws Exception {
		start(OwnServerBesideAPolicy.class);

		assertThat(upgrade("localhost", FORGED)).startsWith(FORBIDDEN);
	}

	@Test
	void aServerThatTheApplicationBuildsWithRulesServesAllClients() throws Exception {
		start(OwnSecuredServer.class);

		assertThat(upgrade("app.example", FORGED)).startsWith(UPGRADED);
	}

	// Spring Security

	@Test
	void whereSecurityRequiresALoginItIsNoneOfOurs(CapturedOutput output) throws Exception {
		start(Closed.class);

		assertThat(upgrade("app.example", FORGED)).startsWith("HTTP/1.1 401");
		assertThat(upgrade("app.example", FORGED, USER)).startsWith(UPGRADED);
		assertThat(upgradeFromOutside(USER)).startsWith(UPGRADED);
		assertThat(output).doesNotContain(REFUSED);
	}

	@Test
	void whereSecurityPermitsAllOnlyUsersGetInFromOutside(CapturedOutput output) throws Exception {
		start(Permitting.class);

		assertThat(upgrade("app.example", FORGED)).startsWith(FORBIDDEN);
		assertThat(output).containsOnlyOnce(REFUSED);
		assertThat(upgrade("app.example", FORGED, USER)).startsWith(UPGRADED);
		assertThat(upgrade("localhost")).startsWith(UPGRADED);
	}

	@Test
	void whereSecurityDoesNotSeeTheUpgradeNoOneGetsInFromOutside() throws Exception {
		start(Ignoring.class);

		assertThat(upgrade("app.example", FORGED, USER)).startsWith(FORBIDDEN);
		assertThat(upgradeFromOutside(USER)).startsWith(FORBIDDEN);
		assertThat(upgrade("localhost")).startsWith(UPGRADED);
	}

	// Addresses behind a proxy

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void manyUsersBehindOneProxyGetIn(int limit) throws Exception {
		start(TestApplication.class, "sodp.enabled=false", "sodp.server.open=true",
				"server.forward-headers-strategy=native", "sodp.server.max-sessions-per-address=" + limit);
		List<RawUpgrade> users = new ArrayList<>();
		try {
			for (int i = 1; i <= 50; i++) {
				users.add(open("app.example", "X-Forwarded-Proto: https", "X-Forwarded-Host: app.example",
						"X-Forwarded-Port: 443", "X-Forwarded-For: 203.0.113." + i));
			}
			assertThat(users).allSatisfy((user) -> assertThat(user.head).startsWith(UPGRADED));
			await().until(() -> this.host.getBean(SodpServer.class).sessions().size() == 50);
		}
		finally {
			for (RawUpgrade user : users) {
				user.close();
			}
		}
	}

	@Test
	void aForgedAddressIsNotBelievedUnlessProxiesAre() throws Exception {
		start(TestApplication.class, "sodp.server.open=true", "sodp.server.max-sessions-per-address=1");

		try (RawUpgrade first = open("localhost", "X-Forwarded-For: 203.0.113.1")) {
			assertThat(first.readByte()).isNotEqualTo(CLOSE);
			try (RawUpgrade second = open("localhost", "X-Forwarded-For: 203.0.113.2")) {
				assertThat(second.readByte()).isEqualTo(CLOSE);
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import(TestApplication.class)
	static class WithAuthenticator {

		@Bean
		SodpAuthenticator authenticator() {
			return (token) -> CompletableFuture.completedFuture(new SodpIdentity(token, Map.of(), null));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(TestApplication.class)
	static class WithPolicy {

		@Bean
		AccessPolicy policy() {
			return new AccessPolicy() {

				@Override
				public boolean canRead(@Nullable SodpIdentity identity, String key) {
					return false;
				}

				@Override
				public boolean canWrite(@Nullable SodpIdentity identity, String key) {
					return false;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(TestApplication.class)
	static class WithCustomizer {

		@Bean
		SodpServerBuilderCustomizer authentication() {
			return (builder) -> builder
				.authenticator((token) -> CompletableFuture.completedFuture(new SodpIdentity(token, Map.of(), null)));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(WithPolicy.class)
	static class OwnServerBesideAPolicy {

		@Bean(destroyMethod = "close")
		SodpServer server() {
			return SodpServer.builder().build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(TestApplication.class)
	static class OwnSecuredServer {

		@Bean(destroyMethod = "close")
		SodpServer server() {
			return SodpServer.builder().accessPolicy(new WithPolicy().policy()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	@Import(TestApplication.class)
	static class Users {

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("user").password("{noop}password").roles("USER").build());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Users.class)
	static class Closed {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Users.class)
	static class Permitting {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Closed.class)
	static class Ignoring {

		@Bean
		WebSecurityCustomizer ignoring() {
			return (web) -> web.ignoring().requestMatchers("/sodp");
		}

	}

}
