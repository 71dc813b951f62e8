// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.sodp.state.StateKeys;
import org.jspecify.annotations.Nullable;

/** The prefixes that the application watches, and which of them a key belongs to. */
final class WatchedPrefixes {

	private final Map<String, WatchedPrefix> byPrefix = new ConcurrentHashMap<>();

	/** The prefix, if it is watched; may be called from any thread. */
	@Nullable WatchedPrefix find(String pattern) {
		return StateKeys.isPattern(pattern) ? this.byPrefix.get(StateKeys.prefix(pattern)) : null;
	}

	Collection<WatchedPrefix> all() {
		return this.byPrefix.values();
	}

	void add(WatchedPrefix prefix) {
		this.byPrefix.put(StateKeys.prefix(prefix.key()), prefix);
	}

	void remove(WatchedPrefix prefix) {
		this.byPrefix.remove(StateKeys.prefix(prefix.key()));
	}

	/**
	 * The watched prefixes of a key. Called for each delta, and most clients have none.
	 */
	List<WatchedPrefix> of(String key) {
		if (this.byPrefix.isEmpty()) {
			return List.of();
		}
		List<WatchedPrefix> found = new ArrayList<>(1);
		int end = 0;
		do {
			WatchedPrefix prefix = this.byPrefix.get(key.substring(0, end));
			if (prefix != null) {
				found.add(prefix);
			}
			end = key.indexOf('.', end) + 1;
		}
		while (end > 0);
		return found;
	}

	boolean cover(String key) {
		return !of(key).isEmpty();
	}

	/** Whether changes of a key arrive by one of its prefixes, or will. */
	boolean follow(String key) {
		return of(key).stream().anyMatch(WatchedPrefix::isFollowed);
	}

	/** Whether one of its prefixes keeps a key in sync. */
	boolean vouchFor(String key) {
		return of(key).stream().anyMatch((prefix) -> prefix.vouchesFor(key));
	}

}
