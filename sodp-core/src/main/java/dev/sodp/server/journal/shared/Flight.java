// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.util.List;

import dev.sodp.server.journal.Proposal;
import org.jspecify.annotations.Nullable;

/** Proposals of a key that were sent together and not answered yet. */
final class Flight {

	private final List<Proposal> proposals;

	private final List<ProposedChange> changes;

	private final Position expected;

	private final long version;

	private final long since;

	/** Whether an earlier attempt may have been carried out. */
	private boolean doubtful;

	/** Whether it has to be sent, again perhaps. */
	private boolean unsent = true;

	Flight(List<Proposal> proposals, List<ProposedChange> changes, Position expected, long version, long since) {
		this.proposals = proposals;
		this.changes = changes;
		this.expected = expected;
		this.version = version;
		this.since = since;
	}

	List<Proposal> proposals() {
		return this.proposals;
	}

	/** When its first proposal came, in nanoseconds. */
	long since() {
		return this.since;
	}

	Proposal first() {
		return this.proposals.get(0);
	}

	ProposedBatch batch(String node, boolean withSnapshot) {
		byte @Nullable [] snapshot = withSnapshot ? StoredValues.snapshot(this.proposals, this.version) : null;
		return new ProposedBatch(node, first().key(), this.expected, this.changes,
				this.proposals.get(this.proposals.size() - 1).exists(), snapshot);
	}

	/** What it builds on. */
	Position expected() {
		return this.expected;
	}

	/** The tag of a proposal. */
	String tag(int index) {
		return this.changes.get(index).tag();
	}

	/** Whether a change is the first of this flight. */
	boolean begins(StoredChange change) {
		return tag(0).equals(change.position().tag());
	}

	boolean isDoubtful() {
		return this.doubtful;
	}

	/** The answer will not come. */
	void interrupted() {
		this.doubtful |= !this.unsent;
		this.unsent = true;
	}

	boolean isUnsent() {
		return this.unsent;
	}

	void sent() {
		this.unsent = false;
	}

	/** It was not accepted, and nothing was stored. */
	void sentBack() {
		this.unsent = true;
	}

}
