// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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

	private final AtomicInteger proposals = new AtomicInteger();

	private final AtomicLong bytes = new AtomicLong();

	/** Whether the journal's thread waits for something to come in, not for the time. */
	private boolean wanted;

	private boolean woken;

	private boolean closing;

	void add(Work work) {
		this.lock.lock();
		try {
			this.waiting.addLast(work);
			if (work instanceof Work.Append append) {
				this.proposals.incrementAndGet();
				this.bytes.addAndGet(size(append));
			}
			if (this.wanted) {
				this.changed.signal();
			}
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
				this.proposals.decrementAndGet();
				this.bytes.addAndGet(-size(append));
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
		return this.proposals.get();
	}

	/** Bytes of the operations that wait. */
	long bytes() {
		return this.bytes.get();
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
			this.wanted = untilWork;
			while (left > 0 && !this.woken && !this.closing && !(untilWork && !this.waiting.isEmpty())) {
				try {
					left = this.changed.awaitNanos(left);
				}
				catch (InterruptedException ex) {
					// The journal's thread ignores interrupts.
				}
			}
			this.woken = false;
			this.wanted = false;
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
