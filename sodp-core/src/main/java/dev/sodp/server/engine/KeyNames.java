// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

import org.jspecify.annotations.Nullable;

/**
 * The names of the keys that exist, in order. Changed in steps, and read by any thread at
 * the same time, so that long lists hold up no one.
 */
public final class KeyNames {

	private final NavigableSet<String> names = new ConcurrentSkipListSet<>();

	KeyNames() {
	}

	void add(String name) {
		this.names.add(name);
	}

	void remove(String name) {
		this.names.remove(name);
	}

	/**
	 * All of them, without those that come or go meanwhile.
	 * @return a copy
	 */
	public SortedSet<String> all() {
		return new TreeSet<>(this.names);
	}

	/**
	 * Some of them.
	 * @param prefix how they begin
	 * @param after the one after which to begin, or null to begin with the first
	 * @param limit how many at most
	 * @return a copy, in order
	 */
	public List<String> list(String prefix, @Nullable String after, int limit) {
		boolean isAhead = after != null && after.compareTo(prefix) >= 0;
		List<String> found = new ArrayList<>();
		for (String name : isAhead ? this.names.tailSet(after, false) : this.names.tailSet(prefix, true)) {
			if (found.size() == limit || !name.startsWith(prefix)) {
				break;
			}
			found.add(name);
		}
		return found;
	}

}
