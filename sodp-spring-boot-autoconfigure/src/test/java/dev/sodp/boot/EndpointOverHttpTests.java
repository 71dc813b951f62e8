// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sodp.client.SodpClient;
import dev.sodp.server.SodpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The actuator endpoint of a whole application, asked over HTTP.
 */
class EndpointOverHttpTests {

	private final List<ConfigurableApplicationContext> started = new CopyOnWriteArrayList<>();

	private final HttpClient http = HttpClient.newHttpClient();

	@AfterEach
	void stop() {
		this.started.forEach(ConfigurableApplicationContext::close);
	}

	private ConfigurableApplicationContext start(String... properties) {
		String[] all = new String[properties.length + 4];
		System.arraycopy(properties, 0, all, 4, properties.length);
		all[0] = "sodp.server.enabled=true";
		all[1] = "management.endpoints.web.exposure.include=sodp,health,metrics";
		all[2] = "management.endpoint.health.show-details=always";
		all[3] = "sodp.token=very-secret";
		ConfigurableApplicationContext application = Hosts.start(TestApplication.class, all);
		this.started.add(application);
		application.getBean(SodpServer.class).set("game.score", Map.of("points", 42));
		SodpClient client = application.getBean(SodpClient.class);
		client.watch("game.score", (value, meta) -> {
		});
		await().until(() -> client.get("game.score").isPresent());
		return application;
	}

	private HttpResponse<String> get(ConfigurableApplicationContext application, String path) throws Exception {
		return this.http.send(HttpRequest.newBuilder(uri(application, path)).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	private int post(ConfigurableApplicationContext application, String path) throws Exception {
		return this.http
			.send(HttpRequest.newBuilder(uri(application, path))
				.header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.noBody())
				.build(), HttpResponse.BodyHandlers.discarding())
			.statusCode();
	}

	private static URI uri(ConfigurableApplicationContext application, String path) {
		return URI.create("http://localhost:" + Hosts.port(application) + "/actuator/" + path);
	}

	private JsonNode json(ConfigurableApplicationContext application, String path) throws Exception {
		return JsonMapper.shared().readTree(get(application, path).body());
	}

	@Test
	void tellsHowClientsAndKeysStand() throws Exception {
		JsonNode client = json(start(), "sodp").at("/clients/primary");
		assertThat(client.at("/connection/state").asString()).isEqualTo("RESTORED");
		assertThat(client.at("/connection/server").asString()).isNotEmpty();
		JsonNode key = client.path("keys").path("game.score");
		assertThat(key.path("status").asString()).isEqualTo("LIVE");
		assertThat(key.path("version").asLong()).isEqualTo(1);
		assertThat(key.path("subscribers").asInt()).isEqualTo(1);
		assertThat(key.path("age").asString()).startsWith("PT");
	}

	@Test
	void tellsAboutOneClient() throws Exception {
		assertThat(json(start(), "sodp/primary").at("/connection/state").asString()).isEqualTo("RESTORED");
	}

	@Test
	void answers404ForWhatThereIsNot() throws Exception {
		ConfigurableApplicationContext application = start();
		assertThat(get(application, "sodp/nobody").statusCode()).isEqualTo(404);
		assertThat(get(application, "sodp/primary/nothing").statusCode()).isEqualTo(404);
		assertThat(post(application, "sodp/nobody")).isEqualTo(404);
	}

	@Test
	void hidesValuesByDefault() throws Exception {
		assertThat(json(start(), "sodp/primary/game.score").path("value").asString()).isEqualTo("******");
	}

	@Test
	void showsValuesWhereThatIsAllowed() throws Exception {
		ConfigurableApplicationContext application = start("management.endpoint.sodp.show-values=always");
		assertThat(json(application, "sodp/primary/game.score").at("/value/points").asInt()).isEqualTo(42);
	}

	/** Other servers than ours allow such keys. */
	@Test
	void findsKeysWithSlashes() throws Exception {
		ConfigurableApplicationContext application = start();
		application.getBean(SodpClient.class).watch("rooms/1/tables", (value, meta) -> {
		});
		assertThat(json(application, "sodp/primary/rooms/1/tables").at("/key/subscribers").asInt()).isEqualTo(1);
		assertThat(get(application, "sodp/primary/rooms/1").statusCode()).isEqualTo(404);
	}

	@Test
	void neverShowsTheToken() throws Exception {
		ConfigurableApplicationContext application = start("management.endpoint.sodp.show-values=always");
		assertThat(get(application, "sodp").body()).doesNotContain("very-secret");
		assertThat(get(application, "sodp/primary").body()).doesNotContain("very-secret");
		assertThat(get(application, "health").body()).contains("staleKeys").doesNotContain("very-secret");
	}

	@Test
	void reconnectsOnRequest() throws Exception {
		ConfigurableApplicationContext application = start();
		assertThat(post(application, "sodp/primary")).isEqualTo(204);
		SodpClient client = application.getBean(SodpClient.class);
		await().untilAsserted(() -> assertThat(client.statistics().connections().reconnects()).isEqualTo(1));
	}

	@Test
	void readOnlyAccessForbidsToReconnect() throws Exception {
		ConfigurableApplicationContext application = start("management.endpoint.sodp.access=read-only");
		assertThat(post(application, "sodp/primary")).isEqualTo(405);
	}

	@Test
	void metersAreAmongThoseOfTheApplication() throws Exception {
		ConfigurableApplicationContext application = start();
		await().untilAsserted(() -> assertThat(
				json(application, "metrics/sodp.client.keys.watched?tag=client:primary").at("/measurements/0/value")
					.asInt())
			.isEqualTo(1));
	}

}
