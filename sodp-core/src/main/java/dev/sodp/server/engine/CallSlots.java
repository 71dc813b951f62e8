// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.StateRejectedException;

/**
 * Bounds how many calls of the application's code run at the same time, and how long
 * their answers are waited for. A call that does not end keeps its slot, as it keeps its
 * thread; when all are taken in this way, others are refused at once.
 */
final class CallSlots<C extends ApplicationCall> {

	private static final int MOST = 64;

	private final ServerClock clock;

	private final Timers timers;

	private final Duration timeout;

	private final Consumer<C> start;

	private final Queue<C> waiting = new ArrayDeque<>();

	private final Set<C> awaited = new HashSet<>();

	/** Calls that were given up and have not ended. */
	private int overdue;

	private boolean closed;

	/**
	 * Creates free slots.
	 * @param clock the time
	 * @param timers run out for calls that do not end
	 * @param timeout how long to wait for an answer
	 * @param start has a call made
	 */
	CallSlots(ServerClock clock, Timers timers, Duration timeout, Consumer<C> start) {
		this.clock = clock;
		this.timers = timers;
		this.timeout = timeout;
		this.start = start;
	}

	/**
	 * Has a call made as soon as there is a slot.
	 * @param call a new call
	 */
	void add(C call) {
		if (this.closed || this.overdue == MOST) {
			refuse(call);
		}
		else if (isFull() || !this.waiting.isEmpty()) {
			this.waiting.add(call);
		}
		else {
			start(call);
		}
	}

	private boolean isFull() {
		return this.awaited.size() + this.overdue == MOST;
	}

	/** Waits for no answer any longer. */
	void close() {
		this.closed = true;
		List.copyOf(this.awaited).forEach((call) -> giveUp(call, "before the server was closed"));
		refuseWaiting();
	}

	/**
	 * The application has answered.
	 * @param call a call that was started
	 */
	void answered(C call) {
		if (this.awaited.remove(call)) {
			cancelTimer(call);
			call.listener().answered();
		}
		else {
			this.overdue--;
			call.listener().answeredLate();
		}
		// Whoever was notified may have taken the slot.
		C next = isFull() ? null : this.waiting.poll();
		if (next != null) {
			start(next);
		}
	}

	private void start(C call) {
		this.awaited.add(call);
		call.timer(this.timers.schedule(this.clock.nanos() + this.timeout.toNanos(),
				() -> giveUp(call, "within " + this.timeout.toMillis() + " ms")));
		this.start.accept(call);
	}

	private void giveUp(C call, String since) {
		this.awaited.remove(call);
		cancelTimer(call);
		this.overdue++;
		call.listener().givenUp(since);
		if (this.overdue == MOST) {
			refuseWaiting();
		}
	}

	private void cancelTimer(C call) {
		Timers.Timer timer = call.timer();
		if (timer != null) {
			this.timers.cancel(timer);
			call.timer(null);
		}
	}

	private void refuseWaiting() {
		while (!this.waiting.isEmpty()) {
			refuse(this.waiting.remove());
		}
	}

	private void refuse(C call) {
		call.listener()
			.notMade(new StateRejectedException(ErrorCode.UNAVAILABLE, this.closed ? "The server is closed"
					: "The server is waiting for too many answers of the application"));
	}

}
