// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.sodp.client.SodpClient;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.sodp.test.SodpAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SodpAssertionsTests {

	private static final Duration SHORT = Duration.ofMillis(50);

	private final SodpTestServer server = SodpTestServer.start();

	@AfterEach
	void close() {
		this.server.close();
	}

	private static void assertFails(ThrowingCallable assertion, String message) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion).withMessage(message);
	}

	@Test
	void valueThatComesLaterIsWaitedFor() {
		CompletableFuture<Void> later = CompletableFuture.runAsync(() -> this.server.set("game.score", 41))
			.thenRunAsync(() -> this.server.set("game.score", 42));

		assertThat(this.server).key("game.score").eventuallyHasValue(42);
		assertThat(later).succeedsWithin(SodpTestServer.DEFAULT_PATIENCE);
	}

	@Test
	void valueThatDoesNotComeFailsWithTheLastOne() {
		this.server.set("score", 41);

		assertFails(() -> assertThat(this.server).within(SHORT).key("score").eventuallyHasValue(42),
				"Expected 'score' to be 42 within 50 ms, but 'score' is 41 at version 1");
	}

	@Test
	void keyThatDoesNotComeFails() {
		assertFails(() -> assertThat(this.server).key("score").within(SHORT).eventuallyExists(),
				"Expected 'score' to exist within 50 ms, but 'score' does not exist");
	}

	@Test
	void valuesAreComparedAsJson() {
		this.server.set("score", Map.of("value", 42L));

		assertThat(this.server).key("score").exists().hasValue(new Score(42)).hasVersion(1);
	}

	@Test
	void otherValueFails() {
		this.server.set("score", new Score(1));

		assertFails(() -> assertThat(this.server).key("score").hasValue(new Score(2)),
				"Expected 'score' to be {\"value\":2}, but 'score' is {\"value\":1} at version 1");
	}

	@Test
	void otherVersionFails() {
		this.server.set("score", 1);

		assertFails(() -> assertThat(this.server).key("score").hasVersion(2),
				"Expected 'score' to be at version 2, but 'score' is 1 at version 1");
	}

	@Test
	void partOfAValueIsComparedAlone() {
		this.server.set("player", Map.of("health", 5, "name", "Ada"));

		assertThat(this.server).key("player").hasValueAt("/health", 5).eventuallyHasValueAt("/name", "Ada");
		assertFails(() -> assertThat(this.server).key("player").hasValueAt("/mana", null),
				"Expected 'player' to be null at /mana, but "
						+ Descriptions.of("player", this.server.snapshot("player")));
	}

	@Test
	void absentKeyDoesNotExist() {
		assertThat(this.server).key("score").isAbsent().eventuallyIsAbsent();
		this.server.set("score", null);
		assertFails(() -> assertThat(this.server).key("score").isAbsent(),
				"Expected 'score' not to exist, but 'score' is null at version 1");
	}

	@Test
	void assertionsOnAValueAreWaitedFor() {
		CompletableFuture<Void> later = CompletableFuture.runAsync(() -> this.server.set("score", new Score(7)));

		assertThat(this.server).key("score")
			.eventuallySatisfies(Score.class, (score) -> assertThat(score.value()).isPositive())
			.eventuallySatisfies((value) -> assertThat(value.at("/value").asInt()).isEqualTo(7));
		assertThat(later).succeedsWithin(SodpTestServer.DEFAULT_PATIENCE);
	}

	@Test
	void assertionsThatDoNotHoldFailWithTheirMessage() {
		this.server.set("score", new Score(-1));

		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.server).key("score")
				.within(SHORT)
				.eventuallySatisfies(Score.class, (score) -> assertThat(score.value()).as("points").isPositive()))
			.withMessageContaining("but 'score' is {\"value\":-1} at version 1:")
			.withMessageContaining("[points]");
	}

	@Test
	void writesOfClientsAreFound() {
		try (SodpClient client = Clients.live(this.server)) {
			client.set("score", 1).join();

			assertThat(this.server).key("score").wasWritten().wasWritten(1).eventuallyWasWritten(1);
			assertThat(this.server).key("other").wasNeverWritten();
			assertThat(this.server).writes().extracting(RecordedWrite::key).isEqualTo(List.of("score"));
		}
	}

	@Test
	void missingWriteFailsWithTheOthers() {
		try (SodpClient client = Clients.live(this.server)) {
			client.set("score", 1).join();

			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> assertThat(this.server).key("score").within(SHORT).eventuallyWasWritten(2))
				.withMessageStartingWith("Expected 'score' to be written with 2 within 50 ms, but clients wrote"
						+ System.lineSeparator())
				.withMessageEndingWith("state.set score 1 (APPLIED, version 1)");
		}
	}

	@Test
	void writeOfTheTestIsNoneOfAClient() {
		this.server.set("score", 1);

		assertFails(() -> assertThat(this.server).key("score").wasWritten(),
				"Expected 'score' to have been written, but no client wrote to it");
	}

	@Test
	void unwantedWriteFails() {
		try (SodpClient client = Clients.live(this.server)) {
			client.set("score", 1).join();

			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> assertThat(this.server).key("score").wasNeverWritten())
				.withMessageContaining("never to have been written, but clients wrote");
		}
	}

	@Test
	void sessionsAreCounted() {
		assertThat(this.server).hasSessions(0);
		try (SodpClient client = Clients.of(this.server).autoStart(false).build()) {
			client.start();
			assertThat(this.server).eventuallyHasSessions(1);
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> assertThat(this.server).within(SHORT).eventuallyHasSessions(2))
				.withMessageStartingWith("Expected 2 open sessions within 50 ms, but there are 1: [SessionInfo[id=1");
		}
	}

	@Test
	void keysAreNamed() {
		assertThat(this.server).hasNoKeys();
		this.server.set("b", 1);
		this.server.set("a", 1);

		assertThat(this.server).hasOnlyKeys("a", "b");
	}

}
