// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.client.StateRef;
import dev.sodp.protocol.Frame;
import dev.sodp.server.SodpServer;
import dev.sodp.server.StateSnapshot;
import dev.sodp.spring.EndlessValues;
import dev.sodp.spring.Score;
import dev.sodp.spring.Seen;
import dev.sodp.state.InvalidValueException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.messaging.handler.annotation.SendTo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Results that are written to other keys.
 */
class SendToTests {

	private static long writes(WatchContext watches) {
		return watches.wire.sent.stream().filter(Frame.Call.class::isInstance).count();
	}

	@Test
	void theResultIsWritten() {
		try (WatchContext watches = WatchContext.start(DoublingWatcher.class)) {
			watches.server.set("a", 2);

			watches.awaitStored("b", new Score("a", 4));
		}
	}

	static class DoublingWatcher {

		@SodpWatch("a")
		@SendTo("b")
		@Nullable Score on(@Nullable Integer value) {
			return (value != null) ? new Score("a", 2 * value) : null;
		}

	}

	@Test
	void theTargetsMayComeFromProperties() {
		try (WatchContext watches = WatchContext.start(ManyTargetsWatcher.class)) {
			watches.server.set("a", 2);

			watches.awaitStored("from.property", 2);
			watches.awaitStored("list.a", 2);
			watches.awaitStored("list.b", 2);
		}
	}

	static class ManyTargetsWatcher {

		@SodpWatch("a")
		@SendTo({ "${watch.key}", "#{'${watch.keys}'.split(',')}" })
		@Nullable Integer on(@Nullable Integer value) {
			return value;
		}

	}

	@Test
	void anUnchangedResultIsNotWrittenAgain() {
		try (WatchContext watches = WatchContext.start(ParityWatcher.class)) {
			ParityWatcher watcher = watches.bean(ParityWatcher.class);
			watches.server.set("a", 1);
			watches.awaitStored("b", List.of("odd"));
			watches.server.set("a", 3);
			watches.server.set("a", 5);
			watcher.awaitLast(5);

			watches.server.set("a", 6);

			watches.awaitStored("b", List.of("even"));
			assertThat(writes(watches)).isEqualTo(2);
		}
	}

	static class ParityWatcher extends Seen {

		@SodpWatch("a")
		@SendTo("b")
		@Nullable List<String> on(@Nullable Integer value) {
			add(value);
			return (value != null) ? List.of((value % 2 == 0) ? "even" : "odd") : null;
		}

	}

	@Test
	void afterAServerLostItsStateAnUnchangedResultIsWrittenAgain() {
		try (WatchContext watches = WatchContext.of(ParityWatcher.class);
				SodpServer other = SodpServer.builder().build()) {
			watches.server.set("a", 1);
			watches.refresh().awaitStored("b", List.of("odd"));
			other.set("a", 1);

			watches.wire.leadTo(other);
			watches.bean(SodpClient.class).reconnect();

			await().until(() -> other.get("b").isPresent());
		}
	}

	@Test
	void nullLeavesTheTargetAsItIs() {
		try (WatchContext watches = WatchContext.of(ParityWatcher.class)) {
			watches.server.set("b", "old");

			watches.refresh().bean(ParityWatcher.class).awaitLast("null");
			watches.context.stop();

			watches.awaitStored("b", "old");
			assertThat(writes(watches)).isZero();
		}
	}

	@Test
	void anEmptyOptionalRemovesTheTarget() {
		try (WatchContext watches = WatchContext.start(OptionalWatcher.class)) {
			watches.server.set("a", 1);
			watches.awaitStored("b", 1);

			watches.server.delete("a");

			await().until(() -> watches.server.get("b").map(StateSnapshot::value).isEmpty());
		}
	}

	static class OptionalWatcher {

		@SodpWatch("a")
		@SendTo("b")
		Optional<Integer> on(Optional<Integer> value) {
			return value;
		}

	}

	@Test
	void theResultOfAStageIsWrittenWhenItIsThere() {
		try (WatchContext watches = WatchContext.start(StageWatcher.class)) {
			watches.server.set("a", 1);
			StageWatcher watcher = watches.bean(StageWatcher.class);
			watcher.awaitLast(1);
			assertThat(watches.server.get("b")).isEmpty();

			watcher.result.complete("done");

			watches.awaitStored("b", "done");
		}
	}

	static class StageWatcher extends Seen {

		final CompletableFuture<String> result = new CompletableFuture<>();

		@SodpWatch("a")
		@SendTo("b")
		CompletionStage<@Nullable String> on(@Nullable Integer value) {
			if (value == null) {
				return CompletableFuture.completedStage(null);
			}
			add(value);
			return this.result;
		}

	}

	@Test
	void theResultOfAMonoIsWritten() {
		try (WatchContext watches = WatchContext.start(MonoWatcher.class)) {
			watches.server.set("a", 1);

			watches.awaitStored("b", 10);
		}
	}

	static class MonoWatcher {

		@SodpWatch("a")
		@SendTo("b")
		Mono<Integer> on(Optional<Integer> value) {
			return Mono.justOrEmpty(value).map((number) -> 10 * number);
		}

	}

	@Test
	void theNextCallWaitsForAMono() {
		try (WatchContext watches = WatchContext.start(PendingMonoWatcher.class)) {
			PendingMonoWatcher watcher = watches.bean(PendingMonoWatcher.class);
			watcher.awaitLast("null");
			watches.server.set("a", 1);
			await().until(() -> watches.bean(SodpClient.class).get("a", Integer.class).isPresent());
			assertThat(watcher.all()).containsExactly("null");

			watcher.finished.tryEmitEmpty();

			watcher.awaitLast(1);
		}
	}

	static class PendingMonoWatcher extends Seen {

		final Sinks.Empty<Void> finished = Sinks.empty();

		@SodpWatch("a")
		Mono<Void> on(@Nullable Integer value) {
			add(value);
			return this.finished.asMono();
		}

	}

	@Test
	void aFailedMonoIsReported() {
		try (WatchContext watches = WatchContext.start(FailingMonoWatcher.class)) {
			await().until(() -> !watches.errors.isEmpty());

			assertThat(watches.errors.get(0).cause()).hasRootCauseMessage("mono");
		}
	}

	static class FailingMonoWatcher {

		@SodpWatch("a")
		Mono<Void> on() {
			return Mono.error(new IllegalStateException("mono"));
		}

	}

	@Test
	void theNextCallSeesTheWriteOfTheOneBefore() {
		try (WatchContext watches = WatchContext.start(CountingWatcher.class)) {
			for (int i = 1; i <= 30; i++) {
				watches.server.set("a", i);
			}

			CountingWatcher watcher = watches.bean(CountingWatcher.class);
			watcher.awaitLast(30);
			watches.awaitStored("count", watcher.all().size());
		}
	}

	static class CountingWatcher extends Seen {

		private final SodpServer server;

		CountingWatcher(SodpServer server) {
			this.server = server;
		}

		@SodpWatch("a")
		@SendTo("count")
		int on(@Nullable Integer value) {
			add(value);
			return 1 + this.server.get("count").map((snapshot) -> snapshot.value().asInt()).orElse(0);
		}

	}

	@Test
	void aResultFromSeveralKeysIsNeverLeftBehind() {
		try (WatchContext watches = WatchContext.start(SumWatcher.class)) {
			for (int i = 1; i <= 30; i++) {
				watches.server.set("a", i);
				watches.server.set("b", 100 * i);
			}

			watches.awaitStored("sum", 3030);
		}
	}

	static class SumWatcher {

		private final SodpClient client;

		SumWatcher(SodpClient client) {
			this.client = client;
		}

		@SodpWatch({ "a", "b" })
		@SendTo("sum")
		int on(StateRef<Integer> changed) {
			return this.client.get("a", Integer.class).orElse(0) + this.client.get("b", Integer.class).orElse(0);
		}

	}

	@Test
	void aRefusedWriteIsReported() {
		try (WatchContext watches = WatchContext.start(RefusedWatcher.class)) {
			watches.server.set("a", 1);

			await().until(() -> !watches.errors.isEmpty());
			assertThat(watches.errors.get(0).cause()).isInstanceOf(SodpWatchInvocationException.class)
				.hasMessageContaining("could not write its result to 'bad key' for key 'a' at version")
				.hasCauseInstanceOf(SodpRejectedException.class);
		}
	}

	static class RefusedWatcher {

		@SodpWatch("a")
		@SendTo("bad key")
		@Nullable Integer on(@Nullable Integer value) {
			return value;
		}

	}

	@Test
	void afterAFailedWriteAnEqualResultIsWrittenAgain() {
		try (WatchContext watches = WatchContext.start(VariableWatcher.class)) {
			VariableWatcher watcher = watches.bean(VariableWatcher.class);
			watches.awaitStored("b", "one");
			watches.refused = "b";
			watcher.result = "two";
			watches.server.set("a", 1);
			await().until(() -> !watches.errors.isEmpty());
			watches.refused = "";
			watches.server.set("b", "of another");

			watcher.result = "one";
			watches.server.set("a", 2);

			watches.awaitStored("b", "one");
		}
	}

	@Test
	void aResultThatJacksonCannotWriteIsReported() {
		try (WatchContext watches = WatchContext.start(VariableWatcher.class)) {
			watches.bean(VariableWatcher.class).result = new Unwritable();
			watches.server.set("a", 1);

			await().until(() -> !watches.errors.isEmpty());

			assertThat(watches.errors.get(0).cause()).hasMessageContaining("could not write its result to 'b'")
				.hasRootCauseMessage("unwritable");
		}
	}

	@Test
	void aResultThatNeverEndsIsReportedAndTheNextOneIsWritten() {
		try (WatchContext watches = WatchContext.start(VariableWatcher.class)) {
			VariableWatcher watcher = watches.bean(VariableWatcher.class);
			watcher.result = EndlessValues.team();
			watches.server.set("a", 1);
			await().untilAsserted(() -> assertThat(watches.errors).anySatisfy(
					(error) -> assertThat(error.cause()).hasMessageContaining("could not write its result to 'b'")
						.hasRootCauseInstanceOf(InvalidValueException.class)));

			watcher.result = "fine";
			watches.server.set("a", 2);

			watches.awaitStored("b", "fine");
		}
	}

	static class Unwritable {

		public String getValue() {
			throw new IllegalStateException("unwritable");
		}

	}

	static class VariableWatcher {

		volatile Object result = "one";

		@SodpWatch("a")
		@SendTo("b")
		Object on() {
			return this.result;
		}

	}

}
