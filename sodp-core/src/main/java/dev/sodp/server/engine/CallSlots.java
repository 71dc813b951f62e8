// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
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

	private int running;

	private int overdue;

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

	/** How long an answer is waited for. */
	Duration timeout() {
		return this.timeout;
	}

	void add(C call) {
		if (this.overdue == MOST) {
			refuse(call);
		}
		else if (this.running == MOST) {
			this.waiting.add(call);
		}
		else {
			start(call);
		}
	}

	/**
	 * The application has answered.
	 * @param call a call that was started
	 */
	void answered(C call) {
		this.running--;
		Timers.Timer timer = call.timer();
		if (timer != null) {
			this.timers.cancel(timer);
			call.listener().answered();
		}
		else {
			this.overdue--;
			call.listener().answeredLate();
		}
		C next = this.waiting.poll();
		if (next != null) {
			start(next);
		}
	}

	private void start(C call) {
		this.running++;
		call.timer(this.timers.schedule(this.clock.nanos() + this.timeout.toNanos(), () -> overdue(call)));
		this.start.accept(call);
	}

	private void overdue(C call) {
		call.timer(null);
		this.overdue++;
		call.listener().overdue();
		while (this.overdue == MOST && !this.waiting.isEmpty()) {
			refuse(this.waiting.remove());
		}
	}

	private void refuse(C call) {
		call.listener()
			.notMade(new StateRejectedException(ErrorCode.UNAVAILABLE,
					"The server is waiting for too many answers of the application"));
	}

}
