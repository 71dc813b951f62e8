// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.sodp.server.journal.shared.BatchAnswer;
import dev.sodp.server.journal.shared.Position;
import dev.sodp.server.journal.shared.ProposedBatch;
import dev.sodp.server.journal.shared.ProposedChange;
import dev.sodp.server.journal.shared.StoredChange;
import dev.sodp.server.journal.shared.StoredKey;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link SimulatedPartition} stores of a key: a snapshot, and the changes since
 * the snapshot before it.
 */
final class SimulatedKey {

	private final List<StoredChange> changes = new ArrayList<>();

	private final Map<String, String> presence = new HashMap<>();

	private Position position = Position.NONE;

	private boolean exists;

	private byte @Nullable [] snapshot;

	private long snapshotAt;

	private long completeSince;

	/** When it was removed. */
	private long removedAt;

	SimulatedKey copy() {
		SimulatedKey copy = new SimulatedKey();
		copy.changes.addAll(this.changes);
		copy.presence.putAll(this.presence);
		copy.position = this.position;
		copy.exists = this.exists;
		copy.snapshot = this.snapshot;
		copy.snapshotAt = this.snapshotAt;
		copy.completeSince = this.completeSince;
		copy.removedAt = this.removedAt;
		return copy;
	}

	StoredKey read() {
		return new StoredKey(this.position, this.snapshot, this.snapshotAt, this.completeSince,
				List.copyOf(this.changes), Map.copyOf(this.presence));
	}

	Position position() {
		return this.position;
	}

	boolean exists() {
		return this.exists;
	}

	boolean isRemovedFor(long nanos, long now) {
		return !this.exists && now - this.removedAt >= nanos;
	}

	Map<String, String> presence() {
		return this.presence;
	}

	/** What a batch that expects another position is answered. */
	BatchAnswer conflict(Position expected) {
		if (expected.equals(Position.NONE) && this.completeSince == 0 && !this.changes.isEmpty()) {
			return new BatchAnswer.Conflict(List.copyOf(this.changes));
		}
		for (int i = 0; i < this.changes.size(); i++) {
			if (this.changes.get(i).position().equals(expected)) {
				return new BatchAnswer.Conflict(List.copyOf(this.changes.subList(i + 1, this.changes.size())));
			}
		}
		return new BatchAnswer.Outdated();
	}

	/** How many changes a reader has to apply. */
	int chainLength() {
		int length = 0;
		for (StoredChange change : this.changes) {
			length += (change.position().number() > this.snapshotAt) ? 1 : 0;
		}
		return length;
	}

	void add(long number, ProposedChange change) {
		this.position = new Position(number, change.tag());
		this.changes.add(new StoredChange(this.position, change.change()));
		change.released().forEach(this.presence::remove);
		if (change.bound() != null && change.owner() != null) {
			this.presence.put(change.bound(), change.owner());
		}
	}

	void added(ProposedBatch batch, long now) {
		this.exists = batch.exists();
		this.removedAt = now;
		if (batch.snapshot() != null || !batch.exists()) {
			this.changes.removeIf((change) -> change.position().number() < this.snapshotAt);
			this.completeSince = this.snapshotAt;
			this.snapshot = batch.snapshot();
			this.snapshotAt = this.position.number();
		}
	}

}
