// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * The calls of one session that have not been answered. They are begun in the order in
 * which they came: one waits for the one before it to be decided, but not for its answer.
 */
final class SessionCalls {

	/** So that one session does not keep the methods from others. */
	static final int MOST_METHODS = 8;

	private @Nullable PendingMutation begun;

	private final Deque<PendingMutation> waiting = new ArrayDeque<>(0);

	/** Calls of methods that wait for those that run. */
	private final Deque<Runnable> waitingMethods = new ArrayDeque<>(0);

	private int runningMethods;

	private boolean beginning;

	private int unanswered;

	private long bytes;

	boolean isBlocked() {
		return this.begun != null;
	}

	void blockOn(PendingMutation undecided) {
		this.begun = undecided;
	}

	/**
	 * A call is decided.
	 * @param decided the call
	 * @return whether others waited for it
	 */
	boolean unblock(PendingMutation decided) {
		if (!decided.equals(this.begun)) {
			return false;
		}
		this.begun = null;
		return !this.waiting.isEmpty();
	}

	void enqueue(PendingMutation call) {
		this.waiting.add(call);
	}

	/**
	 * The next call to begin.
	 * @return null if there is none, or one is being decided
	 */
	@Nullable PendingMutation next() {
		return isBlocked() ? null : this.waiting.poll();
	}

	/**
	 * Begins the call of a method of the application, or lets it wait for the others.
	 * @param call begins it
	 */
	void begin(Runnable call) {
		this.waitingMethods.add(call);
		beginMethods();
	}

	/** A method has answered. */
	void methodEnded() {
		this.runningMethods--;
		beginMethods();
	}

	/** One that is refused at once ends while this goes on. */
	private void beginMethods() {
		if (this.beginning) {
			return;
		}
		this.beginning = true;
		try {
			while (this.runningMethods < MOST_METHODS && !this.waitingMethods.isEmpty()) {
				this.runningMethods++;
				this.waitingMethods.remove().run();
			}
		}
		finally {
			this.beginning = false;
		}
	}

	void received(long size) {
		this.unanswered++;
		this.bytes += size;
	}

	void answered(long size) {
		this.unanswered--;
		this.bytes -= size;
	}

	/** Number of calls without an answer. */
	int unanswered() {
		return this.unanswered;
	}

	/** What they take of the heap, in bytes. */
	long bytes() {
		return this.bytes;
	}

}
