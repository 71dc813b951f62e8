// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.util.ArrayList;
import java.util.List;

import dev.sodp.protocol.Envelope;
import dev.sodp.server.journal.Change;
import dev.sodp.state.Deltas;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A key as it was read: a whole value, and the changes of its log, some of which are
 * newer.
 *
 * @param name the key
 * @param head the whole value
 * @param log the changes, in order
 */
record StoredKey(String name, StoredHead head, List<StoredDelta> log) {

	/** Says what does not fit together, or null if everything does. */
	@Nullable String contradiction() {
		boolean headInLog = this.log.isEmpty() || this.log.get(0).previous() == this.head.version();
		long version = completeSince();
		for (StoredDelta delta : this.log) {
			if (delta.previous() != version) {
				return "the change before version " + delta.version() + " is missing";
			}
			version = delta.version();
			headInLog = headInLog || version == this.head.version();
		}
		return headInLog ? null : "its log does not contain version " + this.head.version() + " of its value";
	}

	long completeSince() {
		return this.log.isEmpty() ? this.head.version() : this.log.get(0).previous();
	}

	KeyLog toLog() {
		KeyLog keyLog = new KeyLog();
		keyLog.moveTo(this.head.version(), this.head.exists());
		keyLog.head(this.head.version(), this.head.value().length);
		this.log.forEach((delta) -> keyLog.add(delta.version(), delta.exists(), delta.opsBytes()));
		return keyLog;
	}

	/**
	 * Decodes the key.
	 * @param trimmed how many of the oldest changes to leave out
	 * @return the key as of its last change
	 */
	RecoveredKey decode(int trimmed) {
		JsonNode value = Envelope.decodeValue(this.head.value());
		long version = this.head.version();
		boolean exists = this.head.exists();
		long completeSince = completeSince();
		List<Change> changes = new ArrayList<>(this.log.size() - trimmed);
		for (int i = 0; i < this.log.size(); i++) {
			StoredDelta delta = this.log.get(i);
			boolean newer = delta.version() > this.head.version();
			if (i < trimmed && !newer) {
				completeSince = delta.version();
				continue;
			}
			Change change = delta.change(this.name);
			if (newer) {
				value = Deltas.apply(value, change.ops());
				version = delta.version();
				exists = delta.exists();
			}
			if (i < trimmed) {
				completeSince = delta.version();
			}
			else {
				changes.add(change);
			}
		}
		return new RecoveredKey(this.name, version, exists ? value : null, completeSince, changes);
	}

}
