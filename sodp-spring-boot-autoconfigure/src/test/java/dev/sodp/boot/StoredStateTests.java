// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.WatchMeta;
import dev.sodp.server.SodpServer;
import dev.sodp.server.StateSnapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A whole application that stores its state, and a client that outlives it.
 */
class StoredStateTests {

	@TempDir
	private Path directory;

	private final List<ConfigurableApplicationContext> started = new CopyOnWriteArrayList<>();

	@AfterEach
	void stop() {
		this.started.forEach(ConfigurableApplicationContext::close);
	}

	private ConfigurableApplicationContext start(String port) {
		ConfigurableApplicationContext application = Hosts.startAt(port, TestApplication.class,
				"sodp.server.enabled=true", "sodp.server.persistence.enabled=true",
				"sodp.server.persistence.directory=" + this.directory);
		this.started.add(application);
		return application;
	}

	@Test
	void valueAndVersionAreThereAfterARestart() {
		ConfigurableApplicationContext application = start("0");
		long version = application.getBean(SodpServer.class).set("score", 7);
		application.close();

		SodpServer restarted = start("0").getBean(SodpServer.class);

		assertThat(restarted.get("score").map(StateSnapshot::version)).contains(version);
		assertThat(restarted.get("score").map((score) -> score.value().asInt())).contains(7);
		assertThat(restarted.set("score", 8)).isGreaterThan(version);
	}

	@Test
	void aClientThatMissedChangesBeforeTheRestartReceivesThemAfterIt() {
		ConfigurableApplicationContext application = start("0");
		String port = Hosts.port(application);
		SodpServer server = application.getBean(SodpServer.class);
		server.set("score", 1);
		List<WatchMeta> seen = new CopyOnWriteArrayList<>();
		try (SodpClient client = SodpClient.builder("ws://localhost:" + port + "/sodp").build()) {
			client.watch("score", (value, meta) -> seen.add(meta));
			await().until(() -> client.status().state() == ConnectionState.RESTORED && !seen.isEmpty());
			client.stop();
			server.set("score", 2);
			long last = server.set("score", 3);
			application.close();
			start(port);

			client.start();

			await().until(() -> seen.get(seen.size() - 1).version() == last);
			assertThat(client.statistics().restores().resumed()).isOne();
		}
	}

	@Test
	void aClientsWriteIsThereAfterARestart() {
		ConfigurableApplicationContext application = start("0");
		long version;
		try (SodpClient client = SodpClient.builder("ws://localhost:" + Hosts.port(application) + "/sodp").build()) {
			version = client.set("score", 5).join().version().orElseThrow();
		}
		application.close();

		assertThat(start("0").getBean(SodpServer.class).get("score").map(StateSnapshot::version)).contains(version);
	}

}
