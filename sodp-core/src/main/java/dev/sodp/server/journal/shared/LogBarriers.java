// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongPredicate;

import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.SharedJournal.Synchronization;

/**
 * Who waits until a partition has been followed to where it was when they came. The log
 * answers in order, so that whoever came first is the first to go on, and a crowd costs
 * no more than each of it alone.
 */
final class LogBarriers {

	private final Deque<Barrier> barriers = new ArrayDeque<>();

	boolean isEmpty() {
		return this.barriers.isEmpty();
	}

	/**
	 * Adds a barrier, of which is not known yet where it is.
	 * @param result who waits
	 * @param now nanoseconds
	 * @return the barrier
	 */
	Barrier add(Synchronization result, long now) {
		Barrier barrier = new Barrier(result, now);
		this.barriers.add(barrier);
		return barrier;
	}

	/** It cannot be found out where a barrier is. */
	void fail(Barrier barrier, JournalFailure failure) {
		if (this.barriers.remove(barrier)) {
			barrier.result.done(failure);
		}
	}

	/**
	 * Lets those go on whose barriers are reached.
	 * @param isReached whether everything up to a number is known
	 */
	void progress(LongPredicate isReached) {
		Barrier next = this.barriers.peek();
		while (next != null && isReached.test(next.number)) {
			this.barriers.remove();
			next.result.done(null);
			next = this.barriers.peek();
		}
	}

	void failAll(JournalFailure failure) {
		List<Barrier> all = List.copyOf(this.barriers);
		this.barriers.clear();
		all.forEach((barrier) -> barrier.result.done(failure));
	}

	/** Fails what has waited for longer than a time-out. */
	void expire(long now, long timeout) {
		Barrier oldest = this.barriers.peek();
		while (oldest != null && now - oldest.since > timeout) {
			this.barriers.remove();
			oldest.result.done(LogFailures.BEHIND);
			oldest = this.barriers.peek();
		}
	}

	/** Where the log was when someone came. */
	static final class Barrier {

		private final Synchronization result;

		private final long since;

		private long number = Long.MAX_VALUE;

		private Barrier(Synchronization result, long since) {
			this.result = result;
			this.since = since;
		}

		/** The log has answered where it is. */
		void number(long last) {
			this.number = last;
		}

	}

}
