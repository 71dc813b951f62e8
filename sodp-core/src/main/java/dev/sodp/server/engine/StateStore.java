// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

import dev.sodp.server.SodpServerOptions;
import org.jspecify.annotations.Nullable;

/**
 * All keys of a server and its version counter.
 *
 * <p>
 * The entry of a deleted key is kept for a while, so that its log can answer a RESUME.
 * When it is dropped, the store remembers only the highest version forgotten in this way:
 * the log of a key that is created later counts as complete above that version, since any
 * delta of an earlier life of the key lies below it.
 */
final class StateStore {

	private static final long FIRST_STREAM = 10;

	private static final long LOG_BYTES_PER_VALUE_BYTE = 4;

	private final Map<String, KeyEntry> entries = new HashMap<>();

	/**
	 * Deleted keys whose logs are kept, in the order in which they are due; one for each
	 * key, however often it comes and goes.
	 */
	private final Map<String, Deletion> deletions = new LinkedHashMap<>();

	private final int logSize;

	private final long logBytes;

	private final long deletedLogRetention;

	private long version;

	private long nextStream = FIRST_STREAM;

	private long forgottenVersion;

	StateStore(SodpServerOptions options) {
		this.logSize = options.logSize();
		this.logBytes = options.maxValueBytes() * LOG_BYTES_PER_VALUE_BYTE;
		this.deletedLogRetention = options.deletedLogRetention().toNanos();
	}

	@Nullable KeyEntry find(String key) {
		return this.entries.get(key);
	}

	/**
	 * The entry of a key, created if there is none. To be followed by a subscription, a
	 * change, or {@link #release}.
	 * @param key the key
	 * @return its entry
	 */
	KeyEntry obtain(String key) {
		return this.entries.computeIfAbsent(key,
				(name) -> new KeyEntry(name, this.nextStream++, newLog(this.forgottenVersion)));
	}

	/**
	 * Drops an entry that is no longer needed.
	 * @param entry an entry that lost a subscriber, or was obtained in vain
	 */
	void release(KeyEntry entry) {
		if (entry.isDispensable()) {
			this.entries.remove(entry.key());
		}
	}

	long nextVersion() {
		return this.version + 1;
	}

	void commit(KeyEntry entry, Edit edit, long newVersion, long sizeEstimate, EncodedDelta delta, long now) {
		this.version = newVersion;
		entry.update(edit, newVersion, sizeEstimate);
		entry.log().add(newVersion, delta);
		this.deletions.remove(entry.key());
		if (!edit.initialized()) {
			this.deletions.put(entry.key(), new Deletion(entry, now + this.deletedLogRetention));
		}
	}

	/**
	 * Forgets the logs of keys that were deleted long ago. Called whenever something
	 * happens, since no timer should run just for this.
	 * @param now nanoseconds
	 */
	void expireLogs(long now) {
		if (this.deletions.isEmpty()) {
			return;
		}
		for (Iterator<Deletion> next = this.deletions.values().iterator(); next.hasNext();) {
			Deletion deletion = next.next();
			if (deletion.due - now > 0) {
				return;
			}
			next.remove();
			KeyEntry entry = deletion.entry;
			this.forgottenVersion = Math.max(this.forgottenVersion, entry.version());
			entry.forget(newLog(this.forgottenVersion));
			release(entry);
		}
	}

	/** Number of deleted keys whose logs are kept. */
	int deletedKeys() {
		return this.deletions.size();
	}

	int size() {
		return this.entries.size();
	}

	/** Version of the last mutation, which is also their number. */
	long version() {
		return this.version;
	}

	SortedSet<String> keys() {
		SortedSet<String> keys = new TreeSet<>();
		this.entries.forEach((key, entry) -> {
			if (entry.isInitialized()) {
				keys.add(key);
			}
		});
		return keys;
	}

	private ReplayBuffer newLog(long completeSince) {
		return new ReplayBuffer(this.logSize, this.logBytes, completeSince);
	}

	private record Deletion(KeyEntry entry, long due) {
	}

}
