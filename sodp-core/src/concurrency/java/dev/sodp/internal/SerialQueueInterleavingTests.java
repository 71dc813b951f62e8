// SPDX-License-Identifier: Apache-2.0

package dev.sodp.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.sodp.concurrency.Interleavings;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** What is added is handled once, one item at a time, and nothing is left behind. */
class SerialQueueInterleavingTests {

	@Test
	void itemsOfTwoThreadsAreHandledOnceOneAtATime() {
		Interleavings.explore((threads) -> {
			Run run = threads.share(new Run());
			threads.start(() -> run.add(1));
			run.add(11);
			threads.join();
			run.assertHandled(1, 11);
		});
	}

	@Test
	void itemsOfOneThreadAreHandledInOrder() {
		Interleavings.explore((threads) -> {
			Run run = threads.share(new Run());
			threads.start(() -> run.add(11));
			run.add(1);
			run.add(2);
			threads.join();
			run.assertHandled(1, 2, 11);
			assertEquals(List.of(1, 2), run.handled.stream().filter((item) -> item < 10).toList());
		});
	}

	/** A queue that is run by whoever has to. */
	private static final class Run {

		private final List<Integer> handled = new ArrayList<>();

		private final AtomicBoolean handling = new AtomicBoolean();

		private final AtomicBoolean overlapped = new AtomicBoolean();

		private final SerialQueue<Integer> queue = new SerialQueue<>(new ConcurrentLinkedQueue<>(), this::handle,
				(item, failure) -> {
				});

		void add(int item) {
			this.queue.offer(item);
			if (this.queue.claim()) {
				this.queue.run();
			}
		}

		private void handle(int item) {
			if (!this.handling.compareAndSet(false, true)) {
				this.overlapped.set(true);
			}
			this.handled.add(item);
			this.handling.set(false);
		}

		void assertHandled(Integer... expected) {
			assertFalse(this.overlapped.get());
			assertEquals(List.of(expected), this.handled.stream().sorted().toList());
		}

	}

}
