// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.sodp.protocol.DeltaFrame;
import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.SodpServerOptions;
import dev.sodp.server.StateRejectedException;
import dev.sodp.server.journal.Change;
import dev.sodp.server.journal.HeldKey;
import dev.sodp.server.journal.Journal;
import dev.sodp.server.journal.LogLimits;
import dev.sodp.server.journal.SharedJournal;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * All keys of a server and its version counter.
 *
 * <p>
 * The entry of a deleted key is kept for a while, so that its log can answer a RESUME.
 * When it is dropped, the store remembers only the highest version forgotten in this way:
 * the log of a key that is created later counts as complete above that version, since any
 * delta of an earlier life of the key lies below it.
 *
 * <p>
 * Where memory or the number of keys reaches its limit, logs are dropped before anything
 * is refused: first those of deleted keys. Each log that is dropped was written before,
 * so that this takes no longer than writing did, however many keys there are.
 */
final class StateStore {

	private static final long FIRST_STREAM = 10;

	private static final long LOG_BYTES_PER_VALUE_BYTE = 4;

	/** Deletions that are looked through for those since a version. */
	private static final int MOST_DELETIONS = 10_000;

	private final Map<String, KeyEntry> entries = new HashMap<>();

	private final KeyNames names = new KeyNames();

	private final Deletions deletions = new Deletions();

	private final VersionHistory versions = new VersionHistory();

	private final Journal journal;

	/** Whether only the keys that someone needs are here. */
	private final boolean shared;

	private final Loaders loaders;

	private final MemoryCeiling memory;

	private final int maxKeys;

	private final int logSize;

	private final long logBytes;

	private final long deletedLogRetention;

	private long mutations;

	private long refusals;

	private @Nullable Consumer<String> fullConsumer;

	/** Is given keys of a shared journal that no one needs. */
	private @Nullable Consumer<KeyEntry> unusedConsumer;

	private long nextStream = FIRST_STREAM;

	StateStore(SodpServerOptions options, Journal journal, Loaders loaders) {
		this.journal = journal;
		this.shared = journal instanceof SharedJournal;
		this.loaders = loaders;
		this.memory = new MemoryCeiling(options.maxTotalBytes());
		this.maxKeys = options.maxKeys();
		this.logSize = options.logSize();
		this.logBytes = options.maxValueBytes() * LOG_BYTES_PER_VALUE_BYTE;
		this.deletedLogRetention = options.deletedLogRetention().toNanos();
	}

	void onFull(Consumer<String> consumer) {
		this.fullConsumer = consumer;
	}

	void onUnused(Consumer<KeyEntry> consumer) {
		this.unusedConsumer = consumer;
	}

	@Nullable KeyEntry find(String key) {
		return this.entries.get(key);
	}

	/**
	 * The entry of a key, created if there is none. To be followed by a subscription, a
	 * change, or {@link #release}.
	 * @param key the key
	 * @return its entry
	 * @throws StateRejectedException if there is no room for another key
	 */
	KeyEntry obtain(String key) {
		KeyEntry existing = this.entries.get(key);
		if (existing != null) {
			return existing;
		}
		checkRoomForKey(key);
		KeyEntry entry = new KeyEntry(key, newStream(), newLog(completeSince(key)));
		this.entries.put(key, entry);
		this.memory.keyAdded();
		dropLogs();
		return entry;
	}

	/** A stream that nothing else has. */
	long newStream() {
		if (this.nextStream == Frame.FIRST_SUGGESTED_STREAM) {
			this.nextStream = Frame.FIRST_STREAM_BEYOND;
		}
		return this.nextStream++;
	}

	/**
	 * Whether all that has changed since a version is known, deletions included, and can
	 * be found in a short time.
	 * @param someVersion the version
	 */
	boolean remembersSince(long someVersion) {
		// What happened to keys while they were not held here is not known.
		return !this.shared && this.deletions.forgettable() <= MOST_DELETIONS
				&& this.versions.remembersDeletionsSince(someVersion)
				&& (this.versions.isOfThisLife(someVersion) || this.loaders.isEmpty());
	}

	/**
	 * Finds keys that were deleted.
	 * @param prefix how they begin
	 * @param someVersion they existed then, or later
	 */
	List<PrefixWatch.Deletion> deletionsSince(String prefix, long someVersion) {
		return this.deletions.since(prefix, someVersion);
	}

	/** Nothing is known of what a loader keeps from before the start. */
	private long completeSince(String key) {
		return this.loaders.keep(key) ? this.versions.forgottenOrBefore() : this.versions.forgotten();
	}

	private void checkRoomForKey(String key) {
		while (this.entries.size() >= this.maxKeys) {
			if (!forgetOldestDeletion()) {
				throw full("There are " + this.maxKeys + " keys, so '" + key + "' cannot be added");
			}
		}
		while (!this.memory.hasRoom(MemoryCeiling.KEY_BYTES)) {
			if (!forgetOldestDeletion()) {
				throw full("The server's memory is full, so '" + key + "' cannot be added");
			}
		}
	}

	/**
	 * Takes the room that a change needs, to be given back by {@link #commit} or
	 * {@link #giveBack}. What makes a value no larger always has room.
	 * @param entry the key
	 * @param edit the change of its head
	 * @return by how much the heap grows
	 * @throws StateRejectedException if it does not fit
	 */
	long reserve(KeyEntry entry, Edit edit) {
		JsonNode head = entry.headIfInitialized();
		long growth = heapSize(edit.initialized() ? edit.value() : null) - heapSize(head);
		while (!this.memory.hasRoom(growth) && growth > 0) {
			if (!forgetOldestDeletion(entry)) {
				if (head == null || ValueGrowth.isLarger(head, edit)) {
					throw full("The server's memory is full, so '" + entry.key() + "' cannot become larger");
				}
				break;
			}
		}
		this.memory.reserved(growth);
		return growth;
	}

	/**
	 * Gives room back, as a change was not committed.
	 * @param growth what {@link #reserve} returned
	 */
	void giveBack(long growth) {
		this.memory.reserved(-growth);
	}

	private static long heapSize(@Nullable JsonNode value) {
		return (value != null) ? Values.heapSize(value) : 0;
	}

	private StateRejectedException full(String message) {
		this.refusals++;
		if (this.fullConsumer != null) {
			this.fullConsumer.accept(message);
		}
		return new StateRejectedException(ErrorCode.FULL, message);
	}

	/**
	 * Drops an entry that is no longer needed.
	 * @param entry an entry that lost a subscriber, or was obtained in vain
	 */
	void release(KeyEntry entry) {
		if (entry.isDispensable() && this.entries.remove(entry.key(), entry)) {
			this.memory.keyRemoved();
		}
		else if (this.unusedConsumer != null && entry.isHeld() && entry.isUnused()) {
			this.unusedConsumer.accept(entry);
		}
	}

	/**
	 * A key leaves memory, but not the journal.
	 * @param entry a key that no one needs
	 */
	void leave(KeyEntry entry) {
		this.memory.unused(entry);
		this.memory.valueChanged(entry.heapSize(), 0);
		this.memory.logChanged(entry.log().heapSize(), 0);
		this.deletions.remove(entry);
		this.names.remove(entry.key());
		this.entries.remove(entry.key(), entry);
		this.memory.keyRemoved();
	}

	/**
	 * Applies a committed change.
	 * @param entry the key
	 * @param value its value, the null node if it is removed
	 * @param exists whether it exists afterwards
	 * @param sizeEstimate encoded size of the value
	 * @param newVersion the version of the change
	 * @param delta the change as it is sent
	 * @param now nanoseconds
	 */
	void commit(KeyEntry entry, JsonNode value, boolean exists, long sizeEstimate, long newVersion, EncodedDelta delta,
			long now) {
		this.versions.used(newVersion);
		this.mutations++;
		this.memory.valueChanged(entry.heapSize(), exists ? Values.heapSize(value) : 0);
		entry.update(value, exists, newVersion, sizeEstimate);
		long logBefore = entry.log().heapSize();
		entry.log().add(newVersion, delta);
		this.memory.logChanged(logBefore, entry.log().heapSize());
		this.deletions.remove(entry);
		if (exists) {
			this.names.add(entry.key());
			this.memory.used(entry);
		}
		else {
			this.names.remove(entry.key());
			this.memory.unused(entry);
			this.deletions.add(entry, now + this.deletedLogRetention);
		}
		dropLogs();
	}

	/**
	 * The log of a key answers a RESUME.
	 * @param entry the key
	 */
	void resumed(KeyEntry entry) {
		if (entry.isInitialized() && entry.log().heapSize() > 0) {
			this.memory.used(entry);
		}
	}

	private void dropLogs() {
		while (this.memory.isExceeded()) {
			if (!dropOldestDeletion(null) && !dropLeastRecentlyUsed()) {
				return;
			}
		}
	}

	private boolean dropLeastRecentlyUsed() {
		KeyEntry entry = this.memory.leastRecentlyUsed();
		if (entry == null) {
			return false;
		}
		this.memory.unused(entry);
		dropLog(entry, entry.version());
		return true;
	}

	private void dropLog(KeyEntry entry, long completeSince) {
		this.memory.logChanged(entry.log().heapSize(), 0);
		entry.dropLog(newLog(completeSince));
	}

	private boolean forgetOldestDeletion() {
		return forgetOldestDeletion(null);
	}

	/** The key in use, which is about to be written again, keeps its entry. */
	private boolean forgetOldestDeletion(@Nullable KeyEntry inUse) {
		if (dropOldestDeletion(inUse)) {
			return true;
		}
		KeyEntry tombstone = this.deletions.pollTombstone(inUse);
		if (tombstone != null) {
			forget(tombstone);
		}
		return tombstone != null;
	}

	private boolean dropOldestDeletion(@Nullable KeyEntry inUse) {
		KeyEntry oldest = this.deletions.pollOldest(inUse);
		if (oldest != null) {
			drop(oldest);
		}
		return oldest != null;
	}

	private void drop(KeyEntry deleted) {
		if (deleted.isDeleted() && this.loaders.mayReviveDeleted(deleted.key())) {
			dropLog(deleted, deleted.version());
			this.deletions.addTombstone(deleted);
		}
		else {
			forget(deleted);
		}
	}

	private void forget(KeyEntry deleted) {
		if (deleted.version() > 0) {
			this.journal.forget(deleted.key(), deleted.version());
		}
		this.versions.forgotten(deleted.version());
		dropLog(deleted, this.versions.forgotten());
		deleted.forget();
		release(deleted);
	}

	/**
	 * Remembers that a key does not exist, for as long as a deletion.
	 * @param entry a key that was not known
	 * @param now nanoseconds
	 */
	void absent(KeyEntry entry, long now) {
		entry.absent();
		this.deletions.add(entry, now + this.deletedLogRetention);
	}

	/**
	 * Forgets the logs of keys that were deleted long ago. Called whenever something
	 * happens, since no timer should run just for this.
	 * @param now nanoseconds
	 */
	void expireLogs(long now) {
		for (KeyEntry due = this.deletions.pollDue(now); due != null; due = this.deletions.pollDue(now)) {
			drop(due);
		}
	}

	/** How much of the log of a key is kept. */
	LogLimits logLimits() {
		return new LogLimits(this.logSize, this.logBytes);
	}

	/**
	 * Takes over a key that a journal holds, unless a loader knows better.
	 * @param key the key
	 * @param now nanoseconds
	 */
	void recover(HeldKey key, long now) {
		if (this.loaders.keep(key.key())) {
			return;
		}
		KeyEntry entry = new KeyEntry(key.key(), newStream(), newLog(key.completeSince()));
		this.entries.put(key.key(), entry);
		this.memory.keyAdded();
		replace(entry, key, now);
	}

	/**
	 * Takes what a journal holds of a key instead of what was known of it.
	 * @param entry the key
	 * @param key what the journal holds
	 * @param now nanoseconds
	 */
	void replace(KeyEntry entry, HeldKey key, long now) {
		JsonNode value = key.value();
		long logBefore = entry.log().heapSize();
		this.versions.used(key.version());
		this.memory.valueChanged(entry.heapSize(), heapSize(value));
		ReplayBuffer log = newLog(key.completeSince());
		for (Change change : key.log()) {
			log.add(change.version(), new EncodedDelta(
					DeltaFrame.encode(entry.stream(), key.key(), change.version(), change.encodedOps())));
		}
		entry.dropLog(log);
		this.memory.logChanged(logBefore, log.heapSize());
		entry.update((value != null) ? value : NullNode.getInstance(), value != null, key.version(),
				(value != null) ? FrameEncoder.encodedSize(value) : 0);
		this.deletions.remove(entry);
		if (value != null) {
			this.names.add(key.key());
			if (log.heapSize() > 0) {
				this.memory.used(entry);
			}
		}
		else {
			this.names.remove(key.key());
			this.memory.unused(entry);
			if (key.version() > 0) {
				this.deletions.add(entry, now + this.deletedLogRetention);
			}
		}
		dropLogs();
	}

	/** The versions that were used. */
	VersionHistory versions() {
		return this.versions;
	}

	/** Number of deleted keys whose logs are kept. */
	int deletedKeys() {
		return this.deletions.size();
	}

	/** What keys and values take of the heap, in bytes. */
	long valueBytes() {
		return this.memory.values();
	}

	/** What logs take of the heap, in bytes. */
	long logBytes() {
		return this.memory.logs();
	}

	/** Writes and subscriptions refused so far for want of room. */
	long refusals() {
		return this.refusals;
	}

	int size() {
		return this.entries.size();
	}

	/** Changes applied so far. */
	long mutations() {
		return this.mutations;
	}

	KeyNames names() {
		return this.names;
	}

	void forEach(Consumer<KeyEntry> consumer) {
		this.entries.values().forEach(consumer);
	}

	/**
	 * Whether keys that do not exist yet can be added. Deleted keys would give way.
	 * @param keys how many
	 * @param bytes what they take of the heap
	 * @return why not, or null if they can
	 */
	@Nullable String refusal(long keys, long bytes) {
		long left = (long) this.maxKeys - (this.entries.size() - this.deletions.forgettable());
		if (keys > left) {
			return "there is room for " + left + " more keys";
		}
		if (!this.memory.hasRoom(bytes - (long) this.deletions.forgettable() * MemoryCeiling.KEY_BYTES)) {
			return "the keys take " + bytes + " bytes of the heap, which exceeds the limit";
		}
		return null;
	}

	private ReplayBuffer newLog(long completeSince) {
		return new ReplayBuffer(this.logSize, this.logBytes, completeSince);
	}

}
