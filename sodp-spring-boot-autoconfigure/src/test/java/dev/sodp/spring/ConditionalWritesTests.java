// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import dev.sodp.client.SodpVersionConflictException;
import dev.sodp.client.SodpWrites;
import dev.sodp.client.StateWrites;
import dev.sodp.client.UpdateResult;
import dev.sodp.client.WriteResult;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.Animal.Dog;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Writes that are bound to a version, and updates by a function: the same in each of the
 * APIs.
 */
class ConditionalWritesTests {

	private static final String KEY = "game";

	private static final TypeReference<List<Integer>> INTEGERS = new TypeReference<>() {
	};

	private static final Duration LONG = Duration.ofSeconds(30);

	private final Connected connected = new Connected();

	private final SodpServer server = this.connected.server;

	private final SodpTemplate sodp = new SodpTemplate(this.connected.client);

	private final ReactiveSodpOperations reactive = new ReactiveSodpTemplate(this.sodp);

	private final SodpStates states = new SodpStates(SodpClients.of(this.connected.client), JsonMapper.shared());

	@AfterEach
	void close() {
		this.states.close();
		this.connected.close();
	}

	/** Every write by its name, with arguments that change the array {@code [1, 2]}. */
	private static Map<String, Function<SodpWrites, CompletableFuture<WriteResult>>> writes() {
		return Map.of("set", (to) -> to.set(KEY, 1), "typed set", (to) -> to.set(KEY, List.of(), Animal.LIST), "patch",
				(to) -> to.patch(KEY, Map.of("a", 1)), "set in", (to) -> to.setIn(KEY, "/0", 3), "remove in",
				(to) -> to.removeIn(KEY, "/0"), "delete", (to) -> to.delete(KEY), "append", (to) -> to.append(KEY, 3),
				"bounded append", (to) -> to.append(KEY, 3, 2));
	}

	private static Map<String, Function<SodpBlockingWrites, WriteResult>> blockingWrites() {
		return Map.of("set", (to) -> to.setAndWait(KEY, 1), "typed set",
				(to) -> to.setAndWait(KEY, List.of(), Animal.LIST), "patch",
				(to) -> to.patchAndWait(KEY, Map.of("a", 1)), "set in", (to) -> to.setInAndWait(KEY, "/0", 3),
				"remove in", (to) -> to.removeInAndWait(KEY, "/0"), "delete", (to) -> to.deleteAndWait(KEY), "append",
				(to) -> to.appendAndWait(KEY, 3), "bounded append", (to) -> to.appendAndWait(KEY, 3, 2));
	}

	private static Map<String, Function<ReactiveSodpWrites, Mono<WriteResult>>> reactiveWrites() {
		return Map.of("set", (to) -> to.set(KEY, 1), "typed set", (to) -> to.set(KEY, List.of(), Animal.LIST), "patch",
				(to) -> to.patch(KEY, Map.of("a", 1)), "set in", (to) -> to.setIn(KEY, "/0", 3), "remove in",
				(to) -> to.removeIn(KEY, "/0"), "delete", (to) -> to.delete(KEY), "append", (to) -> to.append(KEY, 3),
				"bounded append", (to) -> to.append(KEY, 3, 2));
	}

	private static Map<String, Function<StateWrites<List<Integer>>, CompletableFuture<WriteResult>>> stateWrites() {
		return Map.of("set", (to) -> to.set(List.of()), "patch", (to) -> to.patch(Map.of("a", 1)), "set in",
				(to) -> to.setIn("/0", 3), "remove in", (to) -> to.removeIn("/0"), "delete", (to) -> to.delete(),
				"append", (to) -> to.append(3), "bounded append", (to) -> to.append(3, 2));
	}

	/** Each write fails against another version and is applied to the right one. */
	private <W> void assertConditional(Map<String, ? extends Function<W, ?>> all, Function<Long, W> ifVersion,
			W ifAbsent, Function<Object, @Nullable Object> result) {
		all.forEach((name, write) -> {
			long version = this.server.set(KEY, List.of(1, 2));

			assertConflict(() -> result.apply(write.apply(ifVersion.apply(version - 1))), version);
			assertConflict(() -> result.apply(write.apply(ifAbsent)), version);
			assertThat(this.server.get(KEY).orElseThrow().version()).as(name).isEqualTo(version);

			assertThat(result.apply(write.apply(ifVersion.apply(version)))).as(name)
				.isEqualTo(WriteResult.of(version + 1));
			this.server.delete(KEY);
		});
	}

	private static void assertConflict(ThrowingCallable write, long version) {
		Throwable thrown = catchThrowable(write);
		Throwable failure = (thrown instanceof CompletionException) ? thrown.getCause() : thrown;
		assertThat(failure).isInstanceOfSatisfying(SodpVersionConflictException.class,
				(conflict) -> assertThat(conflict.currentVersion()).hasValue(version));
	}

	private static Object join(Object future) {
		return ((CompletableFuture<?>) future).join();
	}

	@Test
	void onTheClient() {
		assertConditional(writes(), this.connected.client::ifVersion, this.connected.client.ifAbsent(),
				ConditionalWritesTests::join);
	}

	@Test
	void onTheTemplate() {
		assertConditional(writes(), this.sodp::ifVersion, this.sodp.ifAbsent(), ConditionalWritesTests::join);
	}

	@Test
	void onTheTemplateWaiting() {
		assertConditional(blockingWrites(), this.sodp::ifVersion, this.sodp.ifAbsent(), (result) -> result);
	}

	@Test
	void onTheReactiveTemplate() {
		assertConditional(reactiveWrites(), this.reactive::ifVersion, this.reactive.ifAbsent(),
				(mono) -> ((Mono<?>) mono).block(LONG));
	}

	@Test
	void onAStateRef() {
		assertConditional(stateWrites(), this.sodp.state(KEY, INTEGERS)::ifVersion,
				this.sodp.state(KEY, INTEGERS).ifAbsent(), ConditionalWritesTests::join);
	}

	@Test
	void onAState() {
		SodpState<List<Integer>> state = this.states.get(KEY, INTEGERS);

		assertConditional(stateWrites(), state::ifVersion, state.ifAbsent(), ConditionalWritesTests::join);
	}

	@Test
	void unconditionallyOnAState() {
		SodpState<List<Integer>> state = this.states.get(KEY, INTEGERS);
		stateWrites().forEach((name, write) -> {
			long version = this.server.set(KEY, List.of(1, 2));

			assertThat(write.apply(state).join()).as(name).isEqualTo(WriteResult.of(version + 1));
			this.server.delete(KEY);
		});
	}

	@Test
	void afterTheCommit() {
		TransactionTemplate transaction = new TransactionTemplate(new RecordingTransactions());

		assertConditional(writes(), this.sodp.afterCommit()::ifVersion, this.sodp.afterCommit().ifAbsent(),
				ConditionalWritesTests::join);
		long version = this.server.set(KEY, "before");
		CompletableFuture<WriteResult> write = transaction.execute((status) -> {
			CompletableFuture<WriteResult> deferred = this.sodp.afterCommit().ifVersion(version).set(KEY, "after");
			this.sodp.setAndWait("marker", true);
			assertThat(this.server.get(KEY).orElseThrow().version()).isEqualTo(version);
			return deferred;
		});
		assertThat(write.join()).isEqualTo(WriteResult.of(this.server.get(KEY).orElseThrow().version()));
	}

	@Test
	void anUpdateAfterTheCommitSeesTheValueOfThatTime() {
		CompletableFuture<UpdateResult<Integer>> update = new TransactionTemplate(new RecordingTransactions())
			.execute((status) -> {
				CompletableFuture<UpdateResult<Integer>> deferred = this.sodp.afterCommit()
					.update(KEY, Integer.class, ConditionalWritesTests::increment);
				this.sodp.setAndWait(KEY, 41);
				return deferred;
			});

		assertThat(update.join().value()).isEqualTo(42);
	}

	@Test
	void aKeyThatDoesNotExistIsCreatedOnce() {
		assertThat(this.sodp.ifAbsent().setAndWait(KEY, "first").version()).isPresent();

		assertThatExceptionOfType(SodpVersionConflictException.class)
			.isThrownBy(() -> this.sodp.ifAbsent().setAndWait(KEY, "second"));
	}

	@Test
	void aNegativeVersionIsAMistake() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.sodp.ifVersion(-1)).withMessageContaining("-1");
		assertThatIllegalArgumentException().isThrownBy(() -> this.reactive.ifVersion(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> this.sodp.afterCommit().ifVersion(-1));
	}

	@Test
	void everyApiUpdates() {
		SodpState<Integer> state = this.states.get(KEY, Integer.class);
		await().until(state::isLive);

		assertThat(this.sodp.update(KEY, Integer.class, ConditionalWritesTests::increment).join().value()).isEqualTo(1);
		assertThat(this.sodp.updateAndWait(KEY, Integer.class, ConditionalWritesTests::increment).value()).isEqualTo(2);
		assertThat(this.sodp.state(KEY, Integer.class).update(ConditionalWritesTests::increment).join().value())
			.isEqualTo(3);
		assertThat(state.update(ConditionalWritesTests::increment).join().value()).isEqualTo(4);
		assertThat(state.require()).as("shown when the future completes").isEqualTo(4);
		UpdateResult<Integer> last = this.reactive.update(KEY, Integer.class, ConditionalWritesTests::increment)
			.block(LONG);
		assertThat(last)
			.isEqualTo(new UpdateResult<>(5, OptionalLong.of(this.server.get(KEY).orElseThrow().version())));
	}

	@Test
	void everyApiUpdatesGenericTypes() {
		assertThat(this.sodp.update(KEY, Animal.LIST, ConditionalWritesTests::another).join().value()).hasSize(1);
		assertThat(this.sodp.updateAndWait(KEY, Animal.LIST, ConditionalWritesTests::another).value()).hasSize(2);
		assertThat(this.sodp.state(KEY, Animal.LIST).update(ConditionalWritesTests::another).join().value()).hasSize(3);
		assertThat(this.states.get(KEY, Animal.LIST).update(ConditionalWritesTests::another).join().value()).hasSize(4);
		assertThat(this.reactive.update(KEY, Animal.LIST, ConditionalWritesTests::another).block(LONG).value())
			.hasSize(5);
		assertThat(this.server.get(KEY).orElseThrow().value().toString()).as("with the names of the classes")
			.contains("\"type\":\"dog\"");
	}

	@Test
	void conditionalWritesAndUpdatesAreObserved() {
		List<String> seen = new CopyOnWriteArrayList<>();
		this.sodp.addWriteListener((operation, key) -> {
			seen.add(operation + " " + key);
			return (failure) -> {
			};
		});

		this.sodp.ifAbsent().set(KEY, 1).join();
		this.sodp.ifVersion(this.server.get(KEY).orElseThrow().version()).setAndWait(KEY, 2);
		this.sodp.update(KEY, Integer.class, ConditionalWritesTests::increment).join();

		assertThat(seen).containsExactly("set game", "set game", "update game");
	}

	private static Integer increment(@Nullable Integer value) {
		return (value != null) ? value + 1 : 1;
	}

	private static List<Animal> another(@Nullable List<Animal> before) {
		List<Animal> after = (before != null) ? new ArrayList<>(before) : new ArrayList<>();
		after.add(new Dog(after.size()));
		return after;
	}

}
