// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;

import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import org.springframework.util.LinkedMultiValueMap;

import static org.awaitility.Awaitility.await;

/**
 * Talks to an instance over HTTP, as its users do.
 */
final class SampleClient {

	static {
		// Whole applications start and stop here, perhaps on a busy machine.
		Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
	}

	private final RestTestClient http;

	SampleClient(int port) {
		this.http = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
	}

	ResponseSpec get(String path) {
		return this.http.get().uri(path).exchange();
	}

	ResponseSpec recordMatch(String player, String points) {
		return this.http.post()
			.uri("/matches")
			.contentType(MediaType.APPLICATION_FORM_URLENCODED)
			.body(new LinkedMultiValueMap<>(Map.of("player", List.of(player), "points", List.of(points))))
			.exchange();
	}

	ResponseSpec writeScore(String score) {
		return this.http.post().uri("/score/{score}", score).exchange();
	}

	/** Waits until the instance has seen a score. */
	void awaitScore(long score) {
		await().untilAsserted(
				() -> get("/score").expectStatus().isOk().expectBody(String.class).isEqualTo(Long.toString(score)));
	}

	/** Waits until the instance is as well as its SODP connection, and says why. */
	void awaitUp() {
		await().untilAsserted(() -> get("/actuator/health").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.components.sodp.status")
			.isEqualTo("UP")
			.jsonPath("$.components.sodp.details.state")
			.isEqualTo("RESTORED"));
	}

	void awaitDown() {
		await().untilAsserted(() -> get("/actuator/health").expectStatus()
			.isEqualTo(503)
			.expectBody()
			.jsonPath("$.components.sodp.status")
			.isEqualTo("DOWN"));
	}

}
