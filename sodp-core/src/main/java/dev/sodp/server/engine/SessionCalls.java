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

	private @Nullable PendingMutation begun;

	private final Deque<PendingMutation> waiting = new ArrayDeque<>(0);

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
