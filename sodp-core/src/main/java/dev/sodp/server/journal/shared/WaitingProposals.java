// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.sodp.server.journal.Proposal;
import org.jspecify.annotations.Nullable;

/** Proposals of a key that have not been sent. */
final class WaitingProposals {

	private static final int MOST_IN_A_FLIGHT = 64;

	private static final int MOST_BYTES_IN_A_FLIGHT = 1024 * 1024;

	private final Deque<Waiting> queue = new ArrayDeque<>(0);

	/**
	 * Adds a proposal.
	 * @param proposal builds on what was added before it
	 * @param now nanoseconds
	 */
	void add(Proposal proposal, long now) {
		this.queue.add(new Waiting(proposal, now));
	}

	/** Puts back what was taken last, as nothing of it was stored. */
	void putBack(Flight flight) {
		List<Proposal> proposals = flight.proposals();
		for (int i = proposals.size() - 1; i >= 0; i--) {
			this.queue.addFirst(new Waiting(proposals.get(i), flight.since()));
		}
	}

	boolean isEmpty() {
		return this.queue.isEmpty();
	}

	int size() {
		return this.queue.size();
	}

	/** What waits longest. */
	@Nullable Proposal first() {
		Waiting first = this.queue.peek();
		return (first != null) ? first.proposal() : null;
	}

	/** Whether something waits for longer than a time-out. */
	boolean isOverdue(long now, long timeout) {
		Waiting first = this.queue.peek();
		return first != null && now - first.since() > timeout;
	}

	/** Removes everything. */
	List<Proposal> clear() {
		List<Proposal> all = this.queue.stream().map(Waiting::proposal).toList();
		this.queue.clear();
		return all;
	}

	/**
	 * Takes as many as are sent together.
	 * @param settings make tags
	 * @param expected the position that they build on
	 * @param version the version of the key at that position
	 * @return null if there are none
	 */
	@Nullable Flight take(SharedLogSettings settings, Position expected, long version) {
		Waiting first = this.queue.peek();
		if (first == null) {
			return null;
		}
		List<Proposal> proposals = new ArrayList<>();
		List<ProposedChange> changes = new ArrayList<>();
		long bytes = 0;
		while (!this.queue.isEmpty() && proposals.size() < MOST_IN_A_FLIGHT && bytes < MOST_BYTES_IN_A_FLIGHT) {
			Proposal proposal = this.queue.remove().proposal();
			ProposedChange change = ProposedChange.of(proposal, settings.ids().get());
			proposals.add(proposal);
			changes.add(change);
			bytes += change.change().length;
		}
		return new Flight(proposals, changes, expected, version, first.since());
	}

	/**
	 * A proposal that waits.
	 *
	 * @param proposal the proposal
	 * @param since when it came, in nanoseconds
	 */
	private record Waiting(Proposal proposal, long since) {
	}

}
