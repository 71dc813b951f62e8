// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpClient;
import dev.sodp.server.SodpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * When the session of a user who is logged in ends, and what keeps the login alive.
 */
abstract class AbstractEndOfLoginTests {

	private static final int WAIT_SECONDS = 30;

	private static final int UNAUTHENTICATED = 4401;

	/** 401 in MessagePack. */
	private static final String CODE_401 = "\u00cd\u0001\u0091";

	private static final Duration SEVERAL_TIMES_MAX_IDLE = Duration.ofSeconds(5);

	private static final String SHORT = LoginApplication.MAX_IDLE + "=2";

	private static final String HEARTBEATS = "sodp.server.heartbeat-interval=300ms";

	private final Container container;

	private ConfigurableApplicationContext host;

	private Browser browser;

	AbstractEndOfLoginTests(Container container) {
		this.container = container;
	}

	private void start(Class<?> application, String... properties) throws Exception {
		List<String> all = new ArrayList<>(List.of("sodp.enabled=false", "sodp.server.enabled=true",
				"sodp.server.auth.login-check-interval=200ms"));
		all.addAll(List.of(properties));
		this.host = this.container.start(application, all.toArray(String[]::new));
		this.browser = new Browser(this.host).login();
	}

	@AfterEach
	void stop() {
		this.host.close();
	}

	private SodpClient connect() throws Exception {
		return SodpClient.builder(this.browser.endpoint().toString())
			.header("Cookie", this.browser.cookie())
			.build()
			.ready()
			.get(WAIT_SECONDS, TimeUnit.SECONDS);
	}

	private SodpServer server() {
		return this.host.getBean(SodpServer.class);
	}

	private static boolean hasFailed(SodpClient client) {
		return client.status().state() == ConnectionState.FAILED;
	}

	private static void awaitRefusal(SodpClient client) {
		await().until(() -> hasFailed(client));
		assertThat(client.status().lastFailure()).hasMessageContaining("Not authenticated");
	}

	// (a) logout

	@Test
	void aLogoutSendsError401BeforeTheSocketIsClosed() throws Exception {
		start(LoginApplication.class);
		RawSocket socket = this.browser.open();
		socket.awaitFrame();

		this.browser.logout();

		assertThat(socket.awaitFrame()).contains(CODE_401);
		assertThat(socket.closeCode.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(UNAUTHENTICATED);
	}

	@Test
	void aLogoutThatLeavesTheHttpSessionEndsTheSessionToo() throws Exception {
		start(LoginApplication.class, LoginApplication.INVALIDATE + "=false");
		try (SodpClient client = connect()) {
			this.browser.logout();

			awaitRefusal(client);
		}
	}

	@Test
	void theLogoutOfOneUserDoesNotAffectAnother() throws Exception {
		start(LoginApplication.class);
		Browser other = new Browser(this.host).login();
		try (SodpClient client = connect()) {
			RawSocket socket = other.open();
			socket.awaitFrame();

			other.logout();

			assertThat(socket.closeCode.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(UNAUTHENTICATED);
			assertThat(client.status().state().isLive()).isTrue();
			assertThat(server().sessions()).hasSize(1);
		}
	}

	// (b) expireNow()

	@Test
	void aLoginThatIsExpiredByAnAdministratorEndsTheSession() throws Exception {
		start(LoginApplication.class);
		try (SodpClient client = connect()) {
			SessionRegistry registry = this.host.getBean(SessionRegistry.class);
			registry.getAllSessions(registry.getAllPrincipals().get(0), false).get(0).expireNow();

			awaitRefusal(client);
		}
	}

	// (c) idle while it only receives

	@Test
	void whatIsReceivedDoesNotKeepALoginAlive() throws Exception {
		start(LoginApplication.class, SHORT, HEARTBEATS);
		try (SodpClient client = connect()) {
			client.watch("a", (value, metadata) -> {
			});
			await().until(() -> {
				server().set("a", System.nanoTime());
				return hasFailed(client);
			});
			awaitRefusal(client);
		}
	}

	// (d) idle while it writes

	@Test
	void whatIsWrittenKeepsALoginAlive() throws Exception {
		start(LoginApplication.class, SHORT, HEARTBEATS);
		try (SodpClient client = connect()) {
			await().during(SEVERAL_TIMES_MAX_IDLE).until(() -> write(client));

			assertThat(this.browser.isLoggedIn()).isTrue();
			awaitRefusal(client);
		}
	}

	@Test
	void whatIsWrittenNeedNotKeepALoginAlive() throws Exception {
		start(LoginApplication.class, SHORT, "sodp.server.auth.writes-extend-login=false");
		try (SodpClient client = connect()) {
			await().until(() -> !write(client));

			awaitRefusal(client);
		}
	}

	private static boolean write(SodpClient client) {
		client.set("a", System.nanoTime());
		return client.status().state().isLive();
	}

	@Test
	void requestsKeepALoginAlive() throws Exception {
		start(LoginApplication.class, SHORT, HEARTBEATS);
		try (SodpClient client = connect()) {
			await().during(SEVERAL_TIMES_MAX_IDLE)
				.until(() -> this.browser.isLoggedIn() && client.status().state().isLive());
		}
	}

	// (e) a second login

	@Test
	void aSecondLoginDoesNotEndTheSession() throws Exception {
		start(LoginApplication.class);
		try (SodpClient client = connect()) {
			String before = this.browser.cookie();
			this.browser.login();
			assertThat(this.browser.cookie()).isNotEqualTo(before);

			await().during(Duration.ofSeconds(1)).until(() -> client.status().state().isLive());

			this.browser.logout();
			awaitRefusal(client);
		}
	}

	// (f) a store without events

	@Test
	void aSessionThatVanishesFromItsStoreEndsTheSession() throws Exception {
		start(WithSpringSession.class);
		try (SodpClient client = connect()) {
			this.host.getBean(Store.class).sessions.clear();

			awaitRefusal(client);
		}
	}

	@Test
	void aSecondLoginDoesNotEndTheSessionInAStoreEither() throws Exception {
		start(WithSpringSession.class);
		try (SodpClient client = connect()) {
			String before = this.browser.cookie();
			this.browser.login();
			assertThat(this.browser.cookie()).isNotEqualTo(before);

			await().during(Duration.ofSeconds(1)).until(() -> client.status().state().isLive());

			this.browser.logout();
			awaitRefusal(client);
		}
	}

	@Test
	void whatIsWrittenKeepsALoginInAStoreAlive() throws Exception {
		start(WithSpringSession.class, SHORT);
		try (SodpClient client = connect()) {
			await().during(SEVERAL_TIMES_MAX_IDLE).until(() -> write(client));

			assertThat(this.browser.isLoggedIn()).isTrue();
			awaitRefusal(client);
		}
	}

	// Afterwards

	@Test
	void aClientWithADeadCookieGivesUp() throws Exception {
		start(LoginApplication.class);
		try (SodpClient client = connect()) {
			this.browser.logout();
			awaitRefusal(client);

			assertThat(client.statistics().connections().attempts()).isOne();
		}
	}

	record Store(Map<String, Session> sessions) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableSpringHttpSession
	@Import(LoginApplication.class)
	static class WithSpringSession {

		@Bean
		Store store() {
			return new Store(new ConcurrentHashMap<>());
		}

		@Bean
		MapSessionRepository repository(Store store) {
			return new MapSessionRepository(store.sessions());
		}

	}

}
