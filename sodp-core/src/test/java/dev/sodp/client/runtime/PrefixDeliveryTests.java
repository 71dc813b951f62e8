// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import dev.sodp.client.DeliveryMode;
import dev.sodp.client.StateChange;
import dev.sodp.client.WatchMeta;
import dev.sodp.client.engine.KeyEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.IntNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Events of many keys on their way to one callback. */
class PrefixDeliveryTests {

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final List<String> seen = new ArrayList<>();

	private final List<CompletableFuture<Void>> busy = new ArrayList<>();

	private PrefixDelivery<Integer> delivery(WatchTarget<Integer> target, DeliveryMode mode) {
		return new PrefixDelivery<>("game.*",
				(key) -> new Delivery<>(key, (value, ops) -> value.intValue(), target, mode, this.tasks::add,
						new DeliveryMeter(() -> 0), (error) -> this.seen.add(error.message()), (closed) -> {
						}),
				(closed) -> this.seen.add("closed"));
	}

	private PrefixDelivery<Integer> values() {
		return delivery(WatchTarget.values((value, meta) -> {
			this.seen.add(meta.key() + " " + value);
			return CompletableFuture.completedFuture(null);
		}), DeliveryMode.EVERY);
	}

	private static void offer(PrefixDelivery<Integer> delivery, String key, int version, boolean exists) {
		delivery.accept(new KeyEvent(IntNode.valueOf(version),
				new WatchMeta(key, version, exists, WatchMeta.Source.DELTA, 0), 0, null));
		delivery.wake(key);
	}

	private void runAll() {
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			task.run();
		}
	}

	@Test
	void eventsOfAKeyKeepTheirOrder() {
		PrefixDelivery<Integer> delivery = values();
		offer(delivery, "game.a", 1, true);
		offer(delivery, "game.b", 2, true);
		offer(delivery, "game.a", 3, true);

		runAll();

		assertThat(this.seen).containsSubsequence("game.a 1", "game.a 3").contains("game.b 2").hasSize(3);
	}

	@Test
	void aBusyKeyDoesNotHoldUpOthers() {
		PrefixDelivery<Integer> delivery = delivery(WatchTarget.values((value, meta) -> {
			this.seen.add(meta.key() + " " + value);
			CompletableFuture<Void> done = new CompletableFuture<>();
			this.busy.add(done);
			return done;
		}), DeliveryMode.EVERY);
		offer(delivery, "game.a", 1, true);
		offer(delivery, "game.a", 2, true);
		offer(delivery, "game.b", 3, true);
		runAll();
		assertThat(this.seen).containsExactly("game.a 1", "game.b 3");

		this.busy.get(0).complete(null);
		runAll();

		assertThat(this.seen).containsExactly("game.a 1", "game.b 3", "game.a 2");
	}

	@Test
	void conflationIsByKey() {
		PrefixDelivery<Integer> delivery = delivery(WatchTarget.values((value, meta) -> {
			this.seen.add(meta.key() + " " + value + " merged " + meta.merged());
			return CompletableFuture.completedFuture(null);
		}), DeliveryMode.LATEST);
		offer(delivery, "game.a", 1, true);
		offer(delivery, "game.b", 2, true);
		offer(delivery, "game.a", 3, true);

		runAll();

		assertThat(this.seen).containsExactlyInAnyOrder("game.a 3 merged 1", "game.b 2 merged 0");
	}

	@Test
	void nothingIsHeldForAKeyThatIsIdle() {
		PrefixDelivery<Integer> delivery = values();
		offer(delivery, "game.a", 1, true);
		assertThat(delivery.size()).isEqualTo(1);

		runAll();

		assertThat(delivery.size()).isZero();
	}

	@Test
	void whatChangesStartFromIsHeldAsLongAsTheKeyExists() {
		List<@Nullable Integer> previous = new ArrayList<>();
		PrefixDelivery<Integer> delivery = new PrefixDelivery<>("game.*", (key) -> new Delivery<>(key,
				(value, ops) -> value.intValue(), new ChangeTarget<Integer>((StateChange<Integer> change) -> {
					previous.add(change.previous());
					return CompletableFuture.completedFuture(null);
				}), DeliveryMode.EVERY, this.tasks::add, new DeliveryMeter(() -> 0),
				(error) -> this.seen.add(error.message()), (closed) -> {
				}), (closed) -> this.seen.add("closed"));
		offer(delivery, "game.a", 1, true);
		runAll();
		offer(delivery, "game.a", 2, true);
		runAll();
		assertThat(delivery.size()).isEqualTo(1);

		offer(delivery, "game.a", 3, false);
		runAll();

		assertThat(previous).containsExactly(null, 1, 2);
		assertThat(delivery.size()).isZero();
	}

	@Test
	void aKeyWhoseCallbackRunsIsNotDisposedOf() {
		PrefixDelivery<Integer> delivery = delivery(WatchTarget.values((value, meta) -> {
			this.busy.add(new CompletableFuture<>());
			this.seen.add("begins " + value);
			return this.busy.get(this.busy.size() - 1);
		}), DeliveryMode.EVERY);
		offer(delivery, "game.a", 1, false);
		runAll();

		offer(delivery, "game.a", 2, true);
		runAll();
		assertThat(this.seen).containsExactly("begins 1");

		this.busy.get(0).complete(null);
		runAll();
		assertThat(this.seen).containsExactly("begins 1", "begins 2");
	}

	@Test
	void nothingIsDeliveredOnceItIsClosed() {
		PrefixDelivery<Integer> delivery = values();
		offer(delivery, "game.a", 1, true);

		delivery.close();
		offer(delivery, "game.b", 2, true);
		runAll();

		assertThat(this.seen).containsExactly("closed");
		assertThat(delivery.isActive()).isFalse();
		assertThat(delivery.waiting()).isZero();
	}

}
