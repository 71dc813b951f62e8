// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Adds up what many keys take that are about to be written for the first time, so that
 * they can be refused before the first one is written. To be used in steps of the engine.
 */
public final class NewKeys {

	private final StateStore store;

	private long entries;

	private long bytes;

	NewKeys(StateStore store) {
		this.store = store;
	}

	/**
	 * Adds a key.
	 * @param key the key
	 * @param value the value that it is to have, immutable
	 * @return false if it exists already
	 */
	public boolean add(String key, JsonNode value) {
		KeyEntry entry = this.store.find(key);
		if (entry != null && entry.isInitialized()) {
			return false;
		}
		if (entry == null) {
			this.entries++;
			this.bytes += MemoryCeiling.KEY_BYTES;
		}
		this.bytes += Values.heapSize(value);
		return true;
	}

	/**
	 * Whether there is room for all of them. What sessions and others write at the same
	 * time may still take it.
	 * @return why not, or null if there is
	 */
	public @Nullable String refusal() {
		return this.store.refusal(this.entries, this.bytes);
	}

}
