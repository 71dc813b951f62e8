// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.util.HashMap;
import java.util.Map;

import dev.sodp.server.journal.LogLimits;
import dev.sodp.server.journal.PresenceChange;
import dev.sodp.server.journal.Proposal;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.StatePath;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * The maps of the store: whole values by key, changes by version, and to whom presence
 * paths belong. Changes of all keys stand in one order, so that a batch ends up on
 * neighbouring pages whatever keys it has.
 */
final class StoredState {

	private final MVMap<String, byte[]> heads;

	private final MVMap<Long, byte[]> deltas;

	private final MVMap<String, byte[]> presence;

	private final StoredMeta meta;

	private final LogLimits limits;

	private final Map<String, KeyLog> logs = new HashMap<>();

	private int largestValue;

	StoredState(MVStore store, StoredMeta meta, LogLimits limits) {
		this.heads = store.openMap("heads", new MVMap.Builder<String, byte[]>().keyType(StringDataType.INSTANCE)
			.valueType(ByteArrayDataType.INSTANCE));
		this.deltas = store.openMap("deltas",
				new MVMap.Builder<Long, byte[]>().keyType(LongDataType.INSTANCE).valueType(ByteArrayDataType.INSTANCE));
		this.presence = store.openMap("presence", new MVMap.Builder<String, byte[]>().keyType(StringDataType.INSTANCE)
			.valueType(ByteArrayDataType.INSTANCE));
		this.meta = meta;
		this.limits = limits;
	}

	MVMap<String, byte[]> heads() {
		return this.heads;
	}

	MVMap<Long, byte[]> deltas() {
		return this.deltas;
	}

	MVMap<String, byte[]> presence() {
		return this.presence;
	}

	LogLimits limits() {
		return this.limits;
	}

	/** Takes over what was read of a key. */
	void put(String key, KeyLog log) {
		this.logs.put(key, log);
		this.largestValue = Math.max(this.largestValue, log.headBytes());
	}

	/** What a small change may cause to be written, at most, in bytes. */
	int largestValue() {
		return this.largestValue;
	}

	/** The version of a key; 0 if it was never written or is forgotten. */
	long version(String key) {
		KeyLog log = this.logs.get(key);
		return (log != null) ? log.version() : 0;
	}

	/**
	 * Writes a change into the maps; it is stored with the next commit.
	 * @param proposal the change
	 * @param version its version, 0 if only presence changes
	 * @return about how many bytes that takes
	 */
	int write(Proposal proposal, long version) {
		if (!proposal.persistent()) {
			return writeVersion(proposal, version);
		}
		int bytes = writePresence(proposal.key(), proposal.presence());
		if (proposal.changesValue()) {
			bytes += writeChange(proposal, version);
		}
		return bytes;
	}

	/** The key is kept elsewhere: what was stored of it before must not come back. */
	private int writeVersion(Proposal proposal, long version) {
		KeyLog log = this.logs.computeIfAbsent(proposal.key(), (key) -> new KeyLog());
		if (log.isStored()) {
			drop(proposal.key(), log);
			log = new KeyLog();
			this.logs.put(proposal.key(), log);
		}
		if (proposal.changesValue()) {
			log.moveTo(version, proposal.exists());
		}
		return 0;
	}

	private int writeChange(Proposal proposal, long version) {
		String key = proposal.key();
		KeyLog log = this.logs.computeIfAbsent(key, (name) -> new KeyLog());
		StoredDelta delta = StoredDelta.of(proposal.toChange(version), log.version(), proposal.exists());
		byte[] encoded = delta.toBytes();
		this.deltas.put(version, encoded);
		log.add(version, delta.exists(), delta.opsBytes());
		int bytes = encoded.length;
		if (log.needsHead(this.limits) || isMuchSmaller(proposal, log)) {
			bytes += writeHead(key, log, StoredHead.of(version, proposal.exists(), proposal.value()));
		}
		if (log.isTooLong(this.limits)) {
			trim(log);
		}
		return bytes;
	}

	/** The change holds the whole value, and the one before only takes space. */
	private static boolean isMuchSmaller(Proposal proposal, KeyLog log) {
		return proposal.encodedOps().length < log.headBytes() / 2 && proposal.ops().stream().anyMatch(DeltaOp::atRoot);
	}

	private int writeHead(String key, KeyLog log, StoredHead head) {
		byte[] encoded = head.toBytes();
		this.heads.put(key, encoded);
		log.head(head.version(), head.value().length);
		this.largestValue = Math.max(this.largestValue, log.headBytes());
		return encoded.length;
	}

	private void trim(KeyLog log) {
		while (log.exceeds(this.limits)) {
			this.deltas.remove(log.removeFirst());
		}
	}

	private int writePresence(String key, PresenceChange change) {
		if (change.isEmpty()) {
			return 0;
		}
		change.released().forEach((path) -> this.presence.remove(StoredPresence.name(key, path)));
		StatePath bound = change.bound();
		if (bound == null || change.owner() == null) {
			return 0;
		}
		byte[] owner = StoredPresence.owner(change.owner());
		this.presence.put(StoredPresence.name(key, bound), owner);
		return owner.length;
	}

	/**
	 * Drops a deleted key, unless it was written again.
	 * @param key the key
	 * @param version the version of its deletion
	 */
	void forget(String key, long version) {
		KeyLog log = this.logs.get(key);
		if (log == null || log.exists() || log.version() > version) {
			return;
		}
		drop(key, log);
		this.logs.remove(key);
	}

	private void drop(String key, KeyLog log) {
		this.meta.forget(log.version());
		this.heads.remove(key);
		while (!log.isEmpty()) {
			this.deltas.remove(log.removeFirst());
		}
	}

}
