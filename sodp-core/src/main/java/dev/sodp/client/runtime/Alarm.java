// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.sodp.client.engine.Deadlines;
import org.jspecify.annotations.Nullable;

/**
 * Rings once, at a time that can be brought forward. Rings on the JDK's own timer thread,
 * so an idle client needs none; what it calls must not block. Used under the engine's
 * lock.
 */
final class Alarm {

	private final Runnable ring;

	private CompletableFuture<@Nullable Void> timer = new CompletableFuture<>();

	private long due = Deadlines.NEVER;

	/**
	 * Creates the alarm.
	 * @param ring called when the time has come, and occasionally before
	 */
	Alarm(Runnable ring) {
		this.ring = ring;
	}

	/** Makes it ring at the given time or earlier. */
	void atLatest(long time, long now) {
		if (time < this.due) {
			this.timer.cancel(false);
			this.due = time;
			this.timer = new CompletableFuture<>();
			// In this order: once the time is set it may be over, and an action
			// registered after that would run on this thread.
			this.timer.thenRun(this.ring);
			this.timer.completeOnTimeout(null, Math.max(0, time - now), TimeUnit.NANOSECONDS);
		}
	}

	/** It rang, and may be set again. */
	void rang() {
		this.due = Deadlines.NEVER;
	}

	void cancel() {
		this.timer.cancel(false);
		this.due = Deadlines.NEVER;
	}

}
