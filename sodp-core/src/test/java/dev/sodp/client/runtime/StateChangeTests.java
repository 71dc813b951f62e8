// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import dev.sodp.client.ClientError;
import dev.sodp.client.DeliveryMode;
import dev.sodp.client.StateChange;
import dev.sodp.client.WatchMeta;
import dev.sodp.client.engine.EngineHarness;
import dev.sodp.client.engine.KeyEvent;
import dev.sodp.protocol.Frame;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.Deltas;
import dev.sodp.state.Diff;
import dev.sodp.state.RandomValues;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

import static dev.sodp.client.engine.EngineHarness.json;
import static dev.sodp.client.engine.EngineHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Steps from value to value: they join, whatever the network and a slow callback do.
 */
class StateChangeTests {

	private final EngineHarness client = new EngineHarness();

	private final List<Runnable> tasks = new ArrayList<>();

	private final List<StateChange<JsonNode>> changes = new ArrayList<>();

	@Test
	void theFirstStepAddsTheWholeValue() {
		Delivery<JsonNode> game = watch(DeliveryMode.EVERY);
		this.client.init(10, "game", 4, json("{'score':1}"));
		drain(game);

		assertThat(only().previous()).isNull();
		assertThat(only().current()).isEqualTo(json("{'score':1}"));
		assertThat(only().ops()).containsExactly(DeltaOp.add("/", json("{'score':1}")));
	}

	@Test
	void theFirstStepOfAKeyThatDoesNotExistHasNoOperations() {
		Delivery<JsonNode> game = watch(DeliveryMode.EVERY);
		this.client.receive(new Frame.StateInit(10, 99, "game", 0, NullNode.getInstance(), false, null));
		drain(game);

		assertThat(only().current()).isNull();
		assertThat(only().ops()).isEmpty();
	}

	@Test
	void aDeltaBringsItsOwnOperations() {
		Delivery<JsonNode> game = watch(DeliveryMode.EVERY);
		this.client.init(10, "game", 4, json("{'score':1,'tags':[1,2]}"));
		DeltaOp append = DeltaOp.add("/tags/-", tree(3));
		this.client.delta(10, null, 5, append);
		drain(game);

		assertThat(this.changes.get(1).ops()).containsExactly(append);
		assertThat(this.changes.get(1).previous()).isSameAs(this.changes.get(0).current());
	}

	@Test
	void replayedDeltasBringTheirOwnOperationsAndTheSnapshotAfterThemNone() {
		Delivery<JsonNode> list = watch(DeliveryMode.EVERY);
		this.client.init(10, "game", 1, json("[1]"));
		this.client.reconnect(EngineHarness.FULL);
		DeltaOp append = DeltaOp.add("/-", tree(2));
		this.client.delta(20, null, 2, append);
		this.client.init(20, "game", 2, json("[1,2]"));
		drain(list);

		assertThat(this.changes).extracting(StateChange::ops)
			.containsExactly(List.of(DeltaOp.add("/", json("[1]"))), List.of(append), List.of());
	}

	@Test
	void aRemovedKeyIsAStepThatRemovesTheWholeValue() {
		Delivery<JsonNode> game = watch(DeliveryMode.LATEST);
		this.client.init(10, "game", 1, 1);
		drain(game);
		this.client.delta(10, null, 2, DeltaOp.update("/", tree(2)));
		this.client.reconnect(EngineHarness.FULL);
		this.client.receive(new Frame.StateInit(20, 99, "game", 0, NullNode.getInstance(), false, null));
		drain(game);

		assertThat(this.changes.get(1).ops()).containsExactly(DeltaOp.remove("/"));
		assertThat(this.changes.get(1).meta().merged()).isEqualTo(1);
	}

	@Test
	void mergedDeltasBringAllTheirOperationsUpToABound() {
		Delivery<JsonNode> game = watch(DeliveryMode.LATEST);
		this.client.init(10, "game", 1, json("{'a':0}"));
		drain(game);
		for (int i = 1; i <= KeyEvent.MAX_MERGED_OPS; i++) {
			this.client.delta(10, null, 1 + i, DeltaOp.update("/a", tree(i)));
		}
		drain(game);
		assertThat(this.changes.get(1).ops()).hasSize(KeyEvent.MAX_MERGED_OPS);

		for (int i = 1; i <= KeyEvent.MAX_MERGED_OPS + 1; i++) {
			this.client.delta(10, null, 1000 + i, DeltaOp.update("/a", tree(-i)));
		}
		drain(game);
		assertThat(this.changes.get(2).ops()).containsExactly(DeltaOp.update("/a", tree(-KeyEvent.MAX_MERGED_OPS - 1)));
	}

	@Test
	void latestKeepsOneWaitingEventThatCountsTheOthers() {
		Delivery<JsonNode> game = watch(DeliveryMode.LATEST);
		this.client.init(10, "game", 1, 1);
		drain(game);
		for (int i = 2; i <= 9; i++) {
			this.client.delta(10, null, i, DeltaOp.update("/", tree(i)));
		}
		drain(game);

		assertThat(this.changes).extracting(StateChange::current).containsExactly(tree(1), tree(9));
		assertThat(this.changes.get(1).meta().merged()).isEqualTo(7);
		assertThat(this.changes.get(1).meta().source()).isEqualTo(WatchMeta.Source.DELTA);
	}

	@Test
	void operationsCannotBeChanged() {
		Delivery<JsonNode> game = watch(DeliveryMode.EVERY);
		this.client.init(10, "game", 1, 1);
		drain(game);

		assertThatThrownBy(() -> only().ops().clear()).isInstanceOf(UnsupportedOperationException.class);
	}

	/**
	 * Applying the operations of a step to the value delivered last gives the value of
	 * the step: over snapshots, deltas, replays, removals, merged events and values that
	 * could not be converted.
	 */
	@ParameterizedTest
	@EnumSource
	void stepsJoin(DeliveryMode mode) {
		for (int seed = 0; seed < 300; seed++) {
			new RandomHistory(seed, mode).run();
		}
	}

	private Delivery<JsonNode> watch(DeliveryMode mode) {
		this.client.live();
		WatchTarget<JsonNode> target = new ChangeTarget<>((change) -> {
			this.changes.add(change);
			return CompletableFuture.completedFuture(null);
		});
		return watch(this.client, target, mode, this.tasks);
	}

	private static Delivery<JsonNode> watch(EngineHarness client, WatchTarget<JsonNode> target, DeliveryMode mode,
			List<Runnable> tasks) {
		Delivery<JsonNode> delivery = new Delivery<>("game", StateChangeTests::convert, target, mode, tasks::add,
				new DeliveryMeter(() -> 0), StateChangeTests::rethrow, (closed) -> {
				});
		client.engine.watch(List.of(delivery), null);
		return delivery;
	}

	/** An assertion that failed in a callback fails the test. */
	private static void rethrow(ClientError error) {
		if (error.cause() instanceof AssertionError failure) {
			throw failure;
		}
	}

	/** Refuses some values. */
	private static @Nullable JsonNode convert(JsonNode tree, @Nullable List<DeltaOp> ops) {
		if (tree.path("refused").booleanValue(false)) {
			throw new IllegalArgumentException("refused");
		}
		return tree.isNull() ? null : tree;
	}

	private void drain(Delivery<JsonNode> delivery) {
		delivery.wake();
		while (!this.tasks.isEmpty()) {
			this.tasks.remove(0).run();
		}
	}

	private StateChange<JsonNode> only() {
		assertThat(this.changes).hasSize(1);
		return this.changes.get(0);
	}

	/** A random life of a key, checked at each step that is delivered. */
	private static final class RandomHistory {

		private final Random random;

		private final RandomValues values;

		private final EngineHarness client = new EngineHarness().live();

		private final List<Runnable> tasks = new ArrayList<>();

		private final Delivery<JsonNode> delivery;

		private long stream = 10;

		private long version = 1;

		private JsonNode value;

		private JsonNode delivered = NullNode.getInstance();

		private @Nullable JsonNode previous;

		RandomHistory(int seed, DeliveryMode mode) {
			this.random = new Random(seed);
			this.values = new RandomValues(this.random);
			this.value = Values.immutable(this.values.value(3));
			this.delivery = watch(this.client, new ChangeTarget<>(this::check), mode, this.tasks);
		}

		private CompletableFuture<@Nullable Void> check(StateChange<JsonNode> change) {
			JsonNode current = (change.current() != null) ? change.current() : NullNode.getInstance();
			assertThat(change.previous()).isSameAs(this.previous);
			assertThat(Values.equal(Deltas.apply(this.delivered, change.ops()), current)).isTrue();
			this.delivered = current;
			this.previous = change.current();
			return CompletableFuture.completedFuture(null);
		}

		void run() {
			this.client.init(this.stream, "game", this.version, this.value);
			for (int i = 0; i < 60; i++) {
				switch (this.random.nextInt(10)) {
					case 0 -> reconnect();
					case 1 -> change(List.of(DeltaOp.remove("/")), NullNode.getInstance());
					case 2 -> drain();
					case 3 -> change(Values.immutable(json("{'refused':true}")));
					default -> change(Values.immutable(this.values.changed(this.value, 3)));
				}
			}
			change(tree("the end"));
			drain();
			assertThat(this.client.errors).noneMatch((error) -> error.source() == ClientError.Source.CODEC);
			assertThat(this.delivered).isEqualTo(tree("the end"));
		}

		private void drain() {
			this.delivery.wake();
			while (!this.tasks.isEmpty()) {
				this.tasks.remove(0).run();
			}
		}

		private void change(JsonNode next) {
			List<DeltaOp> ops = this.value.isNull() ? List.of(DeltaOp.add("/", next)) : Diff.between(this.value, next);
			change(ops, next);
		}

		private void change(List<DeltaOp> ops, JsonNode next) {
			this.version++;
			this.value = next;
			this.client.delta(this.stream, "game", this.version, ops.toArray(DeltaOp[]::new));
		}

		/** With a replay of what was missed, or with a value from nowhere. */
		private void reconnect() {
			this.client.reconnect(EngineHarness.FULL);
			this.stream++;
			if (this.random.nextBoolean()) {
				for (int i = this.random.nextInt(4); i > 0; i--) {
					change(Values.immutable(this.values.changed(this.value, 3)));
				}
			}
			else {
				this.version++;
				this.value = Values.immutable(this.values.value(3));
			}
			this.client.init(this.stream, "game", this.version, this.value);
		}

	}

}
