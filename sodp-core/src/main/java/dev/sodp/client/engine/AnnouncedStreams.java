// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The streams that STATE_INITs of this connection announced, and their keys. Those of
 * keys that are not watched any longer are remembered for a while: what the server sent
 * on them before it learned of that must not be taken for something else.
 */
final class AnnouncedStreams {

	/** What is on its way comes soon or never. */
	private static final int MOST_RELEASED = 1_000;

	private final Map<Long, WatchedKey> keys = new HashMap<>();

	private final Map<Long, String> released = new LinkedHashMap<>();

	void announced(long stream, WatchedKey key) {
		this.keys.put(stream, key);
		key.streams().add(stream);
	}

	@Nullable WatchedKey find(long stream) {
		return this.keys.get(stream);
	}

	/** The key is not watched any longer. */
	void release(WatchedKey key) {
		for (long stream : key.streams()) {
			if (this.keys.remove(stream, key)) {
				this.released.put(stream, key.key());
			}
		}
		while (this.released.size() > MOST_RELEASED) {
			this.released.remove(this.released.keySet().iterator().next());
		}
	}

	/** The key that a stream belonged to when it was watched, or null. */
	@Nullable String released(long stream) {
		return this.released.get(stream);
	}

	void clear() {
		this.keys.clear();
		this.released.clear();
	}

}
