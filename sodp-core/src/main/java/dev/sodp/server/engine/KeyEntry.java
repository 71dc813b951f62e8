// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import dev.sodp.server.StateSnapshot;
import dev.sodp.server.journal.Proposal;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * What the server knows about one key: value, version, stream, log, who watches it, and
 * what is on its way. A key that was deleted, or never written but is watched, has an
 * entry too.
 */
final class KeyEntry {

	private final String key;

	private final long stream;

	/** Only while there is one, as most keys of a large state are not watched. */
	private @Nullable Audience audience;

	/** Only while something is on its way. */
	private @Nullable KeyTraffic traffic;

	/** Neighbours among the keys with a log, in the order of their last use. */
	private @Nullable KeyEntry older;

	private @Nullable KeyEntry newer;

	private ReplayBuffer log;

	private JsonNode value = NullNode.getInstance();

	private boolean initialized;

	private long version;

	private long sizeEstimate;

	private boolean forgotten;

	/** Whether its loader has said that it does not exist. */
	private boolean absent;

	/** Whether a shared journal has said what it is, and reports its changes. */
	private boolean held;

	KeyEntry(String key, long stream, ReplayBuffer log) {
		this.key = key;
		this.stream = stream;
		this.log = log;
	}

	String key() {
		return this.key;
	}

	/**
	 * The stream of the key's frames, the same for all sessions, so that a DELTA is the
	 * same bytes for all.
	 * @return 10 or more
	 */
	long stream() {
		return this.stream;
	}

	/**
	 * The value for a snapshot.
	 * @return the null node if the key does not exist
	 */
	JsonNode value() {
		return this.value;
	}

	@Nullable JsonNode valueIfInitialized() {
		return this.initialized ? this.value : null;
	}

	/**
	 * The committed value and its version.
	 * @return null if the key does not exist
	 */
	@Nullable StateSnapshot snapshot() {
		return this.initialized ? new StateSnapshot(this.key, this.version, this.value) : null;
	}

	boolean isInitialized() {
		return this.initialized;
	}

	/**
	 * The version of the latest change, which may be a removal.
	 * @return 0 if the key was never written
	 */
	long version() {
		return this.version;
	}

	/**
	 * Encoded size of the value, never an underestimate.
	 * @return bytes
	 */
	long sizeEstimate() {
		return this.sizeEstimate;
	}

	/**
	 * What the value takes of the heap.
	 * @return bytes, estimated; 0 if the key does not exist
	 */
	long heapSize() {
		return this.initialized ? Values.heapSize(this.value) : 0;
	}

	/**
	 * The value on which the next mutation is computed: committed, or proposed already.
	 * @return null if the key does not exist
	 */
	@Nullable JsonNode headIfInitialized() {
		PendingMutation head = head();
		Proposal proposal = (head != null) ? head.proposal() : null;
		if (proposal == null) {
			return valueIfInitialized();
		}
		return proposal.exists() ? proposal.value() : null;
	}

	/**
	 * Encoded size of the head, never an underestimate.
	 * @return bytes
	 */
	long headSizeEstimate() {
		PendingMutation head = head();
		return (head != null) ? head.sizeEstimate() : this.sizeEstimate;
	}

	/**
	 * The last proposal in flight.
	 * @return null if the head is what is committed
	 */
	@Nullable PendingMutation head() {
		return (this.traffic != null) ? this.traffic.head() : null;
	}

	/**
	 * What is on its way.
	 * @return null if nothing is
	 */
	@Nullable KeyTraffic currentTraffic() {
		return this.traffic;
	}

	/**
	 * What is on its way, to add to it.
	 * @return empty if nothing is
	 */
	KeyTraffic traffic() {
		if (this.traffic == null) {
			this.traffic = new KeyTraffic();
		}
		return this.traffic;
	}

	/** Forgets what has arrived. */
	void tidyTraffic() {
		if (this.traffic != null && this.traffic.isIdle()) {
			this.traffic = null;
		}
	}

	/**
	 * Who is notified of changes.
	 * @return null if there is no one
	 */
	@Nullable Audience audience() {
		return this.audience;
	}

	void subscribe(Session session) {
		if (this.audience == null) {
			this.audience = new Audience();
		}
		this.audience.add(session);
	}

	void unsubscribe(Session session) {
		if (this.audience != null) {
			this.audience.remove(session);
			if (this.audience.isEmpty()) {
				this.audience = null;
			}
		}
	}

	ReplayBuffer log() {
		return this.log;
	}

	@Nullable KeyEntry older() {
		return this.older;
	}

	void older(@Nullable KeyEntry entry) {
		this.older = entry;
	}

	@Nullable KeyEntry newer() {
		return this.newer;
	}

	void newer(@Nullable KeyEntry entry) {
		this.newer = entry;
	}

	/**
	 * Drops the log.
	 * @param emptyLog the log to continue with
	 */
	void dropLog(ReplayBuffer emptyLog) {
		this.log = emptyLog;
	}

	/** A key that does not exist need not be kept any longer for having been deleted. */
	void forget() {
		this.forgotten = !this.initialized;
		this.absent = false;
	}

	/**
	 * Whether this entry holds nothing that a new one would not.
	 * @return true for a key without value, log and subscribers
	 */
	boolean isDispensable() {
		return !isKnown() && !this.held && isUnused();
	}

	/** Whether no one needs it at this moment. */
	boolean isUnused() {
		return this.audience == null && this.traffic == null;
	}

	/**
	 * Whether it is known what a shared journal holds of the key.
	 * @return false before it was read, and always if the journal is not shared
	 */
	boolean isHeld() {
		return this.held;
	}

	void held(boolean isHeld) {
		this.held = isHeld;
	}

	/** Whether it is known if the key exists. */
	boolean isKnown() {
		return this.initialized || this.absent || isDeleted();
	}

	/** Whether it was deleted, which has not been forgotten. */
	boolean isDeleted() {
		return !this.initialized && this.version > 0 && !this.forgotten;
	}

	/** Remembers that the key does not exist, until its log is forgotten. */
	void absent() {
		this.absent = true;
	}

	/**
	 * Takes a committed value.
	 * @param newValue the value, the null node if the key was removed
	 * @param exists whether the key exists
	 * @param newVersion the version of the change
	 * @param newSizeEstimate encoded size of the value
	 */
	void update(JsonNode newValue, boolean exists, long newVersion, long newSizeEstimate) {
		this.value = newValue;
		this.initialized = exists;
		this.version = newVersion;
		this.sizeEstimate = newSizeEstimate;
		this.forgotten = false;
		this.absent = false;
	}

}
