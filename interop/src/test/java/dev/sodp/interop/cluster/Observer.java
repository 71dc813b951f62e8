// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.cluster;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

import dev.sodp.client.SodpClient;
import dev.sodp.client.WatchMeta;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Watches through one client all that writers change, and who is present. */
final class Observer {

	/** Under which key clients are present. */
	static final String ROOM = "room";

	private static final String LOAD = "load.";

	private final String name;

	private final SodpClient client;

	private final Map<String, Long> versions = new ConcurrentHashMap<>();

	private final Set<String> disorder = new ConcurrentSkipListSet<>();

	private final Set<String> epochs = ConcurrentHashMap.newKeySet();

	Observer(String name, SodpClient client) {
		this.name = name;
		this.client = client;
		client.addConnectionListener((previous, status) -> rememberEpoch());
		rememberEpoch();
		client.watchPrefix(LOAD, JsonNode.class, this::changed);
		client.watch(ROOM, this::changed);
	}

	private void rememberEpoch() {
		this.client.capabilities().ifPresent((capabilities) -> this.epochs.add("" + capabilities.epoch()));
	}

	// After a snapshot versions may begin lower only if history was cut.
	private void changed(@Nullable JsonNode value, WatchMeta meta) {
		Long before = this.versions.put(meta.key(), meta.version());
		if (before != null && before > meta.version() && meta.source() == WatchMeta.Source.DELTA) {
			this.disorder.add(meta.key() + " went from version " + before + " to " + meta.version());
		}
	}

	/** What this client knows of all that writers have written. */
	SortedMap<String, JsonNode> values() {
		return this.client.getPrefix(LOAD, JsonNode.class);
	}

	/** Who is present in the eyes of this client. */
	Set<String> present() {
		Set<String> present = new TreeSet<>();
		this.client.get(ROOM).ifPresent((room) -> present.addAll(room.propertyNames()));
		return present;
	}

	/** Deltas that came in the wrong order. */
	Set<String> disorder() {
		return this.disorder;
	}

	/** The epochs of all sessions that this client has had. */
	Set<String> epochs() {
		return this.epochs;
	}

	@Override
	public String toString() {
		return this.name;
	}

}
