// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.util.List;

/** What became of a {@link ProposedBatch}. */
public sealed interface BatchAnswer {

	/**
	 * It is stored.
	 *
	 * @param first the number of its first change; the others follow one by one
	 * @param confirmed false if it did not reach as many replicas as it should in time,
	 * so that it may be lost
	 */
	record Stored(long first, boolean confirmed) implements BatchAnswer {
	}

	/**
	 * The key has been changed. Nothing was stored by this attempt, but by an earlier one
	 * if its tags are among the newer changes.
	 *
	 * @param newer everything after the expected position
	 */
	record Conflict(List<StoredChange> newer) implements BatchAnswer {
	}

	/**
	 * The key has been changed, and the expected position is not, or no longer, part of
	 * its chain. Nothing was stored by this attempt.
	 */
	record Outdated() implements BatchAnswer {
	}

	/** Nothing was stored, as the chain is too long without a snapshot. */
	record SnapshotNeeded() implements BatchAnswer {
	}

	/** Nothing was stored, as others may have taken the node for dead. */
	record NotMember() implements BatchAnswer {
	}

}
