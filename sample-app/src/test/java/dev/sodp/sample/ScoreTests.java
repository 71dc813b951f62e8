// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import java.util.List;

import dev.sodp.test.EmbeddedSodp;
import dev.sodp.test.RecordedWrite;
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
 * The score over HTTP, seen and written at the server over a real WebSocket.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "sodp.server.enabled=false")
@EmbeddedSodp
class ScoreTests {

	private SodpTestServer server;

	private SampleClient http;

	@BeforeEach
	void connect(@LocalServerPort int port) {
		this.http = new SampleClient(port);
	}

	@Test
	void aWriteIsAnsweredWithItsVersion() {
		this.http.writeScore("1").expectStatus().isOk().expectBody().jsonPath("$.ok").isEqualTo(true);
		this.http.writeScore("2")
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.version")
			.value(Integer.class, (version) -> assertThat(this.server).key(Score.KEY).hasVersion(version));
	}

	@Test
	void aWriteOverHttpReachesTheServer() {
		this.http.writeScore("7").expectStatus().isOk();

		assertThat(this.server).key(Score.KEY).hasValue(new Score(7)).wasWritten(new Score(7));
	}

	@Test
	void readingAnswersTheBareNumberThatTheServerHolds() {
		this.server.set(Score.KEY, new Score(42));

		this.http.awaitScore(42);
	}

	@Test
	void readingAnswersNotFoundWhileNoScoreIsSet() {
		this.server.set(Score.KEY, new Score(1));
		this.http.awaitScore(1);
		this.server.delete(Score.KEY);

		await().untilAsserted(() -> this.http.get("/score")
			.expectStatus()
			.isNotFound()
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("No score has been set yet"));
	}

	@Test
	void aScoreThatIsNoNumberIsRefusedAndNotWritten() {
		this.http.writeScore("many").expectStatus().isBadRequest();

		assertThat(this.server).key(Score.KEY).wasNeverWritten();
	}

	@Test
	void writesArriveInTheirOrder() {
		this.http.writeScore("1").expectStatus().isOk();
		this.http.writeScore("2").expectStatus().isOk();

		assertThat(this.server.writes(Score.KEY)).extracting(RecordedWrite::value)
			.map((value) -> value.at("/value").asInt())
			.isEqualTo(List.of(1, 2));
	}

	@Test
	void healthIsUpAndNamesTheState() {
		this.http.awaitUp();
	}

}
