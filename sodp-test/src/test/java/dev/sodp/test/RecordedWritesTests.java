// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

import dev.sodp.client.SodpClient;
import dev.sodp.client.WriteResult;
import dev.sodp.test.RecordedWrite.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RecordedWritesTests {

	private final SodpTestServer server = SodpTestServer.builder()
		.requireToken(true)
		.customize((inside) -> inside
			.validator((key, value) -> key.equals("closed") ? Optional.of("No entry") : Optional.empty()))
		.start();

	private final SodpClient client = Clients.of(this.server).token(this.server.issueToken("alice")).build();

	@AfterEach
	void close() {
		this.client.close();
		this.server.close();
	}

	@Test
	void writeIsRecordedWithSubjectValueAndVersion() {
		this.client.set("score", 1).join();

		assertThat(this.server.writes()).containsExactly(new RecordedWrite("alice", "state.set", "score", null,
				JsonNodeFactory.instance.numberNode(1), Outcome.APPLIED, OptionalLong.of(1), null));
	}

	@Test
	void writeToAPartIsRecordedWithItsPath() {
		this.client.set("player", Map.of()).join();
		this.client.setIn("player", "/health", 5).join();

		assertThat(this.server.writes("player")).last().satisfies((write) -> {
			assertThat(write.method()).isEqualTo("state.set_in");
			assertThat(write.path()).isEqualTo("/health");
		});
	}

	@Test
	void patchAndRemovalAreRecorded() {
		this.client.patch("player", Map.of("health", 5)).join();
		this.client.delete("player").join();

		assertThat(this.server.writes("player")).map(RecordedWrite::toString)
			.containsExactly("alice: state.patch player {\"health\":5} (APPLIED, version 1)",
					"alice: state.delete player (APPLIED, version 2)");
	}

	@Test
	void refusedWriteIsRecordedWithTheReason() {
		assertThat(this.client.set("closed", 1)).failsWithin(SodpTestServer.DEFAULT_PATIENCE);

		assertThat(this.server.writes("closed")).singleElement().satisfies((write) -> {
			assertThat(write.outcome()).isEqualTo(Outcome.REFUSED);
			assertThat(write.version()).isEmpty();
			assertThat(write.problem()).isEqualTo("No entry");
		});
	}

	@Test
	void writeIsRecordedBeforeItIsAnswered() {
		CompletableFuture<Optional<String>> verdict = new CompletableFuture<>();
		try (SodpTestServer slow = SodpTestServer.builder()
			.customize((inside) -> inside.validator((key, value) -> verdict.join()))
			.start(); SodpClient writer = Clients.live(slow)) {
			CompletableFuture<WriteResult> write = writer.set("score", 1);
			await().untilAsserted(() -> assertThat(slow.writes()).extracting(RecordedWrite::outcome)
				.containsExactly(Outcome.UNANSWERED));

			verdict.complete(Optional.empty());

			assertThat(write).succeedsWithin(SodpTestServer.DEFAULT_PATIENCE);
			assertThat(slow.writes()).extracting(RecordedWrite::outcome).containsExactly(Outcome.APPLIED);
		}
	}

	@Test
	void orderIsThatOfArrival() {
		this.client.set("a", 1);
		this.client.set("b", 1);
		CompletableFuture<WriteResult> last = this.client.set("a", 2);
		last.join();

		assertThat(this.server.writes()).extracting(RecordedWrite::key).containsExactly("a", "b", "a");
	}

	@Test
	void writesOfTheTestAreNotRecorded() {
		this.server.set("score", 1);

		assertThat(this.server.writes()).isEmpty();
	}

	@Test
	void forgottenWritesLeaveTheStateAlone() {
		this.client.set("score", 1).join();

		this.server.forgetWrites();

		assertThat(this.server.writes()).isEmpty();
		assertThat(this.server.keys()).containsExactly("score");
	}

	@Test
	void resetRemovesKeysAndWrites() {
		this.client.set("score", 1).join();

		this.server.reset();

		assertThat(this.server.writes()).isEmpty();
		assertThat(this.server.keys()).isEmpty();
	}

	@Test
	void resetLeavesThePresenceOfConnectedClients() {
		this.client.presence("instances", "/a", true).join();
		this.client.set("score", 1).join();

		this.server.reset();

		assertThat(this.server.keys()).containsExactly("instances");
	}

	@Test
	void resetRemovesWhereNobodyIsPresentAnyMore() {
		this.client.presence("instances", "/a", true).join();
		this.client.clearPresence("instances", "/a").join();
		this.client.close();
		this.server.awaitSessions(0);

		this.server.reset();

		await().untilAsserted(() -> assertThat(this.server.keys()).isEmpty());
	}

	@Test
	void resetEndsFaults() {
		this.client.ready().join();
		this.server.stall();
		this.server.refuse();
		this.server.stop();

		this.server.reset();

		this.server.awaitSessions(1);
		assertThat(this.client.set("score", 1)).succeedsWithin(SodpTestServer.DEFAULT_PATIENCE);
	}

}
