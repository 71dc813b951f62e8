// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * What waits for the journal's thread, in order. Adding to it never waits for more than
 * another one's adding.
 */
final class WorkQueue {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Deque<Work> waiting = new ArrayDeque<>();

	private int proposals;

	private long bytes;

	private boolean woken;

	private boolean closing;

	void add(Work work) {
		this.lock.lock();
		try {
			this.waiting.addLast(work);
			if (work instanceof Work.Append append) {
				this.proposals++;
				this.bytes += size(append);
			}
			this.changed.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Nullable Work poll() {
		this.lock.lock();
		try {
			Work work = this.waiting.pollFirst();
			if (work instanceof Work.Append append) {
				this.proposals--;
				this.bytes -= size(append);
			}
			return work;
		}
		finally {
			this.lock.unlock();
		}
	}

	private static long size(Work.Append append) {
		return append.proposal().encodedOps().length;
	}

	int proposals() {
		this.lock.lock();
		try {
			return this.proposals;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Bytes of the operations that wait. */
	long bytes() {
		this.lock.lock();
		try {
			return this.bytes;
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isEmpty() {
		this.lock.lock();
		try {
			return this.waiting.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits.
	 * @param nanos for how long at most
	 * @param untilWork whether to return as soon as something waits here
	 */
	void await(long nanos, boolean untilWork) {
		this.lock.lock();
		try {
			long left = nanos;
			while (left > 0 && !this.woken && !this.closing && !(untilWork && !this.waiting.isEmpty())) {
				try {
					left = this.changed.awaitNanos(left);
				}
				catch (InterruptedException ex) {
					// The journal's thread ignores interrupts.
				}
			}
			this.woken = false;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Ends the waiting. */
	void wake() {
		this.lock.lock();
		try {
			this.woken = true;
			this.changed.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Nothing is waited for any more. */
	void close() {
		this.lock.lock();
		try {
			this.closing = true;
			this.changed.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isClosing() {
		this.lock.lock();
		try {
			return this.closing;
		}
		finally {
			this.lock.unlock();
		}
	}

}
