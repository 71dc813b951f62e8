// SPDX-License-Identifier: Apache-2.0

package dev.sodp.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Rings once at a time that can be brought forward. The timer is the JDK's shared one, so
 * that an idle owner has no thread.
 *
 * <p>
 * All methods are called under one lock of its owner. The alarm rings without that lock,
 * so one that has just been replaced may ring as well; {@link #rang} recognizes it.
 */
public final class Alarm {

	private final LongConsumer ring;

	private CompletableFuture<@Nullable Void> timer = new CompletableFuture<>();

	private boolean set;

	private long due;

	/** Number of the current setting. */
	private long setting;

	/**
	 * Creates an alarm that is not set.
	 * @param ring given the setting that has come; runs on the JDK's timer thread and
	 * must not block
	 */
	public Alarm(LongConsumer ring) {
		this.ring = ring;
	}

	/**
	 * Makes the alarm ring at a time at the latest. One that is set to an earlier time
	 * stays, as it does no harm to ring too early, and moving it whenever a deadline
	 * moves would cost more.
	 * @param time nanoseconds of the owner's clock
	 * @param now its present reading
	 */
	public void atLatest(long time, long now) {
		if (this.set && time - this.due >= 0) {
			return;
		}
		cancel();
		this.set = true;
		this.due = time;
		this.setting++;
		long current = this.setting;
		CompletableFuture<@Nullable Void> next = new CompletableFuture<>();
		this.timer = next;
		// In this order: a timer that is set may end before anything was registered, and
		// would then ring on this thread.
		next.thenRun(() -> this.ring.accept(current));
		next.completeOnTimeout(null, Math.max(0, time - now), TimeUnit.NANOSECONDS);
	}

	/**
	 * Must be called, under the lock, when the alarm rings.
	 * @param settingThatRang the setting that the alarm was given
	 * @return true if the time has come and the alarm may be set again; false if it was
	 * replaced or cancelled meanwhile
	 */
	public boolean rang(long settingThatRang) {
		if (!this.set || settingThatRang != this.setting) {
			return false;
		}
		this.set = false;
		return true;
	}

	/** Cancels the alarm if it is set. */
	public void cancel() {
		this.timer.cancel(false);
		this.set = false;
	}

}
