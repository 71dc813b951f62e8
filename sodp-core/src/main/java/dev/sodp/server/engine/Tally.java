// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.HashMap;
import java.util.Map;

/** Counts by name, and forgets names that no longer count. */
final class Tally {

	private final Map<String, Integer> counts = new HashMap<>();

	void add(String name) {
		this.counts.merge(name, 1, Integer::sum);
	}

	void remove(String name) {
		this.counts.computeIfPresent(name, (key, count) -> (count > 1) ? count - 1 : null);
	}

	int count(String name) {
		return this.counts.getOrDefault(name, 0);
	}

}
