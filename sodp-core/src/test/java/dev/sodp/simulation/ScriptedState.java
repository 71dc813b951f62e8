// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.sodp.state.DeltaOp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * What a scripted server knows, and may know again after a restart.
 */
final class ScriptedState {

	private final Map<String, Entry> entries = new HashMap<>();

	/** The last version of a server that counts for all keys together. */
	private long version;

	Entry entry(String key) {
		return this.entries.computeIfAbsent(key, (absent) -> new Entry());
	}

	long nextVersion() {
		return ++this.version;
	}

	/** A version that was seen elsewhere is not given again. */
	void reached(long seen) {
		this.version = Math.max(this.version, seen);
	}

	/** A key, existing or not. */
	static final class Entry {

		JsonNode value = NullNode.getInstance();

		boolean exists;

		long version;

		final List<Change> log = new ArrayList<>();

		List<Change> since(long sinceVersion) {
			return this.log.stream().filter((change) -> change.version() > sinceVersion).toList();
		}

	}

	/**
	 * An entry of a key's log.
	 *
	 * @param key the key
	 * @param version version after the change
	 * @param ops what changed, nothing if only the version did
	 */
	record Change(String key, long version, List<DeltaOp> ops) {
	}

}
