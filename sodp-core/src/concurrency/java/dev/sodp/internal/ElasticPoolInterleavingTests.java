// SPDX-License-Identifier: Apache-2.0

package dev.sodp.internal;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sodp.concurrency.Interleavings;
import dev.sodp.concurrency.Interleavings.Latch;
import dev.sodp.concurrency.Interleavings.Threads;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Every task that the pool accepted runs once, on no more threads than allowed. Unless a
 * test says otherwise nothing notices stalls, which would hide a task left behind.
 */
class ElasticPoolInterleavingTests {

	private static final Executor NEVER = (task) -> {
	};

	@Test
	void tasksOfTwoThreadsRunOnceOnASinglePoolThread() {
		Interleavings.explore((threads) -> tasksOfTwoThreadsRunOnce(threads, 1));
	}

	@Test
	void tasksOfTwoThreadsRunOnceOnTwoPoolThreads() {
		Interleavings.explore((threads) -> tasksOfTwoThreadsRunOnce(threads, 2));
	}

	private static void tasksOfTwoThreadsRunOnce(Threads threads, int size) throws InterruptedException {
		Run run = threads.share(new Run(size, NEVER, 2));
		threads.start(() -> run.pool.execute(run::task));
		run.pool.execute(run::task);
		run.finish(threads, size);
	}

	@Test
	void aBatchRunsOnce() {
		Interleavings.explore((threads) -> {
			Run run = threads.share(new Run(2, NEVER, 3));
			threads.start(() -> run.pool.executeAll(List.of(run::task, run::task)));
			run.pool.execute(run::task);
			run.finish(threads, 2);
		});
	}

	@Test
	void aTaskRunsThoughThePoolHasGoneIdle() {
		Interleavings.explore((threads) -> {
			Run run = threads.share(new Run(1, NEVER, 2));
			Latch first = new Latch(1);
			run.pool.execute(() -> {
				run.task();
				first.countDown();
			});
			first.await();
			run.pool.execute(run::task);
			run.finish(threads, 1);
		});
	}

	@Test
	void aTaskRunsWhileAnotherIsStuckAsLongAsThereIsRoom() {
		Interleavings.explore((threads) -> {
			Run run = threads.share(new Run(2, NEVER, 2));
			Latch second = new Latch(1);
			threads.start(() -> run.pool.execute(() -> {
				second.await();
				run.task();
			}));
			run.pool.execute(() -> {
				run.task();
				second.countDown();
			});
			run.finish(threads, 2);
		});
	}

	@Test
	void aStallThatIsNoticedEndsIt() {
		Interleavings.explore((threads) -> {
			Queue<Runnable> due = new ConcurrentLinkedQueue<>();
			Run run = threads.share(new Run(1, due::add, 2));
			Latch second = new Latch(1);
			run.pool.execute(() -> {
				second.await();
				run.task();
			});
			run.pool.execute(() -> {
				run.task();
				second.countDown();
			});
			// The first may find that the queue has moved, the second cannot.
			for (int i = 0; i < 2; i++) {
				Runnable timer = due.poll();
				if (timer != null) {
					timer.run();
				}
			}
			run.finish(threads, 2);
		});
	}

	@Test
	void whatIsAcceptedBesideAShutDownIsRun() {
		Interleavings.explore((threads) -> {
			Run run = threads.share(new Run(1, NEVER, 2));
			run.pool.execute(() -> {
				run.task();
				run.pool.shutdown();
			});
			try {
				run.pool.execute(run::task);
			}
			catch (RejectedExecutionException ex) {
				run.rejected();
			}
			run.finish(threads, 2);
		});
	}

	/** A pool and what its tasks have done. */
	private static final class Run {

		private final ElasticPool pool;

		private final int tasks;

		private final Latch left;

		private final AtomicInteger ran = new AtomicInteger();

		private final Set<Thread> poolThreads = ConcurrentHashMap.newKeySet();

		Run(int size, Executor stallTimer, int tasks) {
			this.pool = new ElasticPool("test", size, stallTimer);
			this.tasks = tasks;
			this.left = new Latch(tasks);
		}

		void task() {
			this.ran.incrementAndGet();
			this.poolThreads.add(Thread.currentThread());
			this.left.countDown();
		}

		void rejected() {
			this.ran.incrementAndGet();
			this.left.countDown();
		}

		void finish(Threads threads, int mostPoolThreads) throws InterruptedException {
			threads.join();
			this.left.await();
			this.pool.shutdown();
			for (Thread thread : this.poolThreads) {
				thread.join();
			}
			assertEquals(this.tasks, this.ran.get());
			assertTrue(this.poolThreads.size() <= mostPoolThreads);
		}

	}

}
