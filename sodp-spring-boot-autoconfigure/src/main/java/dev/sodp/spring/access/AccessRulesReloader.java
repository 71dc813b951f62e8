// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.access;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

import dev.sodp.spring.SodpServerLifecycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Looks at intervals whether the file of a {@link ReloadableAccessPolicy} has changed,
 * and has the server end what new rules do not allow any longer. Looking at the content
 * works whatever replaces the file: an editor, a rename, another target of a link.
 */
public final class AccessRulesReloader implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(AccessRulesReloader.class);

	/** A change is looked at again after this time, and taken if it is still the same. */
	private static final Duration SECOND_LOOK = Duration.ofSeconds(1);

	private final ReloadableAccessPolicy policy;

	private final IntSupplier recheck;

	private final Duration interval;

	/** Rechecks come one at a time, each after the rules that it is for. */
	private final ReentrantLock rechecking = new ReentrantLock();

	/** Whether rules have changed that the server has not been asked to look at. */
	private boolean recheckDue;

	private volatile @Nullable ScheduledExecutorService timer;

	/**
	 * Creates a reloader.
	 * @param policy the policy to keep up to date
	 * @param recheck {@link dev.sodp.server.SodpServer#recheckAccess()}
	 * @param interval time between two looks at the file; zero to look only when
	 * {@link #reload()} is called
	 */
	public AccessRulesReloader(ReloadableAccessPolicy policy, IntSupplier recheck, Duration interval) {
		this.policy = Objects.requireNonNull(policy, "policy must not be null");
		this.recheck = Objects.requireNonNull(recheck, "recheck must not be null");
		this.interval = Objects.requireNonNull(interval, "interval must not be null");
	}

	/**
	 * Reads the file now and has the server check its subscriptions.
	 * @return what came of it
	 */
	public Result reload() {
		this.rechecking.lock();
		try {
			return ended(this.policy.reload());
		}
		finally {
			this.rechecking.unlock();
		}
	}

	/** Returns whether the file should be looked at again soon. */
	boolean poll() {
		this.rechecking.lock();
		try {
			return ended(this.policy.poll()).reload().outcome() == AccessRulesReload.Outcome.CHANGING;
		}
		finally {
			this.rechecking.unlock();
		}
	}

	/** A recheck that failed is repeated with the next look. */
	private Result ended(AccessRulesReload reload) {
		this.recheckDue |= reload.outcome() == AccessRulesReload.Outcome.RELOADED;
		if (!this.recheckDue) {
			return new Result(reload, 0);
		}
		int ended = this.recheck.getAsInt();
		this.recheckDue = false;
		if (ended > 0) {
			logger.info("Ended {} subscriptions that the new access rules do not allow", ended);
		}
		return new Result(reload, ended);
	}

	@Override
	public void start() {
		if (this.timer != null || this.interval.isZero()) {
			return;
		}
		ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1, AccessRulesReloader::thread,
				new ThreadPoolExecutor.DiscardPolicy());
		started.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.timer = started;
		schedule(started, this.interval);
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(task, "sodp-acl");
		thread.setDaemon(true);
		return thread;
	}

	private void schedule(ScheduledExecutorService executor, Duration delay) {
		executor.schedule(() -> look(executor), delay.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** Whatever goes wrong, the next look comes. */
	private void look(ScheduledExecutorService executor) {
		boolean soon = false;
		try {
			soon = poll();
		}
		catch (RuntimeException ex) {
			logger.warn("Looking for new access rules failed and is repeated", ex);
		}
		finally {
			boolean shorten = soon && SECOND_LOOK.compareTo(this.interval) < 0;
			schedule(executor, shorten ? SECOND_LOOK : this.interval);
		}
	}

	@Override
	public void stop() {
		ScheduledExecutorService running = this.timer;
		this.timer = null;
		if (running != null) {
			running.shutdown();
		}
	}

	@Override
	public boolean isRunning() {
		return this.timer != null;
	}

	/** Starts after the server and stops before it. */
	@Override
	public int getPhase() {
		return SodpServerLifecycle.PHASE + 1;
	}

	/**
	 * What came of a reload.
	 *
	 * @param reload what came of looking at the file
	 * @param ended the number of subscriptions that were ended
	 */
	public record Result(AccessRulesReload reload, int ended) {
	}

}
