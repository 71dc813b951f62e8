// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.sodp.internal.Alarm;
import dev.sodp.server.engine.Computation;
import dev.sodp.server.engine.ServerClock;
import dev.sodp.server.engine.ServerEngine;
import org.jspecify.annotations.Nullable;

/**
 * Lets many threads drive one {@link ServerEngine}: one step at a time under a lock.
 * Starts the tasks of a step after it, and sets a timer for the next one. The timer is
 * the JDK's shared one, so that an idle server owns no thread.
 */
final class EngineDriver {

	/** For which driver a thread computes something outside the lock. */
	private static final ThreadLocal<EngineDriver> COMPUTING = new ThreadLocal<>();

	/**
	 * Sessions to which a thread of a journal writes itself after a step. It has more to
	 * do, but waking another thread costs as much as a few writes.
	 */
	private static final int MOST_WRITTEN = 4;

	/** Guards the engine and everything in it. */
	private final ReentrantLock stateLock = new ReentrantLock();

	private final ServerEngine engine;

	private final ServerClock clock;

	private final ServerThreads threads;

	private List<Runnable> tasks = new ArrayList<>();

	/** What the thread that takes the current step writes after it. */
	private List<SessionWriter> writers = new ArrayList<>();

	/** How many it may write. */
	private int mostWritten;

	private final Alarm alarm = new Alarm(this::onAlarm);

	private boolean closed;

	/**
	 * Creates the driver.
	 * @param engines makes the engine
	 * @param clock the time
	 * @param threads run what is started after a step
	 */
	EngineDriver(Function<EngineDriver, ServerEngine> engines, ServerClock clock, ServerThreads threads) {
		this.clock = clock;
		this.threads = threads;
		this.engine = engines.apply(this);
	}

	/**
	 * Takes a step.
	 * @param <T> what the step returns
	 * @param action must not block
	 * @return what the action returned
	 */
	<T extends @Nullable Object> T call(Function<ServerEngine, T> action) {
		List<Runnable> left = List.of();
		List<SessionWriter> own = List.of();
		this.stateLock.lock();
		try {
			try {
				return action.apply(this.engine);
			}
			finally {
				if (!this.tasks.isEmpty()) {
					left = this.tasks;
					this.tasks = new ArrayList<>();
				}
				if (!this.writers.isEmpty()) {
					own = this.writers;
					this.writers = new ArrayList<>();
				}
				this.mostWritten = 0;
				setAlarm(this.engine.nextTimer());
			}
		}
		finally {
			this.stateLock.unlock();
			this.threads.executeAll(left);
			own.forEach(SessionWriter::writeAtOnce);
		}
	}

	/**
	 * Takes a step that changes the state.
	 * @param <T> what the step returns
	 * @param action must not block
	 * @return what the action returned
	 * @throws IllegalStateException if called within a step, whose own change would then
	 * be lost or overwrite this one
	 */
	<T extends @Nullable Object> T change(Function<ServerEngine, T> action) {
		checkMayWait();
		return call(action);
	}

	/**
	 * Refuses what must not happen within a step.
	 * @throws IllegalStateException if called within one
	 */
	void checkMayWait() {
		if (this.stateLock.isHeldByCurrentThread() || this.equals(COMPUTING.get())) {
			throw new IllegalStateException("A validator, the function of an update and the predicate of expire"
					+ " are called in the middle of a change and must not make another one, nor wait for the"
					+ " server; a StateListener may");
		}
	}

	/**
	 * Takes a step.
	 * @param action must not block
	 */
	void run(Consumer<ServerEngine> action) {
		this.<@Nullable Void>call((target) -> {
			action.accept(target);
			return null;
		});
	}

	/**
	 * Takes a step on a thread of a journal, at once if this thread is taking one.
	 * @param action must not block
	 */
	void step(Runnable action) {
		if (isStepping()) {
			action.run();
			return;
		}
		run((target) -> {
			this.mostWritten = MOST_WRITTEN;
			target.step(action);
		});
	}

	/**
	 * Runs a computation on this thread and takes a step with its result.
	 * @param computation what the engine asked for
	 */
	void compute(Computation computation) {
		COMPUTING.set(this);
		try {
			computation.run();
		}
		finally {
			COMPUTING.remove();
		}
		run((target) -> target.computed(computation));
	}

	/** Whether this thread is taking a step. */
	boolean isStepping() {
		return this.stateLock.isHeldByCurrentThread();
	}

	/**
	 * Starts a task after the current step. Called in a step only.
	 * @param task runs on an executor
	 */
	void afterStep(Runnable task) {
		this.tasks.add(task);
	}

	/**
	 * Has a writer run after the current step: on this thread if that may write without
	 * waiting. Called in a step only.
	 * @param writer has been claimed
	 * @param waits whether it may wait for its socket
	 */
	void afterStep(SessionWriter writer, boolean waits) {
		if (waits || this.writers.size() >= this.mostWritten) {
			this.tasks.add(writer);
		}
		else {
			this.writers.add(writer);
		}
	}

	/**
	 * Starts a task at once.
	 * @param task runs on an executor
	 */
	void execute(Runnable task) {
		this.threads.execute(task);
	}

	/** Schedules nothing any more. */
	void close() {
		this.stateLock.lock();
		try {
			this.closed = true;
			this.alarm.cancel();
		}
		finally {
			this.stateLock.unlock();
		}
	}

	private void setAlarm(OptionalLong due) {
		if (due.isEmpty() || this.closed) {
			this.alarm.cancel();
		}
		else {
			this.alarm.atLatest(due.getAsLong(), this.clock.nanos());
		}
	}

	private void onAlarm(long setting) {
		this.threads.execute(() -> run((target) -> {
			if (this.alarm.rang(setting)) {
				target.runTimers();
			}
		}));
	}

}
