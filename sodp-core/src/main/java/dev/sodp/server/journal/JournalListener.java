// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal;

import java.util.List;

/**
 * Learns from a {@link Journal} what became of proposals.
 */
public interface JournalListener {

	/**
	 * Changes are committed and may be told.
	 * @param commits in the order of their versions
	 */
	void committed(List<Commit> commits);

	/**
	 * A proposal of this node is committed and may be told: what {@link #committed(List)}
	 * says, for a journal that commits one by one.
	 * @param proposal the proposal
	 * @param version the version given to it, 0 if only presence changes
	 */
	default void committed(Proposal proposal, long version) {
		committed(List.of(new Commit(proposal.toChange(version), proposal)));
	}

	/**
	 * Another node has changed the key since the proposal was computed. It was not
	 * committed, and neither is any later one of the same key that was appended before
	 * this answer. What is newer has been reported as committed before.
	 * @param proposal the proposal
	 */
	void conflict(Proposal proposal);

	/**
	 * A proposal was not committed, or it is not known whether it was.
	 * @param proposal the proposal
	 * @param failure why, and which of the two
	 */
	void failed(Proposal proposal, JournalFailure failure);

}
