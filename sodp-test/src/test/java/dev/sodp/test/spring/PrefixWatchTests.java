// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sodp.spring.SodpKey;
import dev.sodp.spring.SodpState;
import dev.sodp.spring.watch.SodpHeaders;
import dev.sodp.spring.watch.SodpWatch;
import dev.sodp.test.EmbeddedSodp;
import dev.sodp.test.SodpTestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.handler.annotation.Header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An application that watches all keys with a prefix, against the server of a test. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "sodp.reconnect.delay=100ms", "sodp.reconnect.max-delay=300ms" })
@EmbeddedSodp
class PrefixWatchTests {

	@Autowired
	private Game game;

	@BeforeEach
	void begin() {
		await().until(() -> this.game.players.get().filter(Map::isEmpty).isPresent());
		this.game.events.clear();
	}

	private void awaitPlayers(Map<String, Integer> expected) {
		await().untilAsserted(() -> assertThat(this.game.players.get()).contains(expected));
	}

	private void awaitEvent(String event) {
		await().untilAsserted(() -> assertThat(this.game.events).contains(event));
	}

	@Test
	void whatTheTestSetsAndDeletesArrives(SodpTestServer server) {
		server.set("game.anna", 1);
		server.set("game.bob", 2);
		server.delete("game.anna");

		awaitPlayers(Map.of("game.bob", 2));
		awaitEvent("game.anna null");
	}

	@Test
	void whatChangesWhileTheConnectionIsCutArrivesAfterwards(SodpTestServer server) {
		server.set("game.anna", 1);
		server.set("game.bob", 2);
		awaitPlayers(Map.of("game.anna", 1, "game.bob", 2));

		server.refuse();
		server.cut();
		server.delete("game.anna");
		server.set("game.carl", 3);
		server.accept();

		awaitPlayers(Map.of("game.bob", 2, "game.carl", 3));
		awaitEvent("game.anna null");
	}

	@Test
	void allKeysGoWithTheStateOfTheServer(SodpTestServer server) {
		server.set("game.anna", 1);
		awaitPlayers(Map.of("game.anna", 1));

		server.restartWithoutState();

		awaitPlayers(Map.of());
		awaitEvent("game.anna null");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Game.class)
	static class Application {

	}

	static class Game {

		final List<String> events = new CopyOnWriteArrayList<>();

		final SodpState<Map<String, Integer>> players;

		Game(@SodpKey("game.*") SodpState<Map<String, Integer>> players) {
			this.players = players;
		}

		@SodpWatch("game.*")
		void on(@Nullable Integer value, @Header(SodpHeaders.KEY) String key) {
			this.events.add(key + " " + value);
		}

	}

}
