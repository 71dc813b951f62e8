package dev.sodp.sample;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An instance that hosts the state and one that is a pure client of it.
 */
class TwoInstancesTests {

	@Test
	void aClientInstanceIsPresentForAsLongAsItRuns() {
		try (RunningSample server = RunningSample.server(RunningSample.ANY_PORT); LivePage page = server.openPage()) {
			try (RunningSample client = RunningSample.client(server.port())) {
				await().untilAsserted(
						() -> assertThat(page.view().at("/instances")).extracting((it) -> it.at("/port").asInt())
							.containsExactlyInAnyOrder(server.port(), client.port()));
			}
			await()
				.untilAsserted(() -> assertThat(page.view().at("/instances")).extracting((it) -> it.at("/port").asInt())
					.containsExactly(server.port()));
		}
	}

	@Test
	void aScoreWrittenAtEitherInstanceIsReadAtBoth() {
		try (RunningSample server = RunningSample.server(RunningSample.ANY_PORT);
				RunningSample client = RunningSample.client(server.port())) {
			client.post("/score/3");
			awaitScore(3, server, client);
			server.post("/score/4");
			awaitScore(4, server, client);
		}
	}

	@Test
	void aClientInstanceRecoversWhenItsServerIsRestarted() {
		RunningSample server = RunningSample.server(RunningSample.ANY_PORT);
		int port = server.port();
		try (RunningSample client = RunningSample.client(port)) {
			awaitStatus(client, "UP");
			server.close();
			awaitStatus(client, "DOWN");
			server = RunningSample.server(port);
			awaitStatus(client, "UP");
			server.post("/score/8");
			awaitScore(8, server, client);
			client.post("/score/9");
			awaitScore(9, server, client);
		}
		finally {
			server.close();
		}
	}

	@Test
	void aClientInstanceIsPresentAgainAfterARestartOfItsServer() {
		RunningSample server = RunningSample.server(RunningSample.ANY_PORT);
		int port = server.port();
		try (RunningSample client = RunningSample.client(port)) {
			awaitStatus(client, "UP");
			server.close();
			server = RunningSample.server(port);
			try (LivePage page = server.openPage()) {
				await().untilAsserted(
						() -> assertThat(page.view().at("/instances")).extracting((it) -> it.at("/port").asInt())
							.contains(client.port()));
			}
		}
		finally {
			server.close();
		}
	}

	@Test
	void aClientInstanceStartsBeforeItsServerAndSaysSo() {
		int port;
		try (RunningSample server = RunningSample.server(RunningSample.ANY_PORT)) {
			port = server.port();
		}
		try (RunningSample client = RunningSample.client(port, "--sodp.call-timeout=200ms");
				LivePage page = client.openPage()) {
			awaitStatus(client, "DOWN");
			await().untilAsserted(() -> assertThat(page.view().at("/connection/failure").asString()).isNotEmpty());
			HttpResponse<String> refused = client.post("/score/1");
			assertThat(refused.statusCode()).isEqualTo(503);
			try (RunningSample server = RunningSample.server(port)) {
				awaitStatus(client, "UP");
				client.post("/score/2");
				awaitScore(2, server, client);
			}
		}
	}

	private static void awaitScore(long score, RunningSample... samples) {
		for (RunningSample sample : samples) {
			await().untilAsserted(() -> assertThat(sample.get("/score").body()).isEqualTo(Long.toString(score)));
		}
	}

	/**
	 * The whole application is as well as its SODP connection, and the details say why.
	 */
	private static void awaitStatus(RunningSample sample, String status) {
		await().untilAsserted(() -> {
			JsonNode health = sample.health();
			assertThat(health.at("/status").asString()).isEqualTo(status);
			assertThat(sample.get("/actuator/health").statusCode()).isEqualTo(status.equals("UP") ? 200 : 503);
		});
	}

}
