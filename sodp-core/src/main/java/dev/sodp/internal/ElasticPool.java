// SPDX-License-Identifier: Apache-2.0

package dev.sodp.internal;

import java.util.Collection;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * A pool with as many threads as there are processors, and more while those are stuck.
 *
 * <p>
 * One change may make thousands of sessions writable. A thread for each would mean a
 * thousand threads that write a few bytes; a fixed number of threads would leave all
 * sessions waiting for the few that do not read. So tasks are queued, and if the first
 * one in the queue has not moved for {@value #STALL_MILLIS} ms, threads are added. All
 * threads end when idle. A pool that has grown to {@value #MANY} of them says which task
 * blocks most.
 *
 * <p>
 * Waking a thread costs more than most tasks. So submitting a task wakes a thread only if
 * none is looking for tasks, that is, none has just been woken, has just finished a task,
 * or lingers for a moment because tasks rarely come alone. A thread that takes a task
 * while others wait wakes the next thread, since it may get stuck in its task.
 */
public final class ElasticPool implements Executor {

	private static final int STALL_MILLIS = 5;

	/** So many threads are not needed by tasks that get on, only by tasks that block. */
	static final int MANY = 256;

	private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

	/**
	 * How often a thread without a task yields before it parks: some ten microseconds, a
	 * fraction of what it costs to wake it.
	 */
	private static final int LINGER_YIELDS = 20;

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	/** Parked threads, most recent first, so that the others can end. */
	private final Deque<Worker> idle = new ConcurrentLinkedDeque<>();

	/** Threads that will look at the queue before they park. */
	private final AtomicInteger looking = new AtomicInteger();

	private final AtomicInteger size = new AtomicInteger();

	private final AtomicInteger started = new AtomicInteger();

	private final AtomicBoolean watching = new AtomicBoolean();

	private final String name;

	/** How many threads there may be while none is stuck. */
	private final int fewest;

	/** Runs what it is given a while later. */
	private final Executor stallTimer;

	/**
	 * Tasks run application code, so the threads get the class loader of the application
	 * that creates the pool.
	 */
	private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

	private volatile boolean shutDown;

	/**
	 * Creates a pool without threads.
	 * @param name prefix of the thread names
	 */
	public ElasticPool(String name) {
		this(name, Math.max(2, Runtime.getRuntime().availableProcessors()),
				CompletableFuture.delayedExecutor(STALL_MILLIS, TimeUnit.MILLISECONDS, Runnable::run));
	}

	/** Tests decide when a stall is noticed, so that nothing else is hidden by it. */
	ElasticPool(String name, int fewest, Executor stallTimer) {
		this.name = name;
		this.fewest = fewest;
		this.stallTimer = stallTimer;
	}

	/**
	 * Runs a task on another thread.
	 * @param task the task
	 * @throws RejectedExecutionException after {@link #shutdown()}
	 */
	@Override
	public void execute(Runnable task) {
		checkOpen();
		this.tasks.add(task);
		wakeUnlessOneIsLooking();
		watch();
	}

	/**
	 * Runs tasks on other threads, submitted together.
	 * @param batch the tasks
	 * @throws RejectedExecutionException after {@link #shutdown()}
	 */
	public void executeAll(Collection<? extends Runnable> batch) {
		checkOpen();
		this.tasks.addAll(batch);
		wakeUnlessOneIsLooking();
		watch();
	}

	private void checkOpen() {
		if (this.shutDown) {
			throw new RejectedExecutionException("The pool " + this.name + " is shut down");
		}
	}

	/** Accepts no further tasks; those already accepted are run. */
	public void shutdown() {
		this.shutDown = true;
		for (Worker worker = this.idle.poll(); worker != null; worker = this.idle.poll()) {
			this.looking.incrementAndGet();
			worker.wake();
		}
	}

	private void wakeUnlessOneIsLooking() {
		while (this.looking.get() == 0 && this.looking.compareAndSet(0, 1)) {
			if (wakeOne(this.fewest)) {
				return;
			}
			this.looking.decrementAndGet();
			// A thread that parked in the meantime counted this one as looking.
			if (this.idle.isEmpty() || this.tasks.isEmpty()) {
				return;
			}
		}
	}

	/** Makes a thread look for tasks; the caller has already counted it. */
	private boolean wakeOne(int most) {
		Worker worker = this.idle.poll();
		if (worker != null) {
			worker.wake();
			return true;
		}
		int threads = this.size.incrementAndGet();
		if (threads <= most && startOne(threads == MANY)) {
			return true;
		}
		this.size.decrementAndGet();
		return false;
	}

	/**
	 * Returns false if the system has no room for another thread. The tasks then wait for
	 * the existing ones, and {@link #watch()} tries again.
	 */
	private boolean startOne(boolean warns) {
		try {
			new Worker(warns).start();
			return true;
		}
		catch (OutOfMemoryError ex) {
			return false;
		}
	}

	private void watch() {
		Runnable first = this.tasks.peek();
		if (first != null && this.watching.compareAndSet(false, true)) {
			this.stallTimer.execute(() -> look(first));
		}
	}

	@SuppressWarnings("ReferenceEquality") // whether it is the same task in the queue
	private void look(Runnable firstBefore) {
		if (this.tasks.peek() == firstBefore) {
			for (int i = 0; i < this.fewest; i++) {
				this.looking.incrementAndGet();
				if (!wakeOne(Integer.MAX_VALUE)) {
					this.looking.decrementAndGet();
				}
			}
		}
		this.watching.set(false);
		watch();
	}

	/** A thread of the pool. */
	private final class Worker implements Runnable {

		private final Thread thread = new Thread(null, this,
				ElasticPool.this.name + "-" + ElasticPool.this.started.incrementAndGet(), 0, false);

		private final boolean warns;

		private volatile boolean woken;

		/**
		 * Creates a thread.
		 * @param warns whether it is one too many, and says so before its first task; the
		 * thread that starts it may be a timer's
		 */
		Worker(boolean warns) {
			this.warns = warns;
		}

		void start() {
			this.thread.setDaemon(true);
			this.thread.setContextClassLoader(ElasticPool.this.classLoader);
			this.thread.start();
		}

		void wake() {
			this.woken = true;
			LockSupport.unpark(this.thread);
		}

		@Override
		public void run() {
			if (this.warns) {
				BlockedTasks.report(ElasticPool.this.name, MANY);
			}
			do {
				runTasks();
			}
			while (park());
			ElasticPool.this.size.decrementAndGet();
			// A task that was added in the meantime may have found the pool full.
			if (!ElasticPool.this.tasks.isEmpty()) {
				wakeUnlessOneIsLooking();
			}
		}

		private void runTasks() {
			do {
				for (Runnable task = next(); task != null; task = next()) {
					ElasticPool.this.looking.decrementAndGet();
					if (!ElasticPool.this.tasks.isEmpty()) {
						wakeUnlessOneIsLooking();
					}
					run(task);
					ElasticPool.this.looking.incrementAndGet();
				}
			}
			while (linger());
		}

		private @Nullable Runnable next() {
			return ElasticPool.this.tasks.poll();
		}

		/** What a task throws or leaves behind must not affect the next one. */
		private void run(Runnable task) {
			try {
				task.run();
			}
			catch (Throwable ex) {
				report(ex);
			}
			Thread.interrupted();
		}

		/** Like the JVM, which ignores exceptions of a handler. */
		private void report(Throwable failure) {
			try {
				this.thread.getUncaughtExceptionHandler().uncaughtException(this.thread, failure);
			}
			catch (Throwable ex) {
				failure.addSuppressed(ex);
			}
		}

		/**
		 * Waits for tasks without parking, unless another thread already does. Yielding
		 * affects nothing but speed.
		 */
		@SuppressWarnings("ThreadPriorityCheck")
		private boolean linger() {
			for (int i = 0; i < LINGER_YIELDS && ElasticPool.this.looking.get() == 1; i++) {
				Thread.yield();
				if (!ElasticPool.this.tasks.isEmpty()) {
					return true;
				}
			}
			return false;
		}

		/** Waits until woken; false if this thread is no longer needed. */
		private boolean park() {
			if (ElasticPool.this.shutDown) {
				ElasticPool.this.looking.decrementAndGet();
				return false;
			}
			this.woken = false;
			ElasticPool.this.idle.push(this);
			ElasticPool.this.looking.decrementAndGet();
			// A task that was added while this thread still counted woke no thread.
			if (!ElasticPool.this.tasks.isEmpty()) {
				wakeUnlessOneIsLooking();
			}
			long until = System.nanoTime() + IDLE_NANOS;
			while (!this.woken) {
				LockSupport.parkNanos(this, IDLE_NANOS);
				boolean expired = ElasticPool.this.shutDown || System.nanoTime() - until >= 0;
				if (expired && !this.woken && ElasticPool.this.idle.remove(this)) {
					return false;
				}
			}
			return true;
		}

	}

}
