// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import java.util.concurrent.CompletableFuture;

import dev.sodp.test.EmbeddedSodp;
import dev.sodp.test.SodpTestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static dev.sodp.test.SodpAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An instance whose server is lost, and comes back.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "sodp.server.enabled=false")
@EmbeddedSodp
class RecoveryTests {

	private SodpTestServer server;

	@LocalServerPort
	private int port;

	private SampleClient http;

	@BeforeEach
	void connect() {
		this.http = new SampleClient(this.port);
		this.http.awaitUp();
	}

	@Test
	void theInstanceMissesNothingThatWasWrittenWhileItWasCutOff() {
		this.server.refuse();
		this.server.cut();
		this.http.awaitDown();
		this.server.set(Score.KEY, new Score(8));

		this.server.accept();

		this.http.awaitUp();
		this.http.awaitScore(8);
	}

	@Test
	void aWriteThatIsHeldUpByTheNetworkArrivesLater() {
		this.server.stall();
		CompletableFuture<Void> write = CompletableFuture
			.runAsync(() -> this.http.writeScore("9").expectStatus().isOk());

		this.server.resume();

		assertThat(this.server).key(Score.KEY).eventuallyHasValue(new Score(9));
		await().untilAsserted(() -> assertThat(write).isCompleted());
	}

	@Test
	void theInstanceForgetsAScoreThatTheServerLost() {
		this.server.set(Score.KEY, new Score(8));
		this.http.awaitScore(8);

		this.server.restartWithoutState();

		await().untilAsserted(() -> this.http.get("/score").expectStatus().isNotFound());
		this.http.writeScore("9").expectStatus().isOk();
		this.http.awaitScore(9);
	}

	@Test
	void theInstanceIsPresentAgainAfterARestartOfItsServer() {
		this.server.restartWithoutState();

		assertThat(this.server).key(Instance.KEY)
			.eventuallySatisfies((instances) -> assertThat(instances).singleElement()
				.satisfies((instance) -> assertThat(instance.at("/port").asInt()).isEqualTo(this.port)));
	}

	@Test
	void anInstanceStartsBeforeItsServerAndSaysSo() {
		this.server.stop();
		try (RunningSample early = RunningSample.client(this.server.url(), "--sodp.call-timeout=200ms");
				LivePage page = LivePage.open(early.port())) {
			early.http().awaitDown();
			await().untilAsserted(() -> assertThat(page.view().at("/connection/failure").asString()).isNotEmpty());
			early.http().writeScore("1").expectStatus().isEqualTo(503);

			this.server.startAgain();

			early.http().awaitUp();
			this.server.set(Score.KEY, new Score(2));
			early.http().awaitScore(2);
		}
	}

}
