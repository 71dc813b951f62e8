// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class LargeTasksTests {

	private static final int MOST = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);

	private final LargeTasks tasks = new LargeTasks();

	@Test
	void oneProcessorIsLeftToOthers() {
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		CountDownLatch full = new CountDownLatch(MOST);
		ExecutorService threads = Executors.newFixedThreadPool(MOST + 4);
		try {
			List<CompletableFuture<Integer>> all = new ArrayList<>();
			for (int i = 0; i < MOST + 4; i++) {
				all.add(CompletableFuture.supplyAsync(() -> this.tasks.run(() -> {
					most.accumulateAndGet(running.incrementAndGet(), Math::max);
					full.countDown();
					await(full);
					return running.decrementAndGet();
				}), threads));
			}
			CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).join();
			assertThat(most.get()).isEqualTo(MOST);
		}
		finally {
			threads.shutdown();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void aTaskThatFailsLeavesItsProcessor() {
		for (int i = 0; i <= MOST; i++) {
			assertThatIllegalStateException().isThrownBy(() -> this.tasks.run(() -> {
				throw new IllegalStateException("thrown on purpose");
			}));
		}
		assertThat(this.tasks.<String>run(() -> "next")).isEqualTo("next");
	}

}
