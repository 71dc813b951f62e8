// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpNotSentException;
import dev.sodp.client.UpdateResult;
import dev.sodp.server.SodpServer;
import dev.sodp.state.InvalidValueException;
import dev.sodp.transport.InMemoryTransport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Where the function of an update runs, what it gets, and what becomes of its result. */
@Timeout(60)
class UpdateFunctionTests {

	private final SodpServer server = SodpServer.builder().build();

	private final SodpClient client = SodpClient.builder("ws://memory")
		.transport(new InMemoryTransport(this.server))
		.reconnectDelay(Duration.ofMillis(1))
		.build();

	@AfterEach
	void close() {
		this.client.close();
		this.server.close();
	}

	private static Throwable failure(CompletableFuture<?> future) {
		Throwable thrown = catchThrowable(() -> future.get(30, TimeUnit.SECONDS));
		return thrown.getCause();
	}

	private static Integer increment(@Nullable Integer value) {
		return (value != null) ? value + 1 : 1;
	}

	@Test
	void runsOnACallbackThread() {
		CompletableFuture<String> thread = new CompletableFuture<>();
		this.client.update("a", Integer.class, (value) -> {
			thread.complete(Thread.currentThread().getName());
			return 1;
		}).join();

		assertThat(thread.join()).startsWith("sodp-callback");
	}

	@Test
	void mayWaitForTheSameClientAndForAnotherUpdate() {
		UpdateResult<Integer> result = this.client
			.update("a", Integer.class,
					(value) -> this.client.update("b", Integer.class, UpdateFunctionTests::increment).join().value())
			.join();

		assertThat(result.value()).isEqualTo(1);
	}

	@Test
	void aSlowFunctionHoldsUpNothingElse() throws InterruptedException {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch slow = new CountDownLatch(1);
		CompletableFuture<?> update = this.client.update("a", Integer.class, (value) -> {
			running.countDown();
			awaitQuietly(slow);
			return 1;
		});
		running.await();

		this.client.set("b", 2).join();
		assertThat(update).isNotDone();
		slow.countDown();

		update.join();
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void runsAgainWithTheNewValueIfSomebodyElseWroteMeanwhile() {
		this.server.set("a", 10);
		AtomicInteger calls = new AtomicInteger();
		UpdateResult<Integer> result = this.client.update("a", Integer.class, (value) -> {
			if (calls.getAndIncrement() == 0) {
				this.server.set("a", 20);
			}
			return increment(value);
		}).join();

		assertThat(result)
			.isEqualTo(new UpdateResult<>(21, OptionalLong.of(this.server.get("a").orElseThrow().version())));
		assertThat(calls).hasValue(2);
	}

	@Test
	void createsAKeyThatSomebodyElseDeletedMeanwhile() {
		this.server.set("a", 10);
		AtomicInteger calls = new AtomicInteger();
		UpdateResult<Integer> result = this.client.update("a", Integer.class, (value) -> {
			if (calls.getAndIncrement() == 0) {
				this.server.delete("a");
			}
			return increment(value);
		}).join();

		assertThat(result.value()).isEqualTo(1);
	}

	@Test
	void nullIsStored() {
		this.server.set("a", 10);

		assertThat(this.client.update("a", Integer.class, (value) -> null).join().value()).isNull();
		assertThat(this.server.get("a").orElseThrow().value().isNull()).isTrue();
	}

	@Test
	void anUnchangedValueIsNoChange() {
		long version = this.server.set("a", 10);

		assertThat(this.client.update("a", Integer.class, (value) -> value).join().version()).hasValue(version);
	}

	@Test
	void theResultCanBeReadWhereTheKeyIsWatched() {
		this.client.watch("a", (value, meta) -> {
		});
		for (int i = 1; i <= 200; i++) {
			this.client.update("a", Integer.class, UpdateFunctionTests::increment).join();

			assertThat(this.client.get("a", Integer.class)).contains(i);
		}
	}

	@Test
	void nothingIsWatchedAfterwards() {
		this.client.update("a", Integer.class, UpdateFunctionTests::increment).join();

		assertThat(this.client.isWatching("a")).isFalse();
	}

	@Test
	void whatItThrowsEndsTheUpdate() {
		Error thrown = new AssertionError("not today");

		assertThat(failure(this.client.update("a", Integer.class, (value) -> {
			throw thrown;
		}))).isSameAs(thrown);
		assertThat(this.server.get("a")).isEmpty();
	}

	@Test
	void aValueThatDoesNotFitTheTypeEndsTheUpdate() {
		this.server.set("a", List.of("text"));

		assertThat(failure(this.client.update("a", Integer.class, UpdateFunctionTests::increment)))
			.isInstanceOf(JacksonException.class);
	}

	@Test
	void aResultThatCannotBeSentEndsTheUpdate() {
		assertThat(failure(this.client.update("a", Double.class, (value) -> Double.NaN)))
			.isInstanceOf(InvalidValueException.class);
	}

	@Test
	void aKeyThatCannotBeSentFailsTheFuture() {
		assertThat(failure(this.client.update("", Integer.class, UpdateFunctionTests::increment)))
			.isInstanceOf(IllegalArgumentException.class);
	}

	@Test
	void anExecutorThatRefusesEndsTheUpdate() {
		try (SodpClient refusing = SodpClient.builder("ws://memory")
			.transport(new InMemoryTransport(this.server))
			.callbackExecutor((task) -> {
				throw new RejectedExecutionException("full");
			})
			.build()) {
			assertThat(failure(refusing.update("a", Integer.class, UpdateFunctionTests::increment)))
				.isInstanceOf(SodpNotSentException.class)
				.hasMessageContaining("callback executor")
				.hasRootCauseMessage("full");
		}
	}

	@Test
	void closingTheClientEndsTheUpdateWhileTheFunctionRuns() {
		CountDownLatch slow = new CountDownLatch(1);
		CompletableFuture<UpdateResult<JsonNode>> update = this.client.update("a", JsonNode.class, (value) -> {
			this.client.close();
			awaitQuietly(slow);
			return value;
		});

		assertThat(failure(update)).isInstanceOf(SodpNotSentException.class);
		slow.countDown();
	}

	@Test
	void cancellingWhileTheFunctionRunsWritesNothing() {
		CompletableFuture<CompletableFuture<?>> started = new CompletableFuture<>();
		CompletableFuture<Integer> returned = new CompletableFuture<>();
		CompletableFuture<?> update = this.client.update("a", Integer.class, (value) -> {
			started.join().cancel(false);
			returned.complete(1);
			return 1;
		});
		started.complete(update);
		returned.join();

		assertThat(catchThrowable(update::join)).isInstanceOf(CancellationException.class);
		this.client.set("marker", true).join();
		assertThat(this.server.get("a")).isEmpty();
	}

}
