// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * The bounded outbound queue of a session (protocol section 7).
 *
 * <p>
 * Its limits depend on who causes the frames. Live deltas are caused by others, who never
 * wait, so one delta or byte too many ends the session. Answers to WATCH and RESUME begin
 * only while the queue is less than half full. RESULTs and ERRORs answer single frames,
 * and the session's reader takes no further frame while the queue is more than half full.
 * A reader that may not wait that long goes on, and the session ends at twice the limit.
 *
 * <p>
 * Filled under the lock of the state and emptied by the session's writer at the same
 * time, without waiting for each other.
 */
public final class Outbox {

	/** More than a replay, which may fill the queue once, and half of it before. */
	private static final int ANSWER_LIMITS = 2;

	private final Queue<OutboxItem> queue = new ConcurrentLinkedQueue<>();

	private final AtomicInteger size = new AtomicInteger();

	private final AtomicInteger deltas = new AtomicInteger();

	private final AtomicLong deltaBytes = new AtomicLong();

	private final int limit;

	private final long byteLimit;

	private volatile boolean finished;

	/**
	 * Creates an empty queue.
	 * @param limit most live deltas
	 * @param byteLimit most bytes of several live deltas; a single one always fits
	 */
	Outbox(int limit, long byteLimit) {
		this.limit = limit;
		this.byteLimit = byteLimit;
	}

	public int limit() {
		return this.limit;
	}

	/**
	 * Queues a live delta.
	 * @param delta the delta
	 * @return false if it did not fit and the session must go
	 */
	boolean offer(OutboxItem.LiveDelta delta) {
		if (this.finished) {
			return true;
		}
		long bytes = this.deltaBytes.get();
		if (this.deltas.get() >= this.limit || (bytes > 0 && bytes + delta.delta().size() > this.byteLimit)) {
			return false;
		}
		this.deltas.incrementAndGet();
		this.deltaBytes.addAndGet(delta.delta().size());
		put(delta);
		return true;
	}

	/**
	 * Queues an answer.
	 * @param item the answer
	 * @return false if there are too many and the session must go
	 */
	boolean add(OutboxItem item) {
		if (this.finished) {
			return true;
		}
		if (this.size.get() >= ANSWER_LIMITS * this.limit) {
			return false;
		}
		put(item);
		return true;
	}

	/**
	 * Queues the end; everything later is dropped.
	 * @param close how to close the socket
	 */
	void finish(OutboxItem.Close close) {
		if (!this.finished) {
			this.finished = true;
			put(close);
		}
	}

	/** Drops what is queued and everything later. */
	void discard() {
		this.finished = true;
		OutboxItem dropped;
		do {
			dropped = poll();
		}
		while (dropped != null);
	}

	public @Nullable OutboxItem poll() {
		OutboxItem item = this.queue.poll();
		if (item != null) {
			this.size.decrementAndGet();
			if (item instanceof OutboxItem.LiveDelta live) {
				this.deltas.decrementAndGet();
				this.deltaBytes.addAndGet(-live.delta().size());
			}
		}
		return item;
	}

	public int size() {
		return this.size.get();
	}

	/** Size of the live deltas in the queue. */
	long deltaBytes() {
		return this.deltaBytes.get();
	}

	public boolean isEmpty() {
		return this.queue.isEmpty();
	}

	/**
	 * Whether another answer to WATCH or RESUME may be queued.
	 * @return true below half
	 */
	boolean hasRoom() {
		return this.size.get() < this.limit / 2;
	}

	/**
	 * Whether a live delta may be queued that can wait.
	 * @return true below half of both limits
	 */
	boolean hasRoomForDelta() {
		return this.deltas.get() < this.limit / 2 && this.deltaBytes.get() < this.byteLimit / 2;
	}

	/**
	 * Whether the session's reader has to wait.
	 * @return true above half
	 */
	boolean isCongested() {
		return this.size.get() > this.limit / 2;
	}

	private void put(OutboxItem item) {
		// Counted first, so that the count never falls below zero.
		this.size.incrementAndGet();
		this.queue.add(item);
	}

}
