// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * What the engine wants to do later, in order of time.
 */
final class Timers {

	// Subtraction, because nanoseconds may wrap around.
	private final TreeSet<Timer> timers = new TreeSet<>((left, right) -> {
		int byTime = Long.signum(left.due - right.due);
		return (byTime != 0) ? byTime : Long.compare(left.order, right.order);
	});

	private long count;

	Timer schedule(long due, Runnable task) {
		Timer timer = new Timer(due, this.count++, task);
		this.timers.add(timer);
		return timer;
	}

	void cancel(Timer timer) {
		this.timers.remove(timer);
	}

	/**
	 * When to call {@link #run} next.
	 * @return nanoseconds, or empty if nothing is planned
	 */
	OptionalLong next() {
		return this.timers.isEmpty() ? OptionalLong.empty() : OptionalLong.of(this.timers.first().due);
	}

	void run(long now) {
		while (!this.timers.isEmpty() && this.timers.first().due - now <= 0) {
			Timer timer = this.timers.first();
			this.timers.remove(timer);
			timer.task.run();
		}
	}

	/** A planned task. */
	static final class Timer {

		private final long due;

		private final long order;

		private final Runnable task;

		private Timer(long due, long order, Runnable task) {
			this.due = due;
			this.order = order;
			this.task = task;
		}

	}

}
