// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps a number of operations under way, each followed by the next when it is answered.
 */
final class Writer {

	private final int outstanding;

	private final Operation operation;

	private final AtomicInteger left = new AtomicInteger();

	private final AtomicInteger running = new AtomicInteger();

	private final CompletableFuture<Void> done = new CompletableFuture<>();

	private Writer(int outstanding, int count, Operation operation) {
		this.outstanding = outstanding;
		this.operation = operation;
		this.left.set(count);
	}

	/**
	 * Runs operations and waits for all.
	 * @param outstanding how many at a time
	 * @param count how many in all
	 * @param operation begins one
	 * @return how long all took, in nanoseconds
	 */
	static long run(int outstanding, int count, Operation operation) throws Exception {
		long start = System.nanoTime();
		Writer writer = new Writer(outstanding, count, operation);
		writer.running.set(outstanding);
		for (int i = 0; i < writer.outstanding; i++) {
			writer.next(i);
		}
		writer.done.get(5, TimeUnit.MINUTES);
		return System.nanoTime() - start;
	}

	private void next(int slot) {
		if (this.left.getAndDecrement() <= 0) {
			if (this.running.decrementAndGet() == 0) {
				this.done.complete(null);
			}
			return;
		}
		this.operation.begin(slot).whenComplete((result, failure) -> {
			if (failure != null) {
				this.done.completeExceptionally(failure);
			}
			else {
				next(slot);
			}
		});
	}

	@FunctionalInterface
	interface Operation {

		/**
		 * Begins an operation.
		 * @param slot which of those that are under way at the same time, from 0
		 */
		CompletableFuture<?> begin(int slot);

	}

}
