// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import dev.sodp.state.StatePath;
import tools.jackson.databind.JsonNode;

/**
 * A key as it was committed at one step. Values are immutable, so making one takes the
 * same time however large the value is.
 *
 * @param key the key
 * @param value its value
 * @param presence the places in it that belong to sessions
 */
public record KeyCopy(String key, JsonNode value, Collection<StatePath> presence) {

	static List<KeyCopy> all(StateStore store, PresenceOwners presence, Loaders loaders) {
		List<KeyCopy> keys = new ArrayList<>(store.size());
		store.forEach((entry) -> {
			if (entry.isInitialized() && !loaders.keep(entry.key())) {
				keys.add(new KeyCopy(entry.key(), entry.value(), presence.committed(entry)));
			}
		});
		return keys;
	}

	/** The value that remains when all sessions have ended. */
	public JsonNode withoutPresence() {
		return this.presence.isEmpty() ? this.value : PathEdits.removeMembers(this.presence).edit(this.value).value();
	}

}
