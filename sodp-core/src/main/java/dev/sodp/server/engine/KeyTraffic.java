// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.sodp.server.engine.PendingMutation.Phase;
import org.jspecify.annotations.Nullable;

/**
 * The mutations of one key that are on their way.
 *
 * <p>
 * Those in flight stand in the order in which they were decided. Each was computed on
 * what the one before it proposes, the head, and not on what is committed; so an answer
 * that needs no proposal of its own, such as a refusal, waits here too for the proposals
 * that it depends on.
 *
 * <p>
 * Behind them, mutations wait for their turn while one of them holds the key, or while
 * they need to see what is committed.
 */
final class KeyTraffic {

	private @Nullable PendingMutation first;

	private @Nullable PendingMutation last;

	private @Nullable PendingMutation head;

	private boolean doomed;

	/** Changes of other nodes that have yet to be applied. */
	private int expected;

	/** What needs the entry of the key, though nothing of it is in flight. */
	private int pins;

	private @Nullable PendingMutation holder;

	/** Made when it is needed, as most mutations do not meet another one. */
	private @Nullable Deque<PendingMutation> waiting;

	/** The last proposal in flight, on which the next mutation is computed. */
	@Nullable PendingMutation head() {
		return this.head;
	}

	boolean isInFlight() {
		return this.first != null;
	}

	/** The mutation whose answer is due next. */
	@Nullable PendingMutation first() {
		return this.first;
	}

	void add(PendingMutation decided) {
		if (this.last == null) {
			this.first = decided;
		}
		else {
			this.last.next(decided);
		}
		this.last = decided;
		if (decided.phase() == Phase.PROPOSED) {
			this.head = decided;
		}
	}

	void removeFirst() {
		PendingMutation removed = this.first;
		if (removed == null) {
			return;
		}
		this.first = removed.next();
		removed.next(null);
		if (this.first == null) {
			this.last = null;
			this.doomed = false;
		}
		if (removed.equals(this.head)) {
			this.head = null;
		}
	}

	/**
	 * What was computed on proposals that do not become true has to be computed again,
	 * before anything that came later.
	 * @param proposalsToo whether proposals in flight are dropped, or will be answered
	 * @return the mutations that lose their place
	 */
	List<PendingMutation> restart(boolean proposalsToo) {
		List<PendingMutation> again = new ArrayList<>();
		List<PendingMutation> remaining = new ArrayList<>();
		while (this.first != null) {
			PendingMutation next = this.first;
			removeFirst();
			(proposalsToo || next.phase() == Phase.DECIDED ? again : remaining).add(next);
		}
		remaining.forEach(this::add);
		this.doomed = this.first != null;
		if (this.holder != null && !again.isEmpty()) {
			if (!again.contains(this.holder)) {
				again.add(this.holder);
			}
			this.holder = null;
		}
		for (int i = again.size() - 1; i >= 0; i--) {
			queue().addFirst(again.get(i));
		}
		return again;
	}

	/** Nothing more may be built on what is in flight. */
	void doom() {
		this.doomed = this.first != null;
	}

	/**
	 * Another node has changed the key: what is computed before that is applied is
	 * computed on what is not true any more, even if only presence changes, which gives
	 * the key no version.
	 */
	void expect() {
		this.expected++;
	}

	/** What was {@link #expect expected} is applied. */
	void applied() {
		this.expected--;
	}

	/** Whether a mutation that comes now has to wait for others. */
	boolean isReserved() {
		return this.holder != null || this.doomed || this.expected > 0 || hasWaiting();
	}

	void enqueue(PendingMutation pending) {
		queue().add(pending);
	}

	/**
	 * The mutation whose turn it is.
	 * @return null while another one holds the key
	 */
	@Nullable PendingMutation nextWaiting() {
		return (this.holder != null || this.doomed || this.expected > 0 || this.waiting == null) ? null
				: this.waiting.peek();
	}

	void removeWaiting(PendingMutation pending) {
		queue().remove(pending);
	}

	boolean isHeldBy(PendingMutation pending) {
		return pending.equals(this.holder);
	}

	/**
	 * Reserves the key.
	 * @param pending the only mutation to go on
	 */
	void hold(PendingMutation pending) {
		this.holder = pending;
	}

	void release(PendingMutation pending) {
		if (isHeldBy(pending)) {
			this.holder = null;
		}
	}

	/** Something outside the engine will come back to the key. */
	void pin() {
		this.pins++;
	}

	void unpin() {
		this.pins--;
	}

	/** Whether nothing is on its way. */
	boolean isIdle() {
		return this.first == null && this.holder == null && this.pins == 0 && this.expected == 0 && !hasWaiting();
	}

	private boolean hasWaiting() {
		return this.waiting != null && !this.waiting.isEmpty();
	}

	private Deque<PendingMutation> queue() {
		if (this.waiting == null) {
			this.waiting = new ArrayDeque<>();
		}
		return this.waiting;
	}

}
