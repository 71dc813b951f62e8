// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.sodp.server.journal.Change;
import dev.sodp.server.journal.JournalRecovery;
import dev.sodp.server.journal.LogLimits;
import dev.sodp.server.journal.PresenceChange;
import dev.sodp.server.journal.PresenceOwner;
import dev.sodp.server.journal.Proposal;
import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is left of a {@link SimulatedJournal} when its process is killed.
 */
final class SimulatedDisk {

	/** Versions reserved at a time. */
	private static final long RESERVED = 1000;

	private final Map<String, StoredKey> keys = new HashMap<>();

	private final Map<String, Map<StatePath, PresenceOwner>> presence = new HashMap<>();

	private final Map<Long, Long> gaps = new TreeMap<>();

	private long counter;

	private long forgotten;

	private int epoch = 1;

	/** A server opens it whose predecessor was killed. */
	String open(LogLimits limits, boolean tailMayBeLost, JournalRecovery recovery) {
		if (this.counter > 0) {
			this.gaps.put(this.counter + 1, this.counter + RESERVED);
			this.counter += RESERVED;
			this.epoch += tailMayBeLost ? 1 : 0;
		}
		recovery.counter(this.counter, this.forgotten);
		this.gaps.forEach(recovery::gap);
		this.keys.forEach((key, stored) -> {
			while (stored.log.size() > limits.deltas()) {
				stored.completeSince = stored.log.remove().version();
			}
			recovery.key(key, stored.version, stored.value, stored.completeSince, List.copyOf(stored.log));
		});
		this.presence.forEach((key, paths) -> paths.forEach((path, owner) -> recovery.presence(key, path, owner)));
		return "disk-epoch-" + this.epoch;
	}

	/** Makes a change durable. */
	void write(Proposal proposal, long version) {
		Change change = proposal.toChange(version);
		if (change.changesValue()) {
			StoredKey stored = this.keys.computeIfAbsent(change.key(), (key) -> new StoredKey(this.forgotten));
			if (stored.version >= version) {
				throw new AssertionError("Version " + version + " of " + change.key() + " after " + stored.version);
			}
			stored.version = version;
			stored.value = proposal.exists() ? proposal.value() : null;
			stored.log.add(change);
			this.counter = Math.max(this.counter, version);
		}
		write(change.key(), change.presence());
	}

	private void write(String key, PresenceChange change) {
		Map<StatePath, PresenceOwner> paths = this.presence.computeIfAbsent(key, (name) -> new LinkedHashMap<>());
		change.released().forEach(paths::remove);
		if (change.bound() != null && change.owner() != null) {
			paths.put(change.bound(), change.owner());
		}
	}

	void forget(String key, long version) {
		StoredKey stored = this.keys.get(key);
		if (stored != null && stored.version == version) {
			this.keys.remove(key);
			this.forgotten = Math.max(this.forgotten, version);
		}
	}

	/** The version of a key that no power cut takes away. */
	long version(String key) {
		StoredKey stored = this.keys.get(key);
		return (stored != null) ? stored.version : 0;
	}

	long counter() {
		return this.counter;
	}

	/** Every key that is remembered, with its version. */
	void forEach(KeyConsumer consumer) {
		this.keys.forEach((key, stored) -> consumer.accept(key, stored.version, stored.value));
	}

	/** Is given a key. */
	interface KeyConsumer {

		void accept(String key, long version, @Nullable JsonNode value);

	}

	/** One key. */
	private static final class StoredKey {

		private final Deque<Change> log = new ArrayDeque<>();

		private long completeSince;

		private long version;

		private @Nullable JsonNode value;

		StoredKey(long completeSince) {
			this.completeSince = completeSince;
		}

	}

}
