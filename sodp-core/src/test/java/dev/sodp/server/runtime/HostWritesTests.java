// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.SodpServer;
import dev.sodp.server.StateOutcomeUnknownException;
import dev.sodp.server.StateRejectedException;
import dev.sodp.server.StateUnavailableException;
import dev.sodp.server.journal.JournalFailure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Writes of the hosting application. */
class HostWritesTests {

	private static int increment(@Nullable Integer value) {
		return (value != null) ? value + 1 : 1;
	}

	@Test
	void updatesOfManyThreadsAllCount() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try (SodpServer server = SodpServer.builder().build()) {
			List<Future<?>> writers = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				writers.add(threads.submit(() -> {
					for (int n = 0; n < 1000; n++) {
						server.update("counter", Integer.class, HostWritesTests::increment);
					}
				}));
			}
			for (Future<?> writer : writers) {
				writer.get();
			}
			assertThat(server.get("counter").orElseThrow().value().intValue()).isEqualTo(8000);
		}
		finally {
			threads.shutdown();
		}
	}

	@Test
	void theFunctionOfAnUpdateRunsOnItsCallerOutsideTheLock() {
		try (SodpServer server = SodpServer.builder().build()) {
			AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
			server.update("a", Integer.class, (value) -> {
				thread.set(Thread.currentThread());
				CompletableFuture.runAsync(() -> server.set("b", 1)).join();
				return 1;
			});
			assertThat(thread.get()).isSameAs(Thread.currentThread());
			assertThat(server.keys()).containsExactly("a", "b");
		}
	}

	@Test
	void whatTheFunctionThrowsIsThrown() {
		try (SodpServer server = SodpServer.builder().build()) {
			server.set("a", 1);
			assertThatIllegalArgumentException().isThrownBy(() -> server.update("a", Integer.class, (value) -> {
				throw new IllegalArgumentException("not that");
			})).withMessage("not that");
			assertThat(server.get("a").orElseThrow().version()).isEqualTo(1);
			assertThat(server.set("a", 2)).isEqualTo(2);
		}
	}

	@Test
	void theFunctionOfAnUpdateMustNotWrite() {
		try (SodpServer server = SodpServer.builder().build()) {
			assertThatIllegalStateException()
				.isThrownBy(() -> server.update("a", Integer.class, (value) -> (int) server.set("b", 1)))
				.withMessageContaining("in the middle of a change");
		}
	}

	@Test
	void genericTypesAndAbsentValuesAreGivenToTheFunction() {
		try (SodpServer server = SodpServer.builder().build()) {
			TypeReference<Map<String, List<Integer>>> type = new TypeReference<>() {
			};
			server.update("a", type, (value) -> {
				assertThat(value).isNull();
				return Map.of("x", List.of(1, 2));
			});
			server.updateAsync("a", type, (value) -> Map.of("y", value.get("x"))).join();
			assertThat(server.get("a").orElseThrow().value().path("y").size()).isEqualTo(2);
		}
	}

	@Test
	void aConditionIsMetOrNamesTheVersion() {
		try (SodpServer server = SodpServer.builder().build()) {
			long version = server.ifAbsent().set("a", 1);
			assertThat(server.ifVersion(version).setAsync("a", 2).join()).isEqualTo(version + 1);
			assertThatExceptionOfType(StateRejectedException.class)
				.isThrownBy(() -> server.ifVersion(version).delete("a"))
				.satisfies((ex) -> {
					assertThat(ex.code()).isEqualTo(ErrorCode.VERSION_MISMATCH);
					assertThat(ex.currentVersion()).hasValue(version + 1);
				});
			assertThatExceptionOfType(StateRejectedException.class).isThrownBy(() -> server.ifAbsent().append("a", 1));
			assertThatIllegalArgumentException().isThrownBy(() -> server.ifVersion(-1));
		}
	}

	@Test
	void asynchronousWritesOfAKeyKeepTheirOrder() {
		try (SodpServer server = SodpServer.builder().build()) {
			List<Integer> large = new ArrayList<>();
			for (int i = 0; i < 100_000; i++) {
				large.add(i);
			}
			CompletableFuture<Long> first = server.setAsync("a", large);
			CompletableFuture<Long> second = server.appendAsync("a", "last");
			assertThat(second.join()).isEqualTo(first.join() + 1);
			assertThat(server.get("a").orElseThrow().value()).hasSize(100_001);
		}
	}

	@Test
	void futuresCompleteOutsideTheLock() {
		try (SodpServer server = SodpServer.builder().build()) {
			assertThat(server.setAsync("a", 1).thenApply((version) -> server.set("b", version)).join()).isEqualTo(2);
		}
	}

	@Test
	void aWriteThatIsNotConfirmedInTimeIsUnknown() {
		StuckJournal journal = new StuckJournal();
		try (SodpServer server = SodpServer.builder()
			.journal(() -> journal)
			.callTimeout(Duration.ofMillis(50))
			.build()) {
			assertThatExceptionOfType(StateOutcomeUnknownException.class).isThrownBy(() -> server.set("a", 1))
				.withMessageContaining("'a'")
				.withMessageContaining("50 ms");
			journal.commit();
			assertThat(server.get("a")).isPresent();
		}
	}

	@Test
	void aWriteThatWasNotBegunInTimeIsWithdrawn() throws Exception {
		CountDownLatch inside = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		try (SodpServer server = SodpServer.builder().callTimeout(Duration.ofSeconds(1)).build()) {
			CompletableFuture<Long> update = server.updateAsync("a", Integer.class, (value) -> {
				inside.countDown();
				try {
					release.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
				return 1;
			});
			inside.await();
			assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(() -> server.set("a", 2));
			release.countDown();
			assertThat(update.join()).isEqualTo(1);
			assertThat(server.get("a").orElseThrow().value().intValue()).isEqualTo(1);
		}
	}

	@Test
	void anInterruptEndsTheWaitOfItsThreadOnly() {
		StuckJournal journal = new StuckJournal();
		try (SodpServer server = SodpServer.builder().journal(() -> journal).build()) {
			for (int i = 0; i < 100; i++) {
				int value = i;
				Thread.currentThread().interrupt();
				assertThatExceptionOfType(StateOutcomeUnknownException.class).isThrownBy(() -> server.set("a", value))
					.withMessageContaining("interrupted");
				assertThat(Thread.interrupted()).isTrue();
			}
			CompletableFuture<Long> last = server.setAsync("a", "last");
			journal.commit();
			assertThat(last.join()).isEqualTo(101);
		}
	}

	@Test
	void aJournalThatRefusesIsUnavailable() {
		StuckJournal journal = new StuckJournal();
		try (SodpServer server = SodpServer.builder().journal(() -> journal).build()) {
			journal.refuse(new JournalFailure(ErrorCode.UNAVAILABLE, "The disk is gone", null));
			assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(() -> server.set("a", 1))
				.withMessageContaining("The disk is gone");
			assertThat(server.journal().refusal()).isEqualTo("The disk is gone");
		}
	}

	@Test
	void aValidatorOfALargeValueMustNotWriteEither() {
		AtomicInteger refused = new AtomicInteger();
		AtomicReference<@Nullable SodpServer> self = new AtomicReference<>();
		try (SodpServer server = SodpServer.builder().validator((key, value) -> {
			SodpServer target = self.get();
			if (target != null && key.equals("large")) {
				try {
					target.set("b", 1);
				}
				catch (IllegalStateException ex) {
					refused.incrementAndGet();
				}
			}
			return Optional.<String>empty();
		}).build()) {
			self.set(server);
			server.set("large", "x".repeat(200_000));
			assertThat(refused.get()).isEqualTo(1);
			assertThat(server.get("b")).isEmpty();
		}
	}

	@Test
	void keysAreListedInPages() {
		try (SodpServer server = SodpServer.builder().build()) {
			server.set("game.b", 1);
			server.set("game.a", 1);
			server.set("other", 1);

			assertThat(server.keys("game.", null, 1)).containsExactly("game.a");
			assertThat(server.keys("game.", "game.a", 5)).containsExactly("game.b");
			assertThatIllegalArgumentException().isThrownBy(() -> server.keys("", null, 0))
				.withMessage("limit must be at least 1 (was 0)");
		}
	}

}
