// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import dev.sodp.client.StateChange;
import dev.sodp.client.WatchMeta;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Checks the events of one watch of a prefix, key by key, and keeps what they add up to.
 */
final class PrefixObserver {

	private final History history;

	private final Map<String, History.Observer> observers = new HashMap<>();

	private final Map<String, JsonNode> contents = new TreeMap<>();

	PrefixObserver(History history) {
		this.history = history;
	}

	void observe(StateChange<JsonNode> change) {
		String key = change.meta().key();
		History.Observer observer = observer(key);
		if (change.previous() == null && !this.contents.containsKey(key)) {
			observer.nothingRemembered();
		}
		observer.observe(change);
		keep(change.current(), change.meta());
	}

	void observe(@Nullable JsonNode value, WatchMeta meta) {
		observer(meta.key()).check(Objects.requireNonNull(value), meta);
		keep(value, meta);
	}

	private History.Observer observer(String key) {
		return this.observers.computeIfAbsent(key, (name) -> this.history.new Observer(name, true));
	}

	private void keep(@Nullable JsonNode value, WatchMeta meta) {
		if (meta.initialized()) {
			this.contents.put(meta.key(), Objects.requireNonNull(value));
		}
		else {
			this.contents.remove(meta.key());
		}
	}

	/** The keys that exist, as far as the watch was notified, and their values. */
	Map<String, JsonNode> contents() {
		return this.contents;
	}

}
