// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.sodp.client.engine.Deadlines;
import dev.sodp.internal.Alarm;
import org.jspecify.annotations.Nullable;

/**
 * Runs the steps of an engine one at a time, whether they come from the reading thread,
 * the timer or the application. Nothing in a step blocks, so no thread waits here for
 * long. What could block or run application code is collected as {@code effects} and done
 * after the lock is released.
 */
final class EngineSteps {

	private final LongSupplier nextDeadline;

	private final Runnable onTimer;

	private final LongSupplier clock;

	private final ReentrantLock engineLock = new ReentrantLock();

	/** Steps submitted during another one, for example by a send that fails at once. */
	private final Queue<Runnable> deferred = new ArrayDeque<>();

	private final Effects effects = new Effects();

	private final Alarm alarm = new Alarm(this::onAlarm);

	/**
	 * Creates the entry to an engine.
	 * @param nextDeadline when the engine's timer is due, asked after each step
	 * @param onTimer the step to take then
	 * @param clock the one that deadlines are read from
	 */
	EngineSteps(LongSupplier nextDeadline, Runnable onTimer, LongSupplier clock) {
		this.nextDeadline = nextDeadline;
		this.onTimer = onTimer;
		this.clock = clock;
	}

	/** Runs a step and everything that follows from it. */
	void run(Runnable step) {
		if (this.engineLock.isHeldByCurrentThread()) {
			this.deferred.add(step);
			return;
		}
		this.engineLock.lock();
		try {
			step.run();
		}
		finally {
			leave();
		}
	}

	/** Runs a step that has a result and so cannot be deferred as others can. */
	<T> T get(Supplier<T> step) {
		this.engineLock.lock();
		try {
			return step.get();
		}
		finally {
			leave();
		}
	}

	/** Adds something to be done once the current step is over. */
	void afterwards(Runnable effect) {
		this.effects.add(effect);
	}

	/** Cancels the timer; called in the last step. */
	void cancelAlarm() {
		this.alarm.cancel();
	}

	private void runDeferred() {
		for (Runnable next = this.deferred.poll(); next != null; next = this.deferred.poll()) {
			next.run();
		}
	}

	private void leave() {
		@Nullable Runnable todo;
		try {
			runDeferred();
			setAlarm(this.nextDeadline.getAsLong());
		}
		finally {
			todo = this.effects.take();
			this.engineLock.unlock();
		}
		if (todo != null) {
			Effects.perform(todo);
		}
	}

	private void setAlarm(long deadline) {
		if (deadline != Deadlines.NEVER) {
			this.alarm.atLatest(deadline, this.clock.getAsLong());
		}
	}

	private void onAlarm(long setting) {
		Effects.perform(() -> run(() -> {
			if (this.alarm.rang(setting)) {
				this.onTimer.run();
			}
		}));
	}

}
