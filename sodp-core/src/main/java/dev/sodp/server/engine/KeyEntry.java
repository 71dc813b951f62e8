// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * What the server knows about one key: value, version, subscribers, stream and log. A key
 * that was deleted, or never written but is watched, has an entry too.
 */
final class KeyEntry {

	private final String key;

	private final long stream;

	private final Set<Session> subscribers = new LinkedHashSet<>();

	private ReplayBuffer log;

	private JsonNode value = NullNode.getInstance();

	private boolean initialized;

	private long version;

	private long sizeEstimate;

	private boolean forgotten;

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

	Set<Session> subscribers() {
		return Collections.unmodifiableSet(this.subscribers);
	}

	void subscribe(Session session) {
		this.subscribers.add(session);
	}

	void unsubscribe(Session session) {
		this.subscribers.remove(session);
	}

	ReplayBuffer log() {
		return this.log;
	}

	/**
	 * Drops the log. A key that is deleted need not be kept for it any longer.
	 * @param emptyLog the log to continue with
	 */
	void forgetLog(ReplayBuffer emptyLog) {
		this.log = emptyLog;
		this.forgotten = !this.initialized;
	}

	/**
	 * Whether this entry holds nothing that a new one would not.
	 * @return true for a key without value, log and subscribers
	 */
	boolean isDispensable() {
		return !this.initialized && this.subscribers.isEmpty() && (this.version == 0 || this.forgotten);
	}

	void update(Edit edit, long newVersion, long newSizeEstimate) {
		this.value = edit.value();
		this.initialized = edit.initialized();
		this.version = newVersion;
		this.sizeEstimate = newSizeEstimate;
		this.forgotten = false;
	}

}
