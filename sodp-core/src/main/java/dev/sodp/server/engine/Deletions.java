// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The keys of which is remembered that they do not exist: for a while, for the sake of
 * their logs, or for longer, so that a loader does not bring them back.
 */
final class Deletions {

	/** In the order in which they are due; one for each key, however often it comes. */
	private final Map<String, Deletion> recent = new LinkedHashMap<>();

	private final Set<KeyEntry> tombstones = new LinkedHashSet<>();

	void add(KeyEntry entry, long due) {
		this.recent.remove(entry.key());
		this.recent.put(entry.key(), new Deletion(entry, due));
	}

	/**
	 * Goes on remembering a key whose log is dropped.
	 * @param entry the key
	 */
	void addTombstone(KeyEntry entry) {
		this.tombstones.add(entry);
	}

	/** The key exists again. */
	void remove(KeyEntry entry) {
		this.recent.remove(entry.key());
		this.tombstones.remove(entry);
	}

	/**
	 * Removes the next key that is due.
	 * @param now nanoseconds
	 * @return null if none is
	 */
	@Nullable KeyEntry pollDue(long now) {
		Iterator<Deletion> next = this.recent.values().iterator();
		if (next.hasNext()) {
			Deletion oldest = next.next();
			if (oldest.due - now <= 0) {
				next.remove();
				return oldest.entry;
			}
		}
		return null;
	}

	/**
	 * Removes the key that is due next.
	 * @param inUse a key that is about to be written again, or null
	 * @return null if there is no other
	 */
	@Nullable KeyEntry pollOldest(@Nullable KeyEntry inUse) {
		for (Iterator<Deletion> oldest = this.recent.values().iterator(); oldest.hasNext();) {
			KeyEntry entry = oldest.next().entry;
			if (!entry.equals(inUse)) {
				oldest.remove();
				return entry;
			}
		}
		return null;
	}

	/**
	 * Removes the oldest tombstone.
	 * @param inUse a key that is about to be written again, or null
	 * @return null if there is no other
	 */
	@Nullable KeyEntry pollTombstone(@Nullable KeyEntry inUse) {
		for (Iterator<KeyEntry> oldest = this.tombstones.iterator(); oldest.hasNext();) {
			KeyEntry entry = oldest.next();
			if (!entry.equals(inUse)) {
				oldest.remove();
				return entry;
			}
		}
		return null;
	}

	/**
	 * Finds keys.
	 * @param prefix how they begin
	 * @param version they were deleted after it
	 */
	List<PrefixWatch.Deletion> since(String prefix, long version) {
		return Stream.concat(this.recent.values().stream().map(Deletion::entry), this.tombstones.stream())
			.filter((entry) -> entry.isDeleted() && entry.version() > version && entry.key().startsWith(prefix))
			.map((entry) -> new PrefixWatch.Deletion(entry.key(), entry.version()))
			.toList();
	}

	/** Number of keys whose logs are kept. */
	int size() {
		return this.recent.size();
	}

	/** Number of keys that can be forgotten to make room. */
	int forgettable() {
		return this.recent.size() + this.tombstones.size();
	}

	private record Deletion(KeyEntry entry, long due) {
	}

}
