// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

import dev.sodp.client.StateChange;
import dev.sodp.server.SodpServer;
import dev.sodp.state.Deltas;
import dev.sodp.state.ImmutableNodes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The changes of a state as a publisher: demand, merging, ends.
 */
class SodpStateChangesTests {

	private static final String KEY = "counter";

	private final Connected sodp = new Connected();

	private final SodpServer server = this.sodp.server;

	private final SodpStates states = new SodpStates(SodpClients.of(this.sodp.client), JsonMapper.shared());

	private final SodpState<JsonNode> state = this.states.get(KEY, JsonNode.class);

	private final Recorder recorder = new Recorder();

	@AfterEach
	void close() {
		this.states.close();
		this.sodp.close();
	}

	private void count(int from, int to) {
		for (int i = from; i <= to; i++) {
			long version = this.server.set(KEY, ImmutableNodes.object(Map.of("n", tree(i))));
			await().until(() -> this.state.version() == version);
		}
	}

	private static JsonNode tree(int value) {
		return JsonMapper.shared().valueToTree(value);
	}

	@Test
	void nothingComesBeforeItIsAskedFor() {
		count(1, 3);
		this.state.changes().subscribe(this.recorder);
		count(4, 5);

		this.recorder.subscription().request(1);

		this.recorder.awaitCount(1);
		assertThat(this.recorder.values()).containsExactly(5);
	}

	@Test
	void aSlowSubscriberGetsTheLatestAndLearnsHowManyWereMerged() {
		count(1, 1);
		this.state.changes().subscribe(this.recorder);
		this.recorder.subscription().request(1);
		this.recorder.awaitCount(1);
		count(2, 6);

		this.recorder.subscription().request(1);

		this.recorder.awaitCount(2);
		assertThat(this.recorder.values()).containsExactly(1, 6);
		assertThat(this.recorder.changes.get(1).meta().merged()).isEqualTo(4);
	}

	@Test
	void aMergedStepLeadsFromWhatTheSubscriberSawToWhatItSees() {
		count(1, 1);
		this.state.changes().subscribe(this.recorder);
		this.recorder.subscription().request(1);
		this.recorder.awaitCount(1);
		count(2, 6);
		this.recorder.subscription().request(1);
		this.recorder.awaitCount(2);
		StateChange<JsonNode> step = this.recorder.changes.get(1);

		assertThat(step.previous()).isEqualTo(this.recorder.changes.get(0).current());
		assertThat(Deltas.apply(Objects.requireNonNull(step.previous()), step.ops())).isEqualTo(step.current());
	}

	@Test
	void aSubscriberWithoutBoundsGetsEveryChange() {
		count(1, 1);
		this.state.changes().subscribe(this.recorder);
		this.recorder.subscription().request(Long.MAX_VALUE);
		for (int i = 2; i <= 20; i++) {
			this.recorder.awaitCount(i - 1);
			count(i, i);
		}

		this.recorder.awaitCount(20);
		assertThat(this.recorder.values()).last().isEqualTo(20);
	}

	@Test
	void aCancelledSubscriberGetsNothingMoreAndLetsGoOfTheKey() {
		count(1, 1);
		this.state.changes().subscribe(this.recorder);
		this.recorder.subscription().request(2);
		this.recorder.awaitCount(1);

		this.recorder.subscription().cancel();

		assertThat(this.sodp.client.keyStatus(KEY).orElseThrow().subscribers()).isEqualTo(1);
		count(2, 2);
		assertThat(this.recorder.values()).containsExactly(1);
	}

	@Test
	void askingForNothingIsAnError() {
		this.state.changes().subscribe(this.recorder);

		this.recorder.subscription().request(0);

		assertThat(this.recorder.failure.join()).isInstanceOf(IllegalArgumentException.class);
	}

	@Test
	void theChangesEndWithTheContext() {
		count(1, 1);
		this.state.changes().subscribe(this.recorder);
		this.recorder.subscription().request(1);
		this.recorder.awaitCount(1);

		this.states.close();

		assertThat(this.recorder.completed).isCompleted();
	}

	@Test
	void theChangesOfAClosedStateEndAtOnce() {
		this.states.close();

		this.state.changes().subscribe(this.recorder);

		assertThat(this.recorder.completed).isCompleted();
	}

	@Test
	void theEndIsNotToldWhileAChangeIsBeingTaken() {
		count(1, 1);
		List<String> signals = new CopyOnWriteArrayList<>();
		this.state.changes().subscribe(new Flow.Subscriber<>() {

			@Override
			public void onSubscribe(Flow.Subscription subscription) {
				subscription.request(1);
			}

			@Override
			public void onNext(StateChange<JsonNode> change) {
				SodpStateChangesTests.this.states.close();
				signals.add("next");
			}

			@Override
			public void onError(Throwable failure) {
				signals.add("error");
			}

			@Override
			public void onComplete() {
				signals.add("complete");
			}

		});

		await().untilAsserted(() -> assertThat(signals).containsExactly("next", "complete"));
	}

	/** Writes down signals; asks for nothing by itself. */
	private static final class Recorder implements Flow.Subscriber<StateChange<JsonNode>> {

		final List<StateChange<JsonNode>> changes = new CopyOnWriteArrayList<>();

		final CompletableFuture<@Nullable Void> completed = new CompletableFuture<>();

		final CompletableFuture<Throwable> failure = new CompletableFuture<>();

		private volatile Flow.@Nullable Subscription subscription;

		Flow.Subscription subscription() {
			return Objects.requireNonNull(this.subscription);
		}

		void awaitCount(int count) {
			await().untilAsserted(() -> assertThat(this.changes).hasSize(count));
		}

		List<Integer> values() {
			List<Integer> values = new ArrayList<>();
			this.changes.forEach((change) -> values.add(Objects.requireNonNull(change.current()).get("n").intValue()));
			return values;
		}

		@Override
		public void onSubscribe(Flow.Subscription newSubscription) {
			this.subscription = newSubscription;
		}

		@Override
		public void onNext(StateChange<JsonNode> change) {
			this.changes.add(change);
		}

		@Override
		public void onError(Throwable reason) {
			this.failure.complete(reason);
		}

		@Override
		public void onComplete() {
			this.completed.complete(null);
		}

	}

}
