// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.sodp.protocol.MalformedFrameException;
import dev.sodp.server.journal.LogLimits;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVStoreException;

/**
 * Reads everything that a store holds, checks that it fits together, and hands it over
 * key by key, so that decoding can go on while reading does.
 */
final class Recovery {

	private static final int KEYS_AT_ONCE = 256;

	private final Path path;

	private final StoredState state;

	private final RecoveryHandoff handoff;

	private long last;

	Recovery(Path path, StoredState state, RecoveryHandoff handoff) {
		this.path = path;
		this.state = state;
		this.handoff = handoff;
	}

	/**
	 * Reads.
	 * @return the highest version found
	 */
	long read() {
		try {
			readKeys(readLogs());
			readPresence();
			return this.last;
		}
		catch (MVStoreException | MalformedFrameException | IllegalArgumentException | IndexOutOfBoundsException ex) {
			throw Failures.unreadable(this.path, ex);
		}
	}

	private Map<String, List<StoredDelta>> readLogs() {
		Map<String, List<StoredDelta>> logs = new HashMap<>();
		long missing = this.state.deltas().sizeAsLong();
		Cursor<Long, byte[]> cursor = this.state.deltas().cursor(null);
		while (cursor.hasNext()) {
			long version = cursor.next();
			StoredDelta delta = StoredDelta.read(version, cursor.getValue());
			logs.computeIfAbsent(delta.key(), (key) -> new ArrayList<>()).add(delta);
			this.last = Math.max(this.last, version);
			missing--;
		}
		checkComplete(missing, "changes");
		return logs;
	}

	private void readKeys(Map<String, List<StoredDelta>> logs) {
		long missing = this.state.heads().sizeAsLong();
		List<RecoveryHandoff.Key> keys = new ArrayList<>(KEYS_AT_ONCE);
		Cursor<String, byte[]> cursor = this.state.heads().cursor(null);
		while (cursor.hasNext()) {
			String name = cursor.next();
			List<StoredDelta> log = logs.remove(name);
			keys.add(take(new StoredKey(name, StoredHead.read(cursor.getValue()), (log != null) ? log : List.of())));
			if (keys.size() == KEYS_AT_ONCE) {
				this.handoff.keys(keys);
				keys = new ArrayList<>(KEYS_AT_ONCE);
			}
			missing--;
		}
		this.handoff.keys(keys);
		checkComplete(missing, "keys");
		if (!logs.isEmpty()) {
			throw Failures.damaged(this.path,
					"the value of key '%s' is missing".formatted(logs.keySet().iterator().next()));
		}
	}

	private RecoveryHandoff.Key take(StoredKey key) {
		String contradiction = key.contradiction();
		if (contradiction != null) {
			throw Failures.damaged(this.path, "key '%s': %s".formatted(key.name(), contradiction));
		}
		this.last = Math.max(this.last, key.head().version());
		this.state.put(key.name(), key.toLog());
		return new RecoveryHandoff.Key(key, trimmed(key.log(), this.state.limits()));
	}

	/** How many of the oldest changes are beyond limits that were higher before. */
	private static int trimmed(List<StoredDelta> log, LogLimits limits) {
		long bytes = 0;
		for (int kept = 0; kept < log.size(); kept++) {
			bytes += log.get(log.size() - 1 - kept).opsBytes();
			if (kept == limits.deltas() || bytes > limits.bytes()) {
				return log.size() - kept;
			}
		}
		return 0;
	}

	private void readPresence() {
		List<StoredPresence> presence = new ArrayList<>();
		Cursor<String, byte[]> cursor = this.state.presence().cursor(null);
		while (cursor.hasNext()) {
			presence.add(StoredPresence.read(cursor.next(), cursor.getValue()));
		}
		this.handoff.presence(presence);
	}

	private void checkComplete(long missing, String what) {
		if (missing != 0) {
			throw Failures.damaged(this.path, "%d %s are missing".formatted(missing, what));
		}
	}

}
