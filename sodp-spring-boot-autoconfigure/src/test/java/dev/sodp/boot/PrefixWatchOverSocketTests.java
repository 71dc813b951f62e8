// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sodp.client.SodpClient;
import dev.sodp.client.WatchMeta;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.SodpKey;
import dev.sodp.spring.SodpState;
import dev.sodp.spring.watch.SodpHeaders;
import dev.sodp.spring.watch.SodpWatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.handler.annotation.Header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application that watches all keys with a prefix, and another one that hosts them for
 * several users and stores them.
 */
class PrefixWatchOverSocketTests {

	private static final String RULES = """
			{"rules": [
			  {"key": "game.secret", "read": "role:admin", "write": "role:admin"},
			  {"key": "game.*", "read": "*", "write": "*"},
			  {"key": "user.{sub}.*", "read": ["{sub}", "role:admin"], "write": "{sub}"}]}""";

	@TempDir
	private Path folder;

	private final List<ConfigurableApplicationContext> started = new ArrayList<>();

	private ConfigurableApplicationContext host;

	private SodpServer server;

	@BeforeEach
	void startHost() throws IOException {
		Files.writeString(this.folder.resolve("acl.json"), RULES);
		startHost("0", "state");
	}

	private void startHost(String port, String state) {
		this.host = Hosts.startAt(port, NamedTokens.class, "sodp.enabled=false", "sodp.server.enabled=true",
				"sodp.server.acl.location=" + this.folder.resolve("acl.json").toUri(),
				"sodp.server.persistence.enabled=true",
				"sodp.server.persistence.directory=" + this.folder.resolve(state));
		this.started.add(this.host);
		this.server = this.host.getBean(SodpServer.class);
	}

	private void restartHost(String state) {
		String port = Hosts.port(this.host);
		this.host.close();
		startHost(port, state);
	}

	private ConfigurableApplicationContext watchAs(String token) {
		ConfigurableApplicationContext application = Hosts.start(Watching.class,
				"spring.main.web-application-type=none", "sodp.url=ws://localhost:" + Hosts.port(this.host) + "/sodp",
				"sodp.token=" + token, "sodp.reconnect.delay=100ms", "sodp.reconnect.max-delay=500ms");
		this.started.add(application);
		await().until(application.getBean(Game.class).all::isLive);
		return application;
	}

	@AfterEach
	void stop() {
		for (int i = this.started.size() - 1; i >= 0; i--) {
			this.started.get(i).close();
		}
	}

	@Test
	void keysThatComeChangeAndGo() {
		this.server.set("game.a", 1);
		Game game = watchAs("ada").getBean(Game.class);
		game.awaitLast("game.a=1");
		assertThat(game.all.require()).isEqualTo(Map.of("game.a", 1));

		this.server.set("game.b", 2);
		game.awaitLast("game.b=2");
		this.server.set("game.a", 3);
		game.awaitLast("game.a=3");
		this.server.delete("game.b");
		game.awaitLast("game.b gone");
		this.server.set("elsewhere", 4);
		this.server.set("game.c", 5);
		game.awaitLast("game.c=5");

		assertThat(game.events).hasSize(5);
		assertThat(game.all.require()).isEqualTo(Map.of("game.a", 3, "game.c", 5));
	}

	@Test
	void afterARestartOfTheHostOnlyWhatHasChangedArrives() {
		this.server.set("game.a", 1);
		this.server.set("game.b", 2);
		Game game = watchAs("ada").getBean(Game.class);
		await().until(() -> game.events.size() == 2);
		int before = game.events.size();

		restartHost("state");
		this.server.delete("game.a");
		this.server.set("game.c", 3);

		game.awaitMap(Map.of("game.b", 2, "game.c", 3));
		await().untilAsserted(
				() -> assertThat(game.events.subList(before, game.events.size())).contains("game.a gone", "game.c=3"));
		assertThat(game.events.subList(before, game.events.size())).doesNotContain("game.b gone");
	}

	@Test
	void afterARestartOfTheHostWithoutItsStateNothingIsLeftOfIt() {
		this.server.set("game.a", 1);
		this.server.set("game.b", 2);
		Game game = watchAs("ada").getBean(Game.class);
		await().until(() -> game.events.size() == 2);

		restartHost("other");

		game.awaitMap(Map.of());
		await().untilAsserted(() -> assertThat(game.events).contains("game.a gone", "game.b gone"));
		this.server.set("game.a", 7);
		game.awaitLast("game.a=7");
	}

	@Test
	void aKeyThatMustNotBeReadIsNotSeen() {
		this.server.set("game.a", 1);
		this.server.set("game.secret", 2);
		Game ada = watchAs("ada").getBean(Game.class);
		Game admin = watchAs("root/admin").getBean(Game.class);

		assertThat(ada.all.require()).isEqualTo(Map.of("game.a", 1));
		assertThat(admin.all.require()).isEqualTo(Map.of("game.a", 1, "game.secret", 2));
		this.server.set("game.secret", 3);
		admin.awaitLast("game.secret=3");
		this.server.set("game.z", 4);
		ada.awaitLast("game.z=4");
		assertThat(ada.events).noneMatch((event) -> event.contains("secret"));
	}

	@Test
	void eachUserSeesTheKeysOfItsOwn() {
		ConfigurableApplicationContext ada = watchAs("ada");
		ConfigurableApplicationContext bob = watchAs("bob");
		ada.getBean(SodpClient.class).set("user.ada.mood", 1).join();
		bob.getBean(SodpClient.class).set("user.bob.mood", 2).join();
		this.server.set("user.ada.name", 3);

		ada.getBean(Game.class).awaitUsers(Map.of("user.ada.mood", 1, "user.ada.name", 3));
		bob.getBean(Game.class).awaitUsers(Map.of("user.bob.mood", 2));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Game.class)
	static class Watching {

	}

	static class Game {

		final List<String> events = new CopyOnWriteArrayList<>();

		final SodpState<Map<String, Integer>> all;

		final SodpState<Map<String, Integer>> users;

		Game(@SodpKey("game.*") SodpState<Map<String, Integer>> all,
				@SodpKey("user.*") SodpState<Map<String, Integer>> users) {
			this.all = all;
			this.users = users;
		}

		@SodpWatch("game.*")
		void on(@Nullable Integer value, @Header(SodpHeaders.KEY) String key, WatchMeta meta) {
			this.events.add(key + (meta.initialized() ? "=" + value : " gone"));
		}

		void awaitLast(String event) {
			await().untilAsserted(() -> assertThat(this.events).isNotEmpty().last().isEqualTo(event));
		}

		void awaitMap(Map<String, Integer> expected) {
			await().untilAsserted(() -> assertThat(this.all.get()).contains(expected));
		}

		void awaitUsers(Map<String, Integer> expected) {
			await().untilAsserted(() -> assertThat(this.users.get()).contains(expected));
		}

	}

}
