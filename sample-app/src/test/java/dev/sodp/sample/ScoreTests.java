package dev.sodp.sample;

import java.net.http.HttpResponse;

import dev.sodp.client.SodpClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The score over HTTP, seen and written by a second client over a real WebSocket.
 */
class ScoreTests {

	private static RunningSample sample;

	private static SodpClient other;

	@BeforeAll
	static void start() {
		sample = RunningSample.server(RunningSample.ANY_PORT);
		other = SodpClient.builder(sample.sodpUrl()).build();
	}

	@AfterAll
	static void stop() {
		other.close();
		sample.close();
	}

	@Test
	void aWriteIsAnsweredWithItsVersion() {
		HttpResponse<String> first = sample.post("/score/1");
		HttpResponse<String> second = sample.post("/score/2");
		assertThat(first.statusCode()).isEqualTo(200);
		assertThat(RunningSample.json(first).at("/ok").asBoolean()).isTrue();
		assertThat(RunningSample.json(second).at("/version").asLong())
			.isGreaterThan(RunningSample.json(first).at("/version").asLong());
	}

	@Test
	void readingAnswersTheBareNumber() {
		sample.post("/score/42");
		await().untilAsserted(() -> assertThat(sample.get("/score").body()).isEqualTo("42"));
	}

	@Test
	void readingAnswersNotFoundWhileNoScoreIsSet() {
		other.delete(Score.KEY).join();
		await().untilAsserted(() -> {
			HttpResponse<String> answer = sample.get("/score");
			assertThat(answer.statusCode()).isEqualTo(404);
			assertThat(RunningSample.json(answer).at("/detail").asString()).isEqualTo("No score has been set yet");
		});
	}

	@Test
	void aScoreThatIsNoNumberIsRefused() {
		assertThat(sample.post("/score/many").statusCode()).isEqualTo(400);
	}

	@Test
	void aWriteOverHttpReachesAnotherClient() {
		other.watch(Score.KEY, (value, meta) -> {
		});
		sample.post("/score/7");
		await().untilAsserted(() -> assertThat(other.get(Score.KEY).map((value) -> value.at("/value")))
			.hasValueSatisfying((value) -> assertThat(value.asLong()).isEqualTo(7)));
	}

	@Test
	void aWriteOfAnotherClientIsReadOverHttp() {
		other.set(Score.KEY, new Score(99)).join();
		await().untilAsserted(() -> assertThat(sample.get("/score").body()).isEqualTo("99"));
	}

	@Test
	void healthIsUpAndNamesTheState() {
		await().untilAsserted(() -> {
			JsonNode health = sample.health();
			assertThat(health.at("/status").asString()).isEqualTo("UP");
			assertThat(health.at("/details/state").asString()).isEqualTo("RESTORED");
		});
	}

}
