package dev.sodp.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * As many threads as there are processors, and more while those are stuck.
 *
 * <p>
 * One change may make thousands of sessions writable. A thread for each would be a
 * thousand threads that write a few bytes; a fixed number of threads would leave all
 * sessions waiting for the few that do not read. So tasks queue, and when the first in
 * the queue has not moved for {@value #STALL_MILLIS} ms, threads are added. All end when
 * idle.
 */
public final class ElasticPool extends ThreadPoolExecutor {

	private static final int STALL_MILLIS = 5;

	private static final int IDLE_SECONDS = 5;

	private static final int FEWEST = Math.max(2, Runtime.getRuntime().availableProcessors());

	private final AtomicBoolean watching = new AtomicBoolean();

	/**
	 * Creates a pool without threads.
	 * @param name names its threads
	 * @param late takes the tasks that come after the pool was shut down
	 */
	public ElasticPool(String name, RejectedExecutionHandler late) {
		super(FEWEST, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads(name),
				late);
		allowCoreThreadTimeOut(true);
	}

	@Override
	public void execute(Runnable task) {
		super.execute(task);
		watch();
	}

	private void watch() {
		Runnable first = getQueue().peek();
		if (first != null && this.watching.compareAndSet(false, true)) {
			CompletableFuture.delayedExecutor(STALL_MILLIS, TimeUnit.MILLISECONDS, Runnable::run)
				.execute(() -> look(first));
		}
	}

	@SuppressWarnings("ReferenceEquality") // whether it is the same task in the queue
	private void look(Runnable firstBefore) {
		@Nullable Runnable first = getQueue().peek();
		if (first == null) {
			setCorePoolSize(FEWEST);
		}
		else if (first == firstBefore) {
			setCorePoolSize(getPoolSize() + FEWEST);
		}
		this.watching.set(false);
		watch();
	}

	/**
	 * Extensions run here, so the threads get the class loader of the application that
	 * builds the server.
	 */
	private static ThreadFactory threads(String name) {
		ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
		AtomicInteger count = new AtomicInteger();
		return (task) -> {
			Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
			thread.setDaemon(true);
			thread.setContextClassLoader(classLoader);
			return thread;
		};
	}

}
