// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.sodp.client.OfflinePolicy;
import dev.sodp.client.SodpClientBuilder;
import dev.sodp.client.SodpNotSentException;
import dev.sodp.client.SodpOutcomeUnknownException;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.client.SodpUnsupportedException;
import dev.sodp.client.SodpUpdateConflictException;
import dev.sodp.client.UpdateResult;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Feature;
import dev.sodp.protocol.Frame;
import dev.sodp.state.DeltaOp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

import static dev.sodp.client.engine.EngineHarness.json;
import static dev.sodp.client.engine.EngineHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;

/** Updates by a function: what is read, what is written, and when it ends. */
class UpdateTests {

	private static final Capabilities WITHOUT = Capabilities.builder().with(Feature.RESUME).build();

	private static final Duration LONGEST_DELAY = Duration.ofMillis(200);

	private EngineHarness client = new EngineHarness();

	private final List<JsonNode> seen = new ArrayList<>();

	/** Ended updates, to be released after the step. */
	private final List<PendingUpdate<String>> releases = new ArrayList<>();

	private void client(Consumer<SodpClientBuilder> customizer) {
		this.client = new EngineHarness(customizer);
	}

	/** An update that writes what the function has seen, in an array. */
	private CompletableFuture<UpdateResult<String>> update() {
		PendingUpdate<String> update = this.client.engine.update("game", (current) -> {
			this.seen.add(current);
			return new PendingUpdate.Next<>(tree(List.of(current)), "after " + current);
		}, this.releases::add);
		update.future().whenComplete((result, failure) -> this.releases.add(update));
		return update.future();
	}

	private void release() {
		List<PendingUpdate<String>> due = List.copyOf(this.releases);
		this.releases.clear();
		due.forEach(this.client.engine::end);
	}

	private void compute() {
		this.client.computing.remove().run();
	}

	private void init(long version, @Nullable Object value, boolean initialized) {
		this.client.receive(new Frame.StateInit(10, 1, "game", version, tree(value), initialized, null));
	}

	private Frame.Call lastCall() {
		return this.client.lastSent(Frame.Call.class);
	}

	private int calls() {
		return this.client.sent(Frame.Call.class).size();
	}

	private long ifVersion() {
		return lastCall().args().get("if_version").longValue();
	}

	private void refuse(@Nullable Long version) {
		refuse(412, version);
	}

	private void refuse(int code, @Nullable Long version) {
		this.client.receive(new Frame.Result(0, 1, lastCall().callId(), false, tree("no"), code, version));
	}

	private static Throwable failure(CompletableFuture<?> future) {
		assertThat(future).isCompletedExceptionally();
		return future.handle((value, failure) -> failure).join();
	}

	@Test
	void writesWhatTheFunctionMakesOfTheValueToItsVersion() {
		this.client.live();
		CompletableFuture<UpdateResult<String>> update = update();
		init(5, "a", true);
		compute();

		assertThat(lastCall().method()).isEqualTo("state.set");
		assertThat(lastCall().args().get("value")).isEqualTo(json("['a']"));
		assertThat(ifVersion()).isEqualTo(5);
		this.client.delta(10, "game", 6, DeltaOp.update("/", json("['a']")));
		this.client.result(lastCall(), json("{'version': 6}"));

		assertThat(update.join().value()).isEqualTo("after \"a\"");
		assertThat(update.join().version()).hasValue(6);
	}

	@Test
	void startsFromNullAndWritesOnlyIfTheKeyIsStillAbsent() {
		this.client.live();
		update();
		init(0, null, false);
		compute();

		assertThat(this.seen).containsExactly(NullNode.getInstance());
		assertThat(ifVersion()).isZero();
	}

	@Test
	void keyThatWasDeletedIsAbsentWhateverItsVersion() {
		this.client.live();
		this.client.watch("game");
		init(5, "a", true);
		this.client.delta(10, "game", 6, DeltaOp.remove("/"));
		update();
		compute();

		assertThat(ifVersion()).isZero();
	}

	@Test
	void keyThatHoldsNullIsNotAbsent() {
		this.client.live();
		update();
		init(5, null, true);
		compute();

		assertThat(ifVersion()).isEqualTo(5);
	}

	@Test
	void asksTheServerForNothingIfTheKeyIsWatched() {
		this.client.live();
		this.client.watch("game");
		init(5, "a", true);
		this.client.sent.clear();

		update();

		assertThat(this.client.sent).isEmpty();
		assertThat(this.client.computing).hasSize(1);
	}

	@Test
	void endsItsOwnWatchWithItself() {
		this.client.live();
		CompletableFuture<UpdateResult<String>> update = update();
		init(5, "a", true);
		compute();
		this.client.result(lastCall(), json("{'version': 5}"));

		assertThat(update).isCompleted();
		release();
		assertThat(this.client.engine.isWatching("game")).isFalse();
		assertThat(this.client.lastSent(Frame.Unwatch.class).states()).containsExactly("game");
	}

	@Test
	void leavesTheWatchesOfTheApplicationAlone() {
		this.client.live();
		this.client.watch("game");
		init(5, "a", true);
		update();
		compute();
		this.client.result(lastCall(), json("{'version': 5}"));

		release();
		assertThat(this.client.engine.isWatching("game")).isTrue();
		assertThat(this.client.sent(Frame.Unwatch.class)).isEmpty();
	}

	@Test
	void beginsAgainWithTheVersionThatWasInTheWay() {
		this.client.live();
		CompletableFuture<UpdateResult<String>> update = update();
		init(5, "a", true);
		compute();
		this.client.delta(10, "game", 7, DeltaOp.update("/", tree("b")));
		refuse(7L);
		assertThat(this.client.computing).as("not before a delay").isEmpty();
		this.client.advance(LONGEST_DELAY);
		compute();

		assertThat(this.seen).containsExactly(tree("a"), tree("b"));
		assertThat(ifVersion()).isEqualTo(7);
		this.client.result(lastCall(), json("{'version': 8}"));
		this.client.advance(Duration.ofSeconds(1));
		assertThat(update.join().value()).isEqualTo("after \"b\"");
	}

	@Test
	void theNextValueEndsTheSecondHalfOfTheDelay() {
		this.client.live();
		update();
		init(5, "a", true);
		compute();
		refuse(6L);
		this.client.delta(10, "game", 6, DeltaOp.update("/", tree("b")));
		this.client.advance(Duration.ofMillis(1));
		assertThat(this.client.computing).isEmpty();
		this.client.delta(10, "game", 7, DeltaOp.update("/", tree("c")));
		compute();

		assertThat(ifVersion()).isEqualTo(7);
	}

	@Test
	void waitsForTheVersionThatWasInTheWay() {
		this.client.live();
		update();
		init(5, "a", true);
		compute();
		refuse(7L);
		this.client.advance(LONGEST_DELAY);
		this.client.delta(10, "game", 6, DeltaOp.update("/", tree("b")));
		assertThat(this.client.computing).isEmpty();
		this.client.delta(10, "game", 7, DeltaOp.update("/", tree("c")));
		compute();

		assertThat(this.seen).containsExactly(tree("a"), tree("c"));
		assertThat(ifVersion()).isEqualTo(7);
	}

	@Test
	void waitsForTheRemovalThatWasInTheWay() {
		this.client.live();
		update();
		init(5, "a", true);
		compute();
		refuse(0L);
		this.client.advance(LONGEST_DELAY);
		assertThat(this.client.computing).isEmpty();
		this.client.delta(10, "game", 6, DeltaOp.remove("/"));
		compute();

		assertThat(ifVersion()).isZero();
	}

	@Test
	void fetchesTheValueIfTheVersionDoesNotArrive() {
		this.client.live();
		update();
		init(5, "a", true);
		compute();
		refuse(7L);
		int watches = this.client.sent(Frame.Watch.class).size();
		this.client.advance(LONGEST_DELAY.plusSeconds(1));
		assertThat(this.client.sent(Frame.Watch.class)).hasSize(watches + 1);
		init(4, "restarted", true);
		compute();

		assertThat(ifVersion()).isEqualTo(4);
	}

	@Test
	void givesUpAfterFiftyTries() {
		this.client.live();
		CompletableFuture<UpdateResult<String>> update = update();
		init(1, 0, true);
		for (long version = 1; version <= 50; version++) {
			compute();
			assertThat(ifVersion()).isEqualTo(version);
			this.client.delta(10, "game", version + 1, DeltaOp.update("/", tree(version)));
			refuse(version + 1);
			this.client.engine.linkAlive(this.client.attempt);
			this.client.advance(LONGEST_DELAY);
		}

		assertThat(failure(update)).isInstanceOfSatisfying(SodpUpdateConflictException.class, (conflict) -> {
			assertThat(conflict.key()).isEqualTo("game");
			assertThat(conflict.tries()).isEqualTo(50);
			assertThat(conflict.lastVersion()).hasValue(51);
			assertThat(conflict).hasMessageContaining("'game'").hasMessageContaining("50 tries");
		});
		assertThat(calls()).isEqualTo(50);
		assertThat(this.client.computing).isEmpty();
		release();
		assertThat(this.client.engine.isWatching("game")).isFalse();
	}

	@Test
	void refusesAServerWithoutTheCapabilityBeforeAnything() {
		this.client.live(WITHOUT);

		CompletableFuture<UpdateResult<String>> update = update();

		assertThat(failure(update)).isInstanceOf(SodpUnsupportedException.class)
			.hasMessageContaining("'game'")
			.hasMessageContaining("if_version");
		assertThat(this.client.sent).isEmpty();
	}

	@Test
	void neverCallsTheFunctionIfTheServerThatComesLacksTheCapability() {
		CompletableFuture<UpdateResult<String>> update = update();
		this.client.live(WITHOUT);

		assertThat(failure(update)).isInstanceOf(SodpUnsupportedException.class);
		assertThat(this.client.sent).isEmpty();
		assertThat(this.client.computing).isEmpty();
	}

	@Test
	void waitsForASession() {
		CompletableFuture<UpdateResult<String>> update = update();
		assertThat(update).isNotDone();

		this.client.live();
		init(5, "a", true);
		compute();

		assertThat(calls()).isEqualTo(1);
	}

	@Test
	void doesNotWaitForASessionIfThePolicyIsToFail() {
		client((builder) -> builder.offlinePolicy(OfflinePolicy.FAIL));

		assertThat(failure(update())).isInstanceOf(SodpNotSentException.class);
	}

	@Test
	void doesNotWaitForAValueForEver() {
		CompletableFuture<UpdateResult<String>> update = update();
		this.client.engine.start();
		this.client.advance(Duration.ofSeconds(29));
		assertThat(update).isNotDone();
		this.client.advance(Duration.ofSeconds(1));

		assertThat(failure(update)).isInstanceOf(SodpNotSentException.class).hasMessageContaining("in time");
		release();
		assertThat(this.client.engine.isWatching("game")).isFalse();
	}

	@Test
	void aWriteInDoubtEndsIt() {
		this.client.live();
		CompletableFuture<UpdateResult<String>> update = update();
		init(5, "a", true);
		compute();
		this.client.reconnect(EngineHarness.FULL);
		init(6, "b", true);
		this.client.advance(Duration.ofSeconds(2));

		assertThat(failure(update)).isInstanceOf(SodpOutcomeUnknownException.class);
		assertThat(this.seen).hasSize(1);
		assertThat(this.client.sent(Frame.Call.class)).isEmpty();
	}

	@Test
	void anotherRefusalEndsIt() {
		this.client.live();
		CompletableFuture<UpdateResult<String>> update = update();
		init(5, "a", true);
		compute();
		refuse(422, null);

		assertThat(failure(update)).isInstanceOfSatisfying(SodpRejectedException.class,
				(rejected) -> assertThat(rejected.code()).isEqualTo(422));
		this.client.advance(Duration.ofSeconds(2));
		assertThat(calls()).isEqualTo(1);
	}

	@Test
	void aKeyThatMustNotBeReadEndsIt() {
		this.client.live();
		CompletableFuture<UpdateResult<String>> update = update();
		this.client.error(this.client.lastSent(Frame.Watch.class).stream(), 403, "not game");

		assertThat(failure(update)).isInstanceOfSatisfying(SodpRejectedException.class,
				(rejected) -> assertThat(rejected.code()).isEqualTo(403));
		release();
		assertThat(this.client.engine.isWatching("game")).isFalse();
		assertThat(this.client.denied).isEmpty();
	}

	@Test
	void aFunctionThatThrowsEndsItAndNothingIsWritten() {
		this.client.live();
		IllegalStateException thrown = new IllegalStateException("not today");
		PendingUpdate<String> update = this.client.engine.update("game", (current) -> {
			throw thrown;
		}, this.releases::add);
		init(5, "a", true);
		compute();

		assertThat(failure(update.future())).isSameAs(thrown);
		assertThat(calls()).isZero();
		release();
		assertThat(this.client.engine.isWatching("game")).isFalse();
	}

	@Test
	void cancellingItStopsTheNextTry() {
		this.client.live();
		CompletableFuture<UpdateResult<String>> update = update();
		init(5, "a", true);
		compute();
		refuse(7L);
		update.cancel(false);
		release();
		this.client.advance(Duration.ofSeconds(5));

		assertThat(this.client.computing).isEmpty();
		assertThat(calls()).isEqualTo(1);
		release();
		assertThat(this.client.engine.isWatching("game")).isFalse();
	}

	@Test
	void cancellingItWhileTheFunctionRunsDiscardsTheResult() {
		this.client.live();
		CompletableFuture<UpdateResult<String>> update = update();
		init(5, "a", true);
		update.cancel(false);
		release();
		compute();

		assertThat(calls()).isZero();
	}

	@Test
	void cancellingItWhileItsWriteIsQueuedDiscardsTheWrite() {
		this.client.live();
		CompletableFuture<UpdateResult<String>> update = update();
		init(5, "a", true);
		this.client.loseLink();
		compute();
		update.cancel(false);
		release();
		this.client.sent.clear();
		this.client.advance(this.client.engine.status().nextAttempt());
		this.client.hello(EngineHarness.FULL, false);

		assertThat(calls()).isZero();
	}

	@Test
	void aValueOfALostHistoryIsNotWrittenToTheNext() {
		this.client.live(EngineHarness.FULL.toBuilder().epoch("one").build());
		update();
		init(5, "a", true);
		this.client.loseLink();
		compute();
		this.client.sent.clear();
		this.client.advance(this.client.engine.status().nextAttempt());
		this.client.hello(EngineHarness.FULL.toBuilder().epoch("two").build(), false);
		assertThat(calls()).isZero();
		init(5, "other", true);
		compute();

		assertThat(this.seen).containsExactly(tree("a"), tree("other"));
		assertThat(lastCall().args().get("value")).isEqualTo(json("['other']"));
	}

	@Test
	void aFunctionThatFinishesInTheNextHistoryRunsAgain() {
		this.client.live(EngineHarness.FULL.toBuilder().epoch("one").build());
		update();
		init(5, "a", true);
		this.client.reconnect(EngineHarness.FULL.toBuilder().epoch("two").build());
		init(5, "other", true);
		compute();
		assertThat(calls()).isZero();
		compute();

		assertThat(lastCall().args().get("value")).isEqualTo(json("['other']"));
	}

	@Test
	void survivesThatTheApplicationEndsItsWatches() {
		this.client.live();
		update();
		this.client.engine.unwatch("game");
		this.client.advance(Duration.ofMillis(1));
		init(4, "late answer to the first WATCH", true);
		init(5, "a", true);
		compute();

		assertThat(ifVersion()).isEqualTo(5);
	}

	@Test
	void stoppingTheClientEndsItInAnyPhase() {
		this.client.live();
		CompletableFuture<UpdateResult<String>> reading = update();
		this.client.engine.stop();
		assertThat(failure(reading)).isInstanceOf(SodpNotSentException.class);

		EngineHarness second = new EngineHarness().live();
		this.client = second;
		CompletableFuture<UpdateResult<String>> computing = update();
		init(5, "a", true);
		second.engine.close();
		compute();
		assertThat(failure(computing)).isInstanceOf(SodpNotSentException.class);
		assertThat(second.sent(Frame.Call.class)).isEmpty();

		this.client = new EngineHarness().live();
		CompletableFuture<UpdateResult<String>> writing = update();
		init(5, "a", true);
		compute();
		this.client.engine.close();
		assertThat(failure(writing)).isInstanceOf(SodpOutcomeUnknownException.class);

		assertThat(failure(update())).isInstanceOf(SodpNotSentException.class);
	}

	@Test
	void closingAClientThatNeverStartedEndsIt() {
		CompletableFuture<UpdateResult<String>> update = update();
		this.client.engine.close();

		assertThat(failure(update)).isInstanceOf(SodpNotSentException.class);
	}

}
