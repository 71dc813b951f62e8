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
 * thread; when all are taken in this way, others are refused at once. So does a call for
 * which no thread is found in time; it is never made.
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
	 * Counts the time of a call from now on, and not from when it is given a slot.
	 * @param call a call that is {@link #add added} before its time is up
	 */
	void expect(C call) {
		call.timer(this.timers.schedule(this.clock.nanos() + this.timeout.toNanos(), () -> {
			call.timer(null);
			expired(call);
		}));
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
	 * A thread has come to a call that was started.
	 * @param call the call
	 * @return false if the call is not to be made, as its time is up
	 */
	boolean begins(C call) {
		boolean awaits = this.awaited.contains(call);
		if (awaits) {
			call.begun();
		}
		else {
			this.overdue--;
			startNext();
		}
		return awaits;
	}

	/**
	 * The application has answered.
	 * @param call a call that was started, and has begun
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
		startNext();
	}

	/** Whoever was notified may have taken the slot. */
	private void startNext() {
		C next = isFull() ? null : this.waiting.poll();
		if (next != null) {
			start(next);
		}
	}

	private void start(C call) {
		this.awaited.add(call);
		if (call.timer() == null) {
			expect(call);
		}
		this.start.accept(call);
	}

	private void expired(C call) {
		if (this.awaited.contains(call)) {
			giveUp(call, within());
		}
		else {
			this.waiting.remove(call);
			refuse(call);
		}
	}

	private String within() {
		return "within " + this.timeout.toMillis() + " ms";
	}

	private void giveUp(C call, String since) {
		this.awaited.remove(call);
		this.overdue++;
		if (call.isBegun()) {
			cancelTimer(call);
			call.listener().givenUp(since);
		}
		else {
			refuse(call);
		}
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
		cancelTimer(call);
		call.listener().notMade(new StateRejectedException(ErrorCode.UNAVAILABLE, refusal()));
	}

	private String refusal() {
		if (this.closed) {
			return "The server is closed";
		}
		return (this.overdue == MOST) ? "The server is waiting for too many answers of the application"
				: "The server was too busy to call the application " + within();
	}

}
