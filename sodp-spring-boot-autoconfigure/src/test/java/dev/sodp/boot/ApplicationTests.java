// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpClient;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.SodpOperations;
import dev.sodp.spring.watch.SodpWatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Whole applications, as users write them.
 */
class ApplicationTests {

	private final List<ConfigurableApplicationContext> started = new CopyOnWriteArrayList<>();

	@AfterEach
	void stop() {
		this.started.forEach(ConfigurableApplicationContext::close);
	}

	private ConfigurableApplicationContext start(String... properties) {
		ConfigurableApplicationContext application = Hosts.start(ScoreApplication.class, properties);
		this.started.add(application);
		return application;
	}

	private static String sodpUrl(ConfigurableApplicationContext host) {
		return "sodp.url=ws://localhost:" + Hosts.port(host) + "/sodp";
	}

	@Test
	void anApplicationThatHostsTheServerUsesItInMemory() {
		ConfigurableApplicationContext host = start("sodp.server.enabled=true");

		host.getBean(SodpOperations.class).set("score", 7).join();

		host.getBean(ScoreWatcher.class).awaitLast(7);
		assertThat(host.getBean(SodpServer.class).sessions()).singleElement()
			.satisfies((session) -> assertThat(session.peer()).startsWith("in-memory"));
	}

	@Test
	void whatOneApplicationWritesAnotherSees() {
		ConfigurableApplicationContext host = start("sodp.server.enabled=true");
		ConfigurableApplicationContext client = start(sodpUrl(host));

		client.getBean(SodpOperations.class).set("score", 8).join();

		host.getBean(ScoreWatcher.class).awaitLast(8);
		client.getBean(ScoreWatcher.class).awaitLast(8);
	}

	@Test
	void aClientSeesWhatItMissedWhileTheServersContextWasStopped() {
		ConfigurableApplicationContext host = start("sodp.server.enabled=true");
		ConfigurableApplicationContext client = start(sodpUrl(host), "sodp.reconnect.delay=50ms",
				"sodp.reconnect.max-delay=100ms");
		SodpClient connection = client.getBean(SodpClient.class);
		await().until(() -> connection.status().state() == ConnectionState.RESTORED);

		host.getBean(SodpServer.class).stop();
		await().until(() -> !connection.status().state().isLive());
		host.getBean(SodpServer.class).set("score", 9);
		host.getBean(SodpServer.class).start();

		client.getBean(ScoreWatcher.class).awaitLast(9);
	}

	@Test
	void healthTellsTheTruth() throws Exception {
		ConfigurableApplicationContext host = start("sodp.server.enabled=true");
		ConfigurableApplicationContext client = start(sodpUrl(host), "sodp.reconnect.delay=50ms",
				"management.endpoint.health.show-details=always");
		await().untilAsserted(() -> assertThat(health(client).at("/details/state").asString()).isEqualTo("RESTORED"));
		assertThat(health(client).at("/status").asString()).isEqualTo("UP");
		assertThat(health(client).at("/details/watchedKeys").asInt()).isEqualTo(1);

		host.close();

		await().untilAsserted(() -> assertThat(health(client).at("/status").asString()).isEqualTo("DOWN"));
	}

	private static JsonNode health(ConfigurableApplicationContext application) throws Exception {
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://localhost:" + Hosts.port(application) + "/actuator/health"))
				.build(), HttpResponse.BodyHandlers.ofString());
		return JsonMapper.shared().readTree(response.body()).at("/components/sodp");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ScoreApplication {

		@Bean
		ScoreWatcher watcher() {
			return new ScoreWatcher();
		}

	}

	static class ScoreWatcher {

		private final List<Integer> seen = new CopyOnWriteArrayList<>();

		@SodpWatch("score")
		void on(@Nullable Integer score) {
			if (score != null) {
				this.seen.add(score);
			}
		}

		void awaitLast(int expected) {
			await().untilAsserted(() -> assertThat(this.seen).endsWith(expected));
		}

	}

}
