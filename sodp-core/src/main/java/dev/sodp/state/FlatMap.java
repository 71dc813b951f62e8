// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An unmodifiable map in insertion order for few members: two arrays and no hashing, so a
 * copy with one change is an array copy and colliding hash codes cost nothing.
 */
final class FlatMap extends AbstractMap<String, JsonNode> {

	static final FlatMap EMPTY = new FlatMap(new String[0], new JsonNode[0]);

	private final String[] names;

	private final JsonNode[] values;

	/** Takes ownership of the arrays; names must be distinct. */
	FlatMap(String[] names, JsonNode[] values) {
		this.names = names;
		this.values = values;
	}

	/** Must not be modified. */
	String[] names() {
		return this.names;
	}

	/**
	 * Returns a copy with one member set; this map if it already holds this very
	 * instance.
	 */
	@SuppressWarnings("ReferenceEquality") // the same instance is the question
	FlatMap with(String name, JsonNode value) {
		int index = indexOf(name);
		if (index >= 0) {
			if (this.values[index] == value) {
				return this;
			}
			JsonNode[] replaced = this.values.clone();
			replaced[index] = value;
			return new FlatMap(this.names, replaced);
		}
		int size = this.names.length;
		String[] longerNames = Arrays.copyOf(this.names, size + 1);
		JsonNode[] longerValues = Arrays.copyOf(this.values, size + 1);
		longerNames[size] = name;
		longerValues[size] = value;
		return new FlatMap(longerNames, longerValues);
	}

	FlatMap without(String name) {
		int index = indexOf(name);
		if (index < 0) {
			return this;
		}
		int size = this.names.length - 1;
		String[] fewerNames = Arrays.copyOf(this.names, size);
		JsonNode[] fewerValues = Arrays.copyOf(this.values, size);
		System.arraycopy(this.names, index + 1, fewerNames, index, size - index);
		System.arraycopy(this.values, index + 1, fewerValues, index, size - index);
		return new FlatMap(fewerNames, fewerValues);
	}

	@Override
	public int size() {
		return this.names.length;
	}

	@Override
	public @Nullable JsonNode get(@Nullable Object key) {
		int index = indexOf(key);
		return (index < 0) ? null : this.values[index];
	}

	@Override
	public boolean containsKey(@Nullable Object key) {
		return indexOf(key) >= 0;
	}

	private int indexOf(@Nullable Object name) {
		String[] all = this.names;
		for (int i = 0; i < all.length; i++) {
			if (all[i].equals(name)) {
				return i;
			}
		}
		return -1;
	}

	@Override
	public JsonNode put(String key, JsonNode value) {
		throw new UnsupportedOperationException();
	}

	@Override
	public JsonNode remove(@Nullable Object key) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void putAll(Map<? extends String, ? extends JsonNode> map) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void clear() {
		throw new UnsupportedOperationException();
	}

	@Override
	public Set<Entry<String, JsonNode>> entrySet() {
		return new Entries();
	}

	private final class Entries extends AbstractSet<Entry<String, JsonNode>> {

		@Override
		public int size() {
			return FlatMap.this.names.length;
		}

		@Override
		public Iterator<Entry<String, JsonNode>> iterator() {
			return new EntryIterator();
		}

	}

	private final class EntryIterator implements Iterator<Entry<String, JsonNode>> {

		private int next;

		@Override
		public boolean hasNext() {
			return this.next < FlatMap.this.names.length;
		}

		@Override
		public Entry<String, JsonNode> next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			int index = this.next++;
			return Map.entry(FlatMap.this.names[index], FlatMap.this.values[index]);
		}

	}

}
