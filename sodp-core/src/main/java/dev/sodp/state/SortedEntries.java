// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.AbstractMap;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * Entries that are already sorted by name, in the form from which a persistent map can be
 * built without sorting.
 *
 * @param <V> type of the values
 */
@SuppressWarnings("JdkObsolete") // this is the type that persistent maps are built from
final class SortedEntries<V extends @Nullable Object> extends AbstractMap<String, V> implements SortedMap<String, V> {

	private final Set<Map.Entry<String, V>> entries;

	private SortedEntries(Set<Map.Entry<String, V>> entries) {
		this.entries = entries;
	}

	/**
	 * Creates the persistent map of distinct entries in ascending order of their names.
	 */
	static <V extends @Nullable Object> TreePMap<String, V> toTree(Map<String, V> ascending) {
		return TreePMap.fromSortedMap(new SortedEntries<>(ascending.entrySet()));
	}

	@Override
	public Set<Map.Entry<String, V>> entrySet() {
		return this.entries;
	}

	@Override
	public @Nullable Comparator<? super String> comparator() {
		return null;
	}

	@Override
	public SortedMap<String, V> subMap(String from, String to) {
		throw new UnsupportedOperationException();
	}

	@Override
	public SortedMap<String, V> headMap(String to) {
		throw new UnsupportedOperationException();
	}

	@Override
	public SortedMap<String, V> tailMap(String from) {
		throw new UnsupportedOperationException();
	}

	@Override
	public String firstKey() {
		throw new UnsupportedOperationException();
	}

	@Override
	public String lastKey() {
		throw new UnsupportedOperationException();
	}

}
