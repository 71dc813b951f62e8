// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sodp.spring.internal.KeyNames;
import org.jspecify.annotations.Nullable;

/**
 * Tracks which keys are written when which keys change, for a single client. A result
 * that came back to the watcher that wrote it would be written again and again. Not
 * thread-safe.
 */
final class ResultCycles {

	private final Map<String, Set<String>> targetsByKey = new HashMap<>();

	void add(Collection<String> keys, Collection<String> targets) {
		keys.forEach(
				(key) -> this.targetsByKey.computeIfAbsent(key, (absent) -> new LinkedHashSet<>()).addAll(targets));
	}

	/**
	 * Returns the path by which a change would come back to its key if one more watcher
	 * were added, or null if there is none.
	 */
	@Nullable List<String> find(Collection<String> keys, Collection<String> targets) {
		Map<String, String> origins = new HashMap<>();
		Deque<String> open = new ArrayDeque<>();
		for (String target : targets) {
			if (origins.putIfAbsent(target, "") == null) {
				open.add(target);
			}
		}
		while (!open.isEmpty()) {
			String key = open.remove();
			if (KeyNames.cover(keys, key)) {
				return way(key, origins);
			}
			for (String target : targets(key)) {
				if (origins.putIfAbsent(target, key) == null) {
					open.add(target);
				}
			}
		}
		return null;
	}

	/** The keys that are written when a key changes, also through one of its prefixes. */
	private Set<String> targets(String key) {
		Set<String> targets = new LinkedHashSet<>(this.targetsByKey.getOrDefault(key, Set.of()));
		this.targetsByKey.forEach((watched, written) -> {
			if (KeyNames.isBelow(watched, key)) {
				targets.addAll(written);
			}
		});
		return targets;
	}

	private static List<String> way(String end, Map<String, String> origins) {
		List<String> way = new ArrayList<>();
		for (String key = end; key != null && !key.isEmpty(); key = origins.get(key)) {
			way.add(0, key);
		}
		way.add(0, end);
		return way;
	}

}
