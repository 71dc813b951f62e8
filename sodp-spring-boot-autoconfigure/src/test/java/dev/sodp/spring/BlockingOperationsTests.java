// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpOutcomeUnknownException;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.server.SodpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * The operations that wait, and reading once.
 */
class BlockingOperationsTests {

	private static final String KEY = "game.player";

	private final Connected connected = new Connected();

	private final SodpServer server = this.connected.server;

	private final SodpTemplate sodp = new SodpTemplate(this.connected.client);

	@AfterEach
	void close() {
		this.connected.close();
	}

	private String stored() {
		return this.server.get(KEY).orElseThrow().value().toString();
	}

	@Test
	void everyWriteIsAppliedWhenItReturns() {
		this.sodp.setAndWait(KEY, Map.of("a", 1));
		assertThat(stored()).isEqualTo("{\"a\":1}");
		this.sodp.patchAndWait(KEY, Map.of("b", 2));
		this.sodp.setInAndWait(KEY, "/a", 3);
		assertThat(stored()).isEqualTo("{\"a\":3,\"b\":2}");
		this.sodp.deleteAndWait(KEY);
		assertThat(this.server.get(KEY)).isEmpty();
		this.sodp.setAndWait(KEY, List.of(1, 2));
		this.sodp.appendAndWait(KEY, 3);
		this.sodp.appendAndWait(KEY, 4, 2);
		assertThat(stored()).isEqualTo("[3,4]");
	}

	@Test
	void aRefusalIsThrownAsItIs() {
		assertThatExceptionOfType(SodpRejectedException.class).isThrownBy(() -> this.sodp.setAndWait("no spaces", 1))
			.satisfies((refusal) -> assertThat(refusal.code()).isEqualTo(400));
	}

	@Test
	void waitingEndsWithTheDefaultTime() {
		try (GatedServer gated = new GatedServer()) {
			SodpTemplate waiting = new SodpTemplate(gated.client);
			waiting.setDefaultTimeout(Duration.ofMillis(20));

			assertThatExceptionOfType(SodpOutcomeUnknownException.class).isThrownBy(() -> waiting.setAndWait(KEY, 1))
				.withMessageContaining("PT0.02S");
		}
	}

	@Test
	void aWriteThatNobodyWaitsForAnyMoreIsNotSentLater() {
		try (GatedServer gated = new GatedServer()) {
			SodpTemplate waiting = new SodpTemplate(gated.client);
			waiting.setDefaultTimeout(Duration.ofMillis(20));
			assertThatExceptionOfType(SodpOutcomeUnknownException.class).isThrownBy(() -> waiting.setAndWait(KEY, 1));

			gated.openAndSendTheRest();

			assertThat(gated.server.get(KEY)).isEmpty();
		}
	}

	@Test
	void anInterruptedThreadStopsWaitingAndStaysInterrupted() {
		this.server.close();
		await().until(() -> !this.connected.client.status().state().isLive());
		Thread.currentThread().interrupt();

		assertThatExceptionOfType(SodpOutcomeUnknownException.class).isThrownBy(() -> this.sodp.setAndWait(KEY, 1));

		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void waitingForAClientThatIsNotStartedIsRefused() {
		try (SodpClient stopped = SodpClient.builder("ws://localhost:1").autoStart(false).build()) {
			assertThatIllegalStateException().isThrownBy(() -> new SodpTemplate(stopped).setAndWait(KEY, 1))
				.withMessageContaining("not started")
				.withMessageContaining("ApplicationRunner");
		}
	}

	@Test
	void aCallbackMayWait() {
		AtomicReference<Object> read = new AtomicReference<>();
		this.sodp.watch(KEY, Integer.class, (value, meta) -> {
			if (value != null) {
				this.sodp.setAndWait("other", value);
				read.set(this.sodp.fetchAndWait("other", Integer.class).orElseThrow());
			}
		});

		this.server.set(KEY, 5);

		await().untilAsserted(() -> assertThat(read).hasValue(5));
	}

	@Test
	void fetchReadsAKeyThatIsNotWatched() throws Exception {
		this.server.set(KEY, new Score("anna", 7));

		assertThat(this.sodp.fetch(KEY, Score.class, Duration.ofSeconds(30)).get(30, TimeUnit.SECONDS))
			.contains(new Score("anna", 7));
		assertThat(this.sodp.fetch(KEY, Score.class).get(30, TimeUnit.SECONDS)).contains(new Score("anna", 7));
		assertThat(this.sodp.isWatching(KEY)).isFalse();
		await()
			.untilAsserted(() -> assertThat(this.server.sessions()).allMatch((session) -> session.watchedKeys() == 0));
	}

	@Test
	void fetchReadsGenericTypes() {
		this.server.set(KEY, List.of(new Score("anna", 7)));
		TypeReference<List<Score>> scores = new TypeReference<>() {
		};

		assertThat(this.sodp.fetchAndWait(KEY, scores)).contains(List.of(new Score("anna", 7)));
		assertThat(this.sodp.fetch(KEY, scores, Duration.ofSeconds(30)).join()).contains(List.of(new Score("anna", 7)));
	}

	@Test
	void fetchOfAKeyThatDoesNotExistIsEmpty() {
		assertThat(this.sodp.fetchAndWait(KEY, Score.class)).isEmpty();
	}

	@Test
	void fetchOfARefusedKeyFailsWithItsCode() {
		try (DenyingServer denying = new DenyingServer()) {
			CompletableFuture<?> secret = new SodpTemplate(denying.client).fetch(KEY, Score.class);

			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> secret.get(30, TimeUnit.SECONDS))
				.havingCause()
				.isInstanceOfSatisfying(SodpRejectedException.class,
						(refusal) -> assertThat(refusal.code()).isEqualTo(403));
		}
	}

	@Test
	void fetchThatGetsNoAnswerInTheDefaultTimeFails() {
		this.server.close();
		await().until(() -> !this.connected.client.status().state().isLive());
		this.sodp.setDefaultTimeout(Duration.ofMillis(20));

		assertThatExceptionOfType(SodpNoAnswerException.class)
			.isThrownBy(() -> this.sodp.fetchAndWait(KEY, Score.class));
	}

	@Test
	void theDefaultTimeMustBePositive() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.sodp.setDefaultTimeout(Duration.ZERO))
			.withMessageContaining("timeout");
	}

}
