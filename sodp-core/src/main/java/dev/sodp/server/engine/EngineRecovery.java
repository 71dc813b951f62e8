// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;
import java.util.Map;

import dev.sodp.server.journal.Change;
import dev.sodp.server.journal.HeldKey;
import dev.sodp.server.journal.JournalException;
import dev.sodp.server.journal.JournalRecovery;
import dev.sodp.server.journal.PresenceChange;
import dev.sodp.server.journal.PresenceOwner;
import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Takes over what a journal holds when the server starts.
 */
final class EngineRecovery implements JournalRecovery {

	private static final long MEBIBYTE = 1024 * 1024;

	private final StateStore store;

	private final PresenceOwners presence;

	private final Loaders loaders;

	private final ServerClock clock;

	private final long mostBytes;

	EngineRecovery(StateStore store, PresenceOwners presence, Loaders loaders, ServerClock clock, long mostBytes) {
		this.loaders = loaders;
		this.mostBytes = mostBytes;
		this.store = store;
		this.presence = presence;
		this.clock = clock;
	}

	@Override
	public void key(String key, long version, @Nullable JsonNode value, long completeSince, List<Change> log) {
		this.store.recover(new HeldKey(key, version, value, completeSince, log, Map.of()), this.clock.nanos());
		if (this.store.valueBytes() > this.mostBytes) {
			throw new JournalException("The stored state takes more of the heap than " + this.mostBytes / MEBIBYTE
					+ " MiB, and not all of it has been read", "Give the JVM more heap (-Xmx).");
		}
	}

	@Override
	public void presence(String key, StatePath path, PresenceOwner owner) {
		if (!this.loaders.keep(key)) {
			this.presence.apply(key, PresenceChange.bind(path, owner, List.of()), 0);
		}
	}

	@Override
	public void gap(long first, long last) {
		this.store.versions().lost(first, last);
	}

	@Override
	public void counter(long version, long forgotten) {
		this.store.versions().begin(version, forgotten);
	}

}
