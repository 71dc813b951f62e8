// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.invocation;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.sodp.client.SodpClient;
import dev.sodp.client.StateChange;
import dev.sodp.client.WatchMeta;
import dev.sodp.client.WatchMeta.Source;
import dev.sodp.state.Diff;
import dev.sodp.state.PathChange;
import dev.sodp.state.PathPattern;
import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Turns the steps of the watched keys into the events that the watcher asked for: none,
 * one, or one for each place of its path that changed.
 */
public final class WatchEvents {

	private final SodpClient client;

	private final @Nullable PathPattern path;

	private final Set<Source> sources;

	private final Map<String, Conversions> conversions = new ConcurrentHashMap<>();

	public WatchEvents(SodpClient client, @Nullable String path, Set<Source> sources) {
		this.client = client;
		this.path = (path != null) ? PathPattern.parse(path) : null;
		this.sources = sources;
	}

	public Iterator<WatchEvent> of(StateChange<JsonNode> change) {
		WatchMeta meta = change.meta();
		if (!this.sources.contains(meta.source())) {
			if (!meta.initialized()) {
				this.conversions.remove(meta.key());
			}
			return Collections.emptyIterator();
		}
		JsonNode previous = node(change.previous());
		JsonNode current = node(change.current());
		if (this.path == null) {
			Conversions known = conversions(meta);
			return List
				.of(new WatchEvent(this.client, meta, StatePath.ROOT, Map.of(), previous, current, change::ops, known))
				.iterator();
		}
		return this.path.changes(previous, current, change.ops())
			.stream()
			.map((part) -> partial(meta, part))
			.iterator();
	}

	/** A key that has ceased to exist is forgotten, because a prefix may have many. */
	private Conversions conversions(WatchMeta meta) {
		if (meta.initialized()) {
			return this.conversions.computeIfAbsent(meta.key(), (key) -> new Conversions());
		}
		Conversions last = this.conversions.remove(meta.key());
		return (last != null) ? last : new Conversions();
	}

	private WatchEvent partial(WatchMeta meta, PathChange part) {
		return new WatchEvent(this.client, meta, part.path(), part.variables(), part.before(), part.after(),
				() -> Diff.between(part.before(), part.after(), StatePath.ROOT), null);
	}

	private static JsonNode node(@Nullable JsonNode value) {
		return (value != null) ? value : MissingNode.getInstance();
	}

}
