// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

import dev.sodp.client.DeliveryMode;
import dev.sodp.client.WatchMeta;
import dev.sodp.client.engine.KeyEvent;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.IntNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What is held for a key that no longer has events. */
class PrefixDeliveryLeakTests {

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private boolean refuses;

	private void execute(Runnable task) {
		if (this.refuses) {
			throw new RejectedExecutionException("full");
		}
		this.tasks.add(task);
	}

	@Test
	void nothingIsHeldForAKeyWhoseLastStageEndsWhileTheExecutorIsFull() {
		CompletableFuture<Void> stage = new CompletableFuture<>();
		PrefixDelivery<Integer> delivery = new PrefixDelivery<>("game.*",
				(key) -> new Delivery<>(key, (value, ops) -> value.intValue(),
						WatchTarget.values((value, meta) -> stage), DeliveryMode.EVERY, this::execute,
						new DeliveryMeter(() -> 0), (error) -> {
						}, (closed) -> {
						}),
				(closed) -> {
				});
		delivery.accept(new KeyEvent(IntNode.valueOf(1), new WatchMeta("game.a", 1, false, WatchMeta.Source.DELTA, 0),
				0, null));
		delivery.wake("game.a");
		this.tasks.remove().run();

		this.refuses = true;
		stage.complete(null);

		assertThat(delivery.size()).isZero();
	}

}
