// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.io.Serializable;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * Wraps a persistent map so that looking up a key that is not a string finds nothing
 * instead of failing.
 *
 * @param <V> type of the values
 */
final class WideMap<V extends @Nullable Object> extends AbstractMap<String, V> implements Serializable {

	private static final long serialVersionUID = 1;

	private final TreePMap<String, V> entries;

	WideMap(TreePMap<String, V> entries) {
		this.entries = entries;
	}

	@Override
	public int size() {
		return this.entries.size();
	}

	@Override
	public boolean containsKey(@Nullable Object key) {
		return key instanceof String && this.entries.containsKey(key);
	}

	@Override
	public @Nullable V get(@Nullable Object key) {
		return (key instanceof String) ? this.entries.get(key) : null;
	}

	@Override
	public Set<Map.Entry<String, V>> entrySet() {
		return this.entries.entrySet();
	}

}
