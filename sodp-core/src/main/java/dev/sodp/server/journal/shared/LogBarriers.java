// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.SharedJournal.Synchronization;

/** Who waits until a partition has been followed to where it was when they came. */
final class LogBarriers {

	private final List<Barrier> barriers = new ArrayList<>();

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
		if (this.barriers.isEmpty()) {
			return;
		}
		List<Barrier> reached = this.barriers.stream().filter((barrier) -> isReached.test(barrier.number)).toList();
		this.barriers.removeAll(reached);
		reached.forEach((barrier) -> barrier.result.done(null));
	}

	void failAll(JournalFailure failure) {
		List.copyOf(this.barriers).forEach((barrier) -> fail(barrier, failure));
	}

	/** Fails what has waited for longer than a time-out. */
	void expire(long now, long timeout) {
		List<Barrier> overdue = this.barriers.stream().filter((barrier) -> now - barrier.since > timeout).toList();
		overdue.forEach((barrier) -> fail(barrier, LogFailures.BEHIND));
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
