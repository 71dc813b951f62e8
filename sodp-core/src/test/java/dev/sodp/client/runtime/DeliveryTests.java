// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.sodp.client.AsyncWatchCallback;
import dev.sodp.client.ClientError;
import dev.sodp.client.DeliveryMode;
import dev.sodp.client.WatchMeta;
import dev.sodp.client.WatchRequest;
import dev.sodp.client.engine.KeyEvent;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.IntNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class DeliveryTests {

	private final List<Runnable> tasks = new ArrayList<>();

	private final List<ClientError> errors = new ArrayList<>();

	private final List<Integer> seen = new CopyOnWriteArrayList<>();

	@Test
	void everythingThrownIsReportedAndTheNextEventDelivered() {
		Delivery<Integer> delivery = delivery((value, meta) -> {
			this.seen.add(value);
			if (value == 1) {
				throw new StackOverflowError();
			}
			if (value == 2) {
				return CompletableFuture.failedStage(new IllegalStateException());
			}
			return null;
		});
		offer(delivery, 1, 2, 3, 4);
		runAll();
		assertThat(this.seen).containsExactly(1, 2, 3, 4);
		assertThat(this.errors).extracting(ClientError::cause)
			.hasExactlyElementsOfTypes(StackOverflowError.class, IllegalStateException.class);
	}

	@Test
	void nothingIsDeliveredAfterClose() {
		Delivery<Integer> delivery = delivery((value, meta) -> {
			this.seen.add(value);
			return null;
		});
		offer(delivery, 1);
		delivery.close();
		offer(delivery, 2);
		runAll();
		assertThat(this.seen).isEmpty();
		assertThat(delivery.isActive()).isFalse();
	}

	@Test
	void busyKeyLeavesTheExecutorToOthersFromTimeToTime() {
		Delivery<Integer> delivery = delivery((value, meta) -> {
			this.seen.add(value);
			return null;
		});
		for (int i = 0; i < 1000; i++) {
			offer(delivery, i);
		}
		this.tasks.remove(0).run();
		assertThat(this.seen).hasSizeLessThan(1000);
		runAll();
		assertThat(this.seen).hasSize(1000).isSorted();
	}

	@Test
	void eventsBeyondTheBoundAreMergedIntoTheLatest() {
		Delivery<Integer> delivery = delivery((value, meta) -> {
			this.seen.add(value);
			if (value == Delivery.CAPACITY + 9) {
				assertThat(meta.merged()).isEqualTo(10);
			}
			return null;
		});
		for (int i = 0; i < Delivery.CAPACITY + 10; i++) {
			offer(delivery, i);
		}
		runAll();
		assertThat(this.seen).hasSize(Delivery.CAPACITY).endsWith(Delivery.CAPACITY + 9);
		assertThat(this.errors).isEmpty();
	}

	@Test
	void executorThatRefusesIsReportedOnceAndTriedAgain() {
		AtomicBoolean refusing = new AtomicBoolean(true);
		Executor executor = (task) -> {
			if (refusing.get()) {
				throw new RejectedExecutionException("full");
			}
			task.run();
		};
		Delivery<Integer> delivery = new Delivery<>("key", (value, ops) -> value.intValue(),
				WatchTarget.of(WatchRequest.of("key", Integer.class, (value, meta) -> this.seen.add(value))),
				DeliveryMode.EVERY, executor, new DeliveryMeter(() -> 0), this.errors::add, (closed) -> {
				});
		offer(delivery, 1, 2);
		assertThat(this.errors).singleElement().satisfies((error) -> {
			assertThat(error.source()).isEqualTo(ClientError.Source.CALLBACK);
			assertThat(error.key()).isEqualTo("key");
		});
		refusing.set(false);
		await().untilAsserted(() -> assertThat(this.seen).containsExactly(1, 2));
	}

	private Delivery<Integer> delivery(AsyncWatchCallback<Integer> callback) {
		Executor executor = this.tasks::add;
		return new Delivery<>("key", (value, ops) -> value.intValue(), WatchTarget.values(callback), DeliveryMode.EVERY,
				executor, new DeliveryMeter(() -> 0), this.errors::add, (closed) -> {
				});
	}

	private void offer(Delivery<Integer> delivery, int... values) {
		for (int value : values) {
			delivery.accept(new KeyEvent(IntNode.valueOf(value),
					new WatchMeta("key", value, true, WatchMeta.Source.DELTA, 0), 0, null));
			delivery.wake();
		}
	}

	private void runAll() {
		while (!this.tasks.isEmpty()) {
			this.tasks.remove(0).run();
		}
	}

}
