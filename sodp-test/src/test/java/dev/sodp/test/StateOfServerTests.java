// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.sodp.client.SodpClient;
import dev.sodp.server.StateSnapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Setting, reading and waiting. */
class StateOfServerTests {

	private final SodpTestServer server = SodpTestServer.start();

	private final SodpClient client = Clients.live(this.server);

	@AfterEach
	void close() {
		this.client.close();
		this.server.close();
	}

	@Test
	void clientSeesWhatTheTestSets() {
		this.client.watch("score", (value, meta) -> {
		});

		this.server.set("score", new Score(1));

		await().untilAsserted(() -> assertThat(this.client.get("score", Score.class)).contains(new Score(1)));
	}

	@Test
	void testReadsWhatTheClientWrites() {
		this.client.set("score", new Score(2)).join();

		assertThat(this.server.get("score", Score.class)).contains(new Score(2));
	}

	@Test
	void valuesOfGenericTypesCanBeRead() {
		this.server.set("scores", List.of(new Score(1), new Score(2)));

		assertThat(this.server.get("scores", new TypeReference<List<Score>>() {
		})).contains(List.of(new Score(1), new Score(2)));
	}

	@Test
	void nullIsAValueOfItsOwn() {
		this.server.set("score", null);

		assertThat(this.server.get("score")).hasValueSatisfying((value) -> assertThat(value.isNull()).isTrue());
		assertThat(this.server.get("score", Score.class)).isEmpty();
	}

	@Test
	void partsOfAValueCanBeWritten() {
		this.server.set("player", Map.of("name", "Ada"));
		this.server.patch("player", Map.of("health", 9));
		this.server.setIn("player", "/health", 10);

		SodpAssertions.assertThat(this.server).key("player").hasValue(Map.of("name", "Ada", "health", 10));
	}

	@Test
	void deletedKeyDoesNotExist() {
		this.server.set("score", 1);
		this.server.delete("score");

		assertThat(this.server.keys()).isEmpty();
	}

	@Test
	void waitingEndsWhenTheConditionIsMet() {
		this.client.set("score", 1);
		this.client.set("score", 2);

		StateSnapshot snapshot = this.server.await("score", (value) -> value.asInt() == 2);

		assertThat(snapshot.version()).isEqualTo(2);
	}

	@Test
	void waitingForAnObjectReturnsIt() {
		this.client.set("score", new Score(3));

		assertThat(this.server.await("score", Score.class, (score) -> score.value() > 0)).isEqualTo(new Score(3));
	}

	@Test
	void waitingInVainTellsTheLastValueAndVersion() {
		try (SodpTestServer hasty = SodpTestServer.builder().patience(Duration.ofMillis(50)).start()) {
			hasty.set("score", 41);

			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> hasty.await("score", (value) -> value.asInt() == 42))
				.withMessage(
						"The value of 'score' did not meet the condition within 50 ms; 'score' is 41 at version 1");
		}
	}

	@Test
	void waitingInVainForAKeyTellsThatItDoesNotExist() {
		try (SodpTestServer hasty = SodpTestServer.builder().patience(Duration.ofMillis(50)).start()) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> hasty.await("score", (value) -> true))
				.withMessageEndingWith("'score' does not exist");
		}
	}

	@Test
	void sessionsAreThoseOfConnectedClients() {
		assertThat(this.server.awaitSessions(1)).hasSize(1);

		this.client.close();

		assertThat(this.server.awaitSessions(0)).isEmpty();
	}

	@Test
	void waitingInVainForSessionsTellsWhichThereAre() {
		try (SodpTestServer hasty = SodpTestServer.builder().patience(Duration.ofMillis(50)).start()) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> hasty.awaitSessions(2))
				.withMessage("Expected 2 sessions within 50 ms; open sessions: []");
		}
	}

	@Test
	void settingsOfTheServerInsideCanBeChanged() {
		try (SodpTestServer small = SodpTestServer.builder().customize((inside) -> inside.maxValueBytes(100)).start();
				SodpClient writer = Clients.live(small)) {
			assertThat(writer.set("score", "x".repeat(200))).failsWithin(SodpTestServer.DEFAULT_PATIENCE);
		}
	}

}
