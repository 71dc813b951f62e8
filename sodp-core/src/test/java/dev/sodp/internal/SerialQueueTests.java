// SPDX-License-Identifier: Apache-2.0

package dev.sodp.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
class SerialQueueTests {

	private static final int PRODUCERS = 4;

	private static final int ROUNDS = 5_000;

	private final List<Integer> handled = new ArrayList<>();

	private final List<Throwable> failures = new ArrayList<>();

	/** Runs nothing until asked. */
	private final Queue<Runnable> executor = new ArrayDeque<>();

	private SerialQueue<Integer> queue(Consumer<Integer> handler) {
		return new SerialQueue<>(new ConcurrentLinkedQueue<>(), handler, (item, failure) -> this.failures.add(failure));
	}

	private static <T> void put(SerialQueue<T> queue, T item, Executor executor) {
		queue.offer(item);
		if (queue.claim()) {
			executor.execute(queue);
		}
	}

	@Test
	void itemsAreHandledInTheirOrderByOneRun() {
		SerialQueue<Integer> queue = queue(this.handled::add);
		for (int item = 0; item < 5; item++) {
			put(queue, item, this.executor::add);
		}

		assertThat(this.executor).hasSize(1);
		this.executor.remove().run();

		assertThat(this.handled).containsExactly(0, 1, 2, 3, 4);
	}

	@Test
	void nothingIsHandledOnTheThreadThatAdds() {
		SerialQueue<Integer> queue = queue(this.handled::add);

		put(queue, 1, this.executor::add);

		assertThat(this.handled).isEmpty();
	}

	@Test
	void anItemThatComesWhileAnotherIsHandledIsHandledByTheSameRun() {
		List<SerialQueue<Integer>> self = new ArrayList<>();
		SerialQueue<Integer> queue = queue((item) -> {
			this.handled.add(item);
			if (item < 3) {
				put(self.get(0), item + 1, this.executor::add);
			}
		});
		self.add(queue);
		put(queue, 1, this.executor::add);

		this.executor.remove().run();

		assertThat(this.handled).containsExactly(1, 2, 3);
		assertThat(this.executor).isEmpty();
	}

	@Test
	void whatHasRunCanBeClaimedAgain() {
		SerialQueue<Integer> queue = queue(this.handled::add);
		put(queue, 1, Runnable::run);

		put(queue, 2, Runnable::run);

		assertThat(this.handled).containsExactly(1, 2);
	}

	@Test
	void anEmptyQueueCannotBeClaimed() {
		assertThat(queue(this.handled::add).claim()).isFalse();
	}

	@Test
	void anErrorEndsItsOwnItemOnly() {
		LinkageError error = new LinkageError("thrown by item 1");
		SerialQueue<Integer> queue = queue((item) -> {
			if (item == 1) {
				throw error;
			}
			this.handled.add(item);
		});
		queue.offer(1);
		queue.offer(2);

		put(queue, 3, Runnable::run);

		assertThat(this.handled).containsExactly(2, 3);
		assertThat(this.failures).containsExactly(error);
		put(queue, 4, Runnable::run);
		assertThat(this.handled).endsWith(4);
	}

	@Test
	void whatAnExecutorRefusesIsLeftToTheNextClaim() {
		SerialQueue<Integer> queue = queue(this.handled::add);
		queue.offer(1);
		assertThat(queue.claim()).isTrue();
		queue.unclaim();

		put(queue, 2, Runnable::run);

		assertThat(this.handled).containsExactly(1, 2);
	}

	@Test
	void whatDoesNotFitIsRefused() {
		SerialQueue<Integer> queue = new SerialQueue<>(new ArrayBlockingQueue<>(1), this.handled::add, (item, ex) -> {
		});

		assertThat(queue.offer(1)).isTrue();
		assertThat(queue.offer(2)).isFalse();
	}

	@Test
	void whatWasClearedIsNotHandled() {
		SerialQueue<Integer> queue = queue(this.handled::add);
		put(queue, 1, this.executor::add);

		queue.clear();
		this.executor.remove().run();

		assertThat(this.handled).isEmpty();
	}

	@Test
	void noItemOfFourProducersIsLeftBehind() throws Exception {
		Semaphore done = new Semaphore(0);
		SerialQueue<Item> queue = queueOf((item) -> done.release());

		produceInRounds((item) -> put(queue, item, ForkJoinPool.commonPool()), done);

		assertThat(queue.claim()).isFalse();
	}

	@Test
	void itemsAreHandledOneAtATimeThoughFourProducersClaim() throws Exception {
		Semaphore done = new Semaphore(0);
		AtomicBoolean busy = new AtomicBoolean();
		AtomicInteger together = new AtomicInteger();
		SerialQueue<Item> queue = queueOf((item) -> {
			if (!busy.compareAndSet(false, true)) {
				together.incrementAndGet();
			}
			Thread.onSpinWait();
			busy.set(false);
			done.release();
		});

		produceInRounds((item) -> put(queue, item, ForkJoinPool.commonPool()), done);

		assertThat(together).hasValue(0);
	}

	@Test
	void eachRunSeesWhatTheOneBeforeItWrote() throws Exception {
		Semaphore done = new Semaphore(0);
		int[] last = new int[PRODUCERS];
		AtomicInteger overtaken = new AtomicInteger();
		SerialQueue<Item> queue = queueOf((item) -> {
			if (++last[item.producer()] != item.number()) {
				overtaken.incrementAndGet();
			}
			done.release();
		});

		produceInRounds((item) -> put(queue, item, ForkJoinPool.commonPool()), done);

		assertThat(overtaken).hasValue(0);
	}

	@Test
	void anExecutorThatRefusesEveryOtherRunLosesNothing() throws Exception {
		Semaphore done = new Semaphore(0);
		AtomicInteger runs = new AtomicInteger();
		SerialQueue<Item> queue = queueOf((item) -> done.release());
		Executor moody = (task) -> {
			if (runs.incrementAndGet() % 2 == 0) {
				throw new RejectedExecutionException();
			}
			ForkJoinPool.commonPool().execute(task);
		};

		produceInRounds((item) -> {
			queue.offer(item);
			while (!wake(queue, moody)) {
				Thread.onSpinWait();
			}
		}, done);

		assertThat(queue.claim()).isFalse();
	}

	/** False if the executor refuses. */
	private static boolean wake(SerialQueue<?> queue, Executor executor) {
		if (queue.claim()) {
			try {
				executor.execute(queue);
			}
			catch (RejectedExecutionException ex) {
				queue.unclaim();
				return false;
			}
		}
		return true;
	}

	private SerialQueue<Item> queueOf(Consumer<Item> handler) {
		return new SerialQueue<>(new ConcurrentLinkedQueue<>(), handler, (item, failure) -> this.failures.add(failure));
	}

	/**
	 * One item a producer, all at the same time, and no further one before all are
	 * handled: it would wake the queue for one that was left behind.
	 */
	private static void produceInRounds(Consumer<Item> sink, Semaphore done) throws Exception {
		CyclicBarrier begin = new CyclicBarrier(PRODUCERS);
		CyclicBarrier end = new CyclicBarrier(PRODUCERS, () -> awaitRound(done));
		ExecutorService producers = Executors.newFixedThreadPool(PRODUCERS);
		try {
			List<Future<?>> ends = new ArrayList<>();
			for (int i = 0; i < PRODUCERS; i++) {
				int producer = i;
				ends.add(producers.submit(() -> {
					for (int number = 1; number <= ROUNDS; number++) {
						begin.await();
						sink.accept(new Item(producer, number));
						end.await();
					}
					return null;
				}));
			}
			for (Future<?> ended : ends) {
				ended.get();
			}
		}
		finally {
			producers.shutdownNow();
		}
	}

	private static void awaitRound(Semaphore done) {
		try {
			if (!done.tryAcquire(PRODUCERS, 20, TimeUnit.SECONDS)) {
				throw new AssertionError((PRODUCERS - done.availablePermits()) + " items were left behind");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private record Item(int producer, int number) {
	}

}
