// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** Who watches prefixes, and whom a key concerns. */
final class PrefixAudiences {

	private final Map<String, Set<PrefixWatch>> watches = new HashMap<>();

	private @Nullable Consumer<String> unwatchedConsumer;

	void onUnwatched(Consumer<String> consumer) {
		this.unwatchedConsumer = consumer;
	}

	void add(PrefixWatch watch) {
		this.watches.computeIfAbsent(watch.prefix(), (prefix) -> new LinkedHashSet<>()).add(watch);
	}

	void remove(PrefixWatch watch) {
		this.watches.computeIfPresent(watch.prefix(), (prefix, all) -> {
			all.remove(watch);
			return all.isEmpty() ? null : all;
		});
		if (this.unwatchedConsumer != null && !isWatched(watch.prefix())) {
			this.unwatchedConsumer.accept(watch.prefix());
		}
	}

	boolean isWatched(String prefix) {
		return this.watches.containsKey(prefix);
	}

	boolean isEmpty() {
		return this.watches.isEmpty();
	}

	/** The watches of all prefixes of a key. */
	List<PrefixWatch> of(String key) {
		if (this.watches.isEmpty()) {
			return List.of();
		}
		List<PrefixWatch> found = new ArrayList<>();
		int end = 0;
		do {
			found.addAll(this.watches.getOrDefault(key.substring(0, end), Set.of()));
			end = key.indexOf('.', end) + 1;
		}
		while (end > 0);
		return found;
	}

	/** Whether none of their sessions would be ended by another delta soon. */
	boolean hasRoom(String key) {
		boolean room = true;
		for (PrefixWatch watch : of(key)) {
			room &= Audience.hasRoom(watch.session());
		}
		return room;
	}

	/** Like {@link Audience#giveUp()}. */
	void giveUp(String key) {
		of(key).forEach((watch) -> Audience.giveUp(watch.session()));
	}

}
