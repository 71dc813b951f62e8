// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.ChangeOrigin;
import dev.sodp.server.SodpServer;
import dev.sodp.server.SodpServerBuilder;
import dev.sodp.server.SodpStateLoader;
import dev.sodp.server.StateFileException;
import dev.sodp.server.StateMutation;
import dev.sodp.server.StateMutationInterceptor;
import dev.sodp.server.StateOutcomeUnknownException;
import dev.sodp.server.StateRejectedException;
import dev.sodp.server.StateSnapshot;
import dev.sodp.server.StateUnavailableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/** A server whose state is in a database, on real threads. */
class ApplicationDataTests {

	@RegisterExtension
	final LoggedWarnings log = new LoggedWarnings(FailureLog.class);

	private static final Function<String, CompletionStage<Optional<?>>> NOTHING = (key) -> CompletableFuture
		.completedStage(Optional.empty());

	private static SodpServer server(Function<String, ? extends CompletionStage<? extends Optional<?>>> loader,
			Consumer<SodpServerBuilder> customizer) {
		SodpServerBuilder builder = SodpServer.builder().loaders(List.of(new SodpStateLoader() {
			@Override
			public boolean supports(String key) {
				return key.startsWith("db.");
			}

			@Override
			public CompletionStage<? extends Optional<?>> load(String key) {
				return loader.apply(key);
			}
		}));
		customizer.accept(builder);
		return builder.build();
	}

	private static void defaults(SodpServerBuilder builder) {
	}

	private static CompletionStage<Optional<?>> found(Object value) {
		return CompletableFuture.completedStage(Optional.of(value));
	}

	@Test
	void aReadWaitsForTheLoader() {
		try (SodpServer server = server((key) -> CompletableFuture.supplyAsync(() -> Optional.of(new Point(1, 2))),
				ApplicationDataTests::defaults)) {
			assertThat(server.get("db.point").map(StateSnapshot::value))
				.contains(JsonMapper.shared().readTree("{\"x\": 1, \"y\": 2}"));
			assertThat(server.get("other")).isEmpty();
			assertThat(server.getAsync("db.other").join()).isPresent();
			assertThat(server.keys()).containsExactly("db.other", "db.point");
		}
	}

	@Test
	void manyReadersCauseOneLoad() {
		AtomicInteger loads = new AtomicInteger();
		CountDownLatch release = new CountDownLatch(1);
		try (SodpServer server = server((key) -> {
			loads.incrementAndGet();
			awaitQuietly(release);
			return found("loaded");
		}, ApplicationDataTests::defaults)) {
			List<CompletableFuture<Optional<StateSnapshot>>> reads = List.of(server.getAsync("db.a"),
					server.getAsync("db.a"), server.getAsync("db.a"));
			CompletableFuture<Long> part = server.setInAsync("db.a", "/x", 1);
			release.countDown();

			assertThat(reads).allSatisfy((read) -> assertThat(read.join()).isPresent());
			assertThat(part.join()).isEqualTo(2);
			assertThat(loads).hasValue(1);
		}
	}

	@Test
	void aWriteDoesNotWaitForALoaderThatHangs() {
		CountDownLatch release = new CountDownLatch(1);
		try (SodpServer server = server((key) -> {
			awaitQuietly(release);
			return found("old");
		}, ApplicationDataTests::defaults)) {
			CompletableFuture<Optional<StateSnapshot>> read = server.getAsync("db.a");

			assertThat(server.set("db.a", "new")).isEqualTo(1);
			assertThat(read.join().orElseThrow().value().stringValue()).isEqualTo("new");
			assertThat(server.delete("db.a")).isEqualTo(2);
			release.countDown();
			assertThat(server.get("db.a")).isEmpty();
		}
	}

	@Test
	void aLoaderThatFailsIsAskedAgain() {
		AtomicInteger loads = new AtomicInteger();
		try (SodpServer server = server((key) -> switch (loads.getAndIncrement()) {
			case 0 -> throw new IllegalStateException("thrown on purpose");
			case 1 -> CompletableFuture.failedStage(new IllegalStateException("failed on purpose"));
			case 2 -> null;
			case 3 -> CompletableFuture.completedStage(null);
			case 4 -> found(new Object() {
				@SuppressWarnings("unused")
				public Object getSelf() {
					return this;
				}
			});
			default -> found(loads.get());
		}, ApplicationDataTests::defaults)) {
			for (int i = 0; i < 5; i++) {
				assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(() -> server.get("db.a"))
					.withMessageContaining("db.a");
			}
			assertThat(server.get("db.a").orElseThrow().value().intValue()).isEqualTo(6);
		}
	}

	@Test
	void aDatabaseThatIsDownIsLoggedOnceAMinute() {
		try (SodpServer server = server((key) -> {
			throw new IllegalStateException("database down");
		}, ApplicationDataTests::defaults)) {
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(() -> server.get("db.down"));
			}

			await().untilAsserted(() -> assertThat(linesAbout("'db.down'")).singleElement()
				.satisfies((line) -> assertThat(line.getThrowableProxy()).isNotNull()));
		}
	}

	/** A server of another test may still log. */
	private List<ILoggingEvent> linesAbout(String key) {
		return this.log.events().stream().filter((line) -> line.getFormattedMessage().contains(key)).toList();
	}

	@Test
	void aLoaderThatTakesTooLongIsNotWaitedFor() {
		try (SodpServer server = server((key) -> new CompletableFuture<>(),
				(builder) -> builder.loadTimeout(Duration.ofMillis(50)))) {
			assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(() -> server.get("db.a"))
				.withMessageContaining("50 ms");
		}
	}

	@Test
	void aReadWaitsNoLongerThanTheCallTimeout() {
		try (SodpServer server = server((key) -> new CompletableFuture<>(),
				(builder) -> builder.callTimeout(Duration.ofMillis(50)))) {
			assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(() -> server.get("db.a"))
				.withMessageContaining("50 ms");
		}
	}

	@Test
	void aReadWithinAStepDoesNotLoad() {
		SodpServer[] self = new SodpServer[1];
		try (SodpServer server = server((key) -> found(1), (builder) -> builder.validator((key, value) -> {
			if (key.equals("a")) {
				self[0].get("db.a");
			}
			return Optional.empty();
		}))) {
			self[0] = server;
			assertThatIllegalStateException().isThrownBy(() -> server.set("a", 1));
			server.get("db.a");
			assertThat(server.set("a", 1)).isPositive();
		}
	}

	@Test
	void aReloadReadsTheDatabaseAgain() {
		Map<String, Object> database = new ConcurrentHashMap<>(Map.of("db.a", 1));
		try (SodpServer server = server(
				(key) -> CompletableFuture.completedStage(Optional.ofNullable(database.get(key))),
				ApplicationDataTests::defaults)) {
			server.get("db.a");
			database.put("db.a", 2);

			assertThat(server.reload("db.a")).isEqualTo(2);
			assertThat(server.get("db.a").orElseThrow().value().intValue()).isEqualTo(2);
			database.clear();
			assertThat(server.reloadAsync("db.a").join()).isEqualTo(3);
			assertThat(server.get("db.a")).isEmpty();
			assertThatIllegalArgumentException().isThrownBy(() -> server.reload("other"));
		}
	}

	@Test
	void interceptorsAreAskedOneAfterAnother() {
		StateMutationInterceptor first = (mutation) -> CompletableFuture.supplyAsync(() -> with(mutation, "first"));
		StateMutationInterceptor second = (mutation) -> CompletableFuture
			.completedStage(with(mutation, mutation.arguments().get("value").stringValue() + ", second"));
		try (SodpServer server = server(NOTHING, (builder) -> builder.interceptors(List.of(first, second)))) {
			server.set("a", "value");

			assertThat(server.get("a").orElseThrow().value().stringValue()).isEqualTo("first, second");
		}
	}

	private static StateMutation with(StateMutation mutation, String value) {
		return mutation.withArguments(JsonNodeFactory.instance.objectNode().put("value", value));
	}

	@Test
	void whatAnInterceptorThrowsReachesTheCaller() {
		AtomicInteger calls = new AtomicInteger();
		try (SodpServer server = server(NOTHING, (builder) -> builder.interceptors(List.of((mutation) -> {
			switch (calls.getAndIncrement()) {
				case 0 -> throw new StateRejectedException(ErrorCode.DENIED, "no");
				case 1 -> {
					return CompletableFuture.failedStage(new StateRejectedException(ErrorCode.SCHEMA, "wrong"));
				}
				case 2 -> throw new IllegalArgumentException("broken");
				case 3 -> {
					return null;
				}
				default -> {
					return CompletableFuture.completedStage(null);
				}
			}
		})))) {
			assertThat(refusal(server)).isInstanceOfSatisfying(StateRejectedException.class,
					(ex) -> assertThat(ex.code()).isEqualTo(403));
			assertThat(refusal(server)).isInstanceOfSatisfying(StateRejectedException.class,
					(ex) -> assertThat(ex.code()).isEqualTo(422));
			assertThat(refusal(server)).isInstanceOf(IllegalArgumentException.class).hasMessage("broken");
			assertThat(refusal(server)).hasMessageContaining("instead of a CompletionStage");
			assertThat(refusal(server)).hasMessageContaining("instead of a mutation");
			assertThat(server.get("a")).isEmpty();
		}
	}

	private static @Nullable Throwable refusal(SodpServer server) {
		try {
			server.set("a", 1);
			return null;
		}
		catch (RuntimeException ex) {
			return ex;
		}
	}

	@Test
	void theOutcomeIsUnknownIfInterceptorsTakeTooLong() {
		Map<String, JsonNode> database = new ConcurrentHashMap<>();
		CompletableFuture<StateMutation> late = new CompletableFuture<>();
		StateMutation[] question = new StateMutation[1];
		try (SodpServer server = server(
				(key) -> CompletableFuture.completedStage(Optional.ofNullable(database.get(key))),
				(builder) -> builder.interceptTimeout(Duration.ofMillis(50)).interceptors(List.of((mutation) -> {
					database.put(mutation.key(), mutation.result().orElseThrow());
					question[0] = mutation;
					return late;
				})))) {
			assertThatExceptionOfType(StateOutcomeUnknownException.class).isThrownBy(() -> server.set("db.a", 1));
			assertThat(server.get("db.a")).isEmpty();

			late.complete(question[0]);
			await().untilAsserted(() -> assertThat(server.get("db.a")).isPresent());
		}
	}

	@Test
	void aVetoAfterAnotherInterceptorHasAgreedCausesAReload() {
		Map<String, JsonNode> database = new ConcurrentHashMap<>();
		StateMutationInterceptor storing = (mutation) -> {
			database.put(mutation.key(), mutation.result().orElseThrow());
			return mutation.proceed();
		};
		StateMutationInterceptor refusing = (mutation) -> {
			throw new StateRejectedException(ErrorCode.DENIED, "too late");
		};
		try (SodpServer server = server(
				(key) -> CompletableFuture.completedStage(Optional.ofNullable(database.get(key))),
				(builder) -> builder.interceptors(List.of(storing, refusing)))) {
			assertThatExceptionOfType(StateRejectedException.class).isThrownBy(() -> server.set("db.a", 1))
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo(403));

			await().untilAsserted(
					() -> assertThat(server.get("db.a").map(StateSnapshot::value)).contains(database.get("db.a")));
		}
	}

	@Test
	void anInterceptorMayWriteAnotherKey() {
		SodpServer[] self = new SodpServer[1];
		try (SodpServer server = server(NOTHING, (builder) -> builder.interceptors(List.of((mutation) -> {
			if (mutation.key().equals("a")) {
				self[0].set("log", mutation.method());
			}
			return mutation.proceed();
		})))) {
			self[0] = server;
			server.set("a", 1);

			assertThat(server.get("log").orElseThrow().value().stringValue()).isEqualTo("state.set");
		}
	}

	@Test
	void closingAnswersThoseWhoWaitForTheApplication() throws InterruptedException {
		CountDownLatch asked = new CountDownLatch(1);
		SodpServer server = server((key) -> new CompletableFuture<>(),
				(builder) -> builder.interceptors(List.of((mutation) -> {
					asked.countDown();
					return new CompletableFuture<>();
				})));
		CompletableFuture<Optional<StateSnapshot>> read = server.getAsync("db.a");
		CompletableFuture<Long> write = server.setAsync("a", 1);
		asked.await();

		server.close();

		assertThat(read).failsWithin(Duration.ofSeconds(5))
			.withThrowableThat()
			.withCauseInstanceOf(StateUnavailableException.class);
		assertThat(write).failsWithin(Duration.ofSeconds(5))
			.withThrowableThat()
			.withCauseInstanceOf(StateOutcomeUnknownException.class);
	}

	@Test
	void anImportAsksNeitherLoadersNorInterceptors(@TempDir Path directory) {
		Path file = directory.resolve("state.sodp");
		try (SodpServer source = SodpServer.builder().build()) {
			source.set("db.a", 1);
			source.exportTo(file);
		}
		List<ChangeOrigin> origins = new CopyOnWriteArrayList<>();
		try (SodpServer server = server((key) -> {
			throw new AssertionError("asked");
		}, (builder) -> builder.interceptors(List.of((mutation) -> {
			throw new AssertionError("asked");
		})))) {
			server.listen((change) -> origins.add(change.origin()));

			assertThat(server.importFrom(file)).isOne();
			assertThat(server.get("db.a").orElseThrow().value().intValue()).isOne();
			await().untilAsserted(() -> assertThat(origins).containsExactly(ChangeOrigin.IMPORT));
		}
	}

	@Test
	void whatALoaderKeepsIsNeitherExportedNorImported(@TempDir Path directory) {
		Path all = directory.resolve("all.sodp");
		Path rest = directory.resolve("rest.sodp");
		try (SodpServer source = SodpServer.builder().build()) {
			source.set("db.a", 1);
			source.exportTo(all);
		}
		SodpStateLoader elsewhere = new SodpStateLoader() {
			@Override
			public boolean supports(String key) {
				return true;
			}

			@Override
			public boolean persistent(String key) {
				return !key.startsWith("db.");
			}

			@Override
			public CompletionStage<Optional<?>> load(String key) {
				return NOTHING.apply(key);
			}
		};
		try (SodpServer server = SodpServer.builder().loaders(List.of(elsewhere)).build()) {
			assertThatExceptionOfType(StateFileException.class).isThrownBy(() -> server.importFrom(all))
				.withMessageContaining("the loader of 'db.a' keeps it elsewhere");
			server.set("db.b", 1);
			server.set("c", 1);
			server.exportTo(rest);
		}
		try (SodpServer server = SodpServer.builder().build()) {
			assertThat(server.importFrom(rest)).isOne();
			assertThat(server.keys()).containsExactly("c");
		}
	}

	@Test
	void whatOneInterceptorHasWrittenIsLoadedIfAnotherRefuses() {
		Map<String, JsonNode> database = new ConcurrentHashMap<>();
		StateMutationInterceptor writing = (mutation) -> {
			database.put(mutation.key(), mutation.result().orElseThrow());
			return mutation.proceed();
		};
		StateMutationInterceptor refusing = (mutation) -> {
			throw new StateRejectedException(ErrorCode.DENIED, "no");
		};
		try (SodpServer server = server(
				(key) -> CompletableFuture.completedStage(Optional.ofNullable(database.get(key))),
				(builder) -> builder.interceptors(List.of(writing, refusing)))) {
			assertThatExceptionOfType(StateRejectedException.class).isThrownBy(() -> server.set("db.a", 1));

			await().untilAsserted(() -> assertThat(server.get("db.a")).isPresent());
		}
	}

	@Test
	void anUpdateWhoseCallerHasGivenUpDoesNotBlockTheKey() {
		CompletableFuture<StateMutation> question = new CompletableFuture<>();
		CompletableFuture<StateMutation> answer = new CompletableFuture<>();
		StateMutationInterceptor slow = (mutation) -> {
			if (question.complete(mutation)) {
				return answer;
			}
			return mutation.proceed();
		};
		try (SodpServer server = server(NOTHING,
				(builder) -> builder.callTimeout(Duration.ofMillis(100)).interceptors(List.of(slow)))) {
			assertThatExceptionOfType(StateOutcomeUnknownException.class)
				.isThrownBy(() -> server.update("a", String.class, (value) -> "small"));

			answer.complete(with(question.join(), "large".repeat(20_000)));

			await().untilAsserted(() -> assertThat(server.get("a")).isPresent());
		}
	}

	@Test
	void anUpdateWhoseFunctionFailsWithAnErrorDoesNotBlockTheKey() {
		try (SodpServer server = server(NOTHING, (builder) -> builder.callTimeout(Duration.ofSeconds(2)))) {
			assertThatIllegalStateException().isThrownBy(() -> server.update("a", String.class, (value) -> {
				throw new AssertionError("no");
			})).withCauseInstanceOf(AssertionError.class);

			assertThat(server.set("a", 1)).isOne();
		}
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** A value of the application. */
	private record Point(int x, int y) {
	}

}
