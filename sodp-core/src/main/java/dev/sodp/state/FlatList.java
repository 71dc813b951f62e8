// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;

import tools.jackson.databind.JsonNode;

/** An unmodifiable list backed by one array. */
final class FlatList extends AbstractList<JsonNode> implements RandomAccess {

	static final FlatList EMPTY = new FlatList(new JsonNode[0]);

	private final JsonNode[] elements;

	/** Takes ownership of the array. */
	FlatList(JsonNode[] elements) {
		this.elements = elements;
	}

	FlatList with(int index, JsonNode element) {
		JsonNode[] replaced = this.elements.clone();
		replaced[index] = element;
		return new FlatList(replaced);
	}

	FlatList append(JsonNode element) {
		int size = this.elements.length;
		JsonNode[] longer = Arrays.copyOf(this.elements, size + 1);
		longer[size] = element;
		return new FlatList(longer);
	}

	FlatList without(int index) {
		Objects.checkIndex(index, this.elements.length);
		int size = this.elements.length - 1;
		JsonNode[] fewer = Arrays.copyOf(this.elements, size);
		System.arraycopy(this.elements, index + 1, fewer, index, size - index);
		return new FlatList(fewer);
	}

	@Override
	public int size() {
		return this.elements.length;
	}

	@Override
	public JsonNode get(int index) {
		return this.elements[Objects.checkIndex(index, this.elements.length)];
	}

	@Override
	public void clear() {
		throw new UnsupportedOperationException();
	}

}
