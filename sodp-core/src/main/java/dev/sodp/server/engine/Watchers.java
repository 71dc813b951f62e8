// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import org.jspecify.annotations.Nullable;

/**
 * Whether those who watch a key, or a prefix of it, have room for another delta.
 */
final class Watchers {

	private final StateStore store;

	private final PrefixAudiences prefixes;

	Watchers(StateStore store, PrefixAudiences prefixes) {
		this.store = store;
		this.prefixes = prefixes;
	}

	boolean haveRoom(String key) {
		Audience audience = audience(key);
		return this.prefixes.hasRoom(key) && (audience == null || audience.hasRoom());
	}

	/** They are not waited for again before they have some. */
	void giveUp(String key) {
		Audience audience = audience(key);
		if (audience != null) {
			audience.giveUp();
		}
		this.prefixes.giveUp(key);
	}

	private @Nullable Audience audience(String key) {
		KeyEntry entry = this.store.find(key);
		return (entry != null) ? entry.audience() : null;
	}

}
