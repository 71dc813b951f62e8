// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * An {@link ArrayNode} that cannot be modified. Reading, equality, serialization and data
 * binding are Jackson's own, operating on an unmodifiable list.
 */
final class ImmutableArray extends ArrayNode implements ImmutableContainer {

	static final ImmutableArray EMPTY = new ImmutableArray(FlatList.EMPTY, 1, true, 0);

	private final List<JsonNode> list;

	/** Short, like the other fields, so that they fit into the padding of the object. */
	private final short depthBound;

	private final boolean finite;

	private final int heapWords;

	ImmutableArray(List<JsonNode> elements, int depthBound, boolean finite, int heapWords) {
		super(JsonNodeFactory.instance, elements);
		this.list = elements;
		this.depthBound = (short) Math.min(Short.MAX_VALUE, depthBound);
		this.finite = finite;
		this.heapWords = heapWords;
	}

	List<JsonNode> list() {
		return this.list;
	}

	@Override
	public int depthBound() {
		return this.depthBound;
	}

	@Override
	public boolean finite() {
		return this.finite;
	}

	@Override
	public int heapWords() {
		return this.heapWords;
	}

	/** Jackson's own replacement is not accessible from other packages. */
	private Object writeReplace() {
		return deepCopy();
	}

	/** Every typed {@code set} of Jackson ends here. */
	@Override
	protected ArrayNode _set(int index, JsonNode node) {
		throw ImmutableContainer.refusal();
	}

	/** Every typed {@code add} of Jackson ends here. */
	@Override
	protected ArrayNode _add(JsonNode node) {
		throw ImmutableContainer.refusal();
	}

	/** Every typed {@code insert} of Jackson ends here. */
	@Override
	protected ArrayNode _insert(int index, JsonNode node) {
		throw ImmutableContainer.refusal();
	}

	@Override
	public JsonNode replace(int index, JsonNode value) {
		throw ImmutableContainer.refusal();
	}

	@Override
	public ArrayNode addAll(ArrayNode other) {
		throw ImmutableContainer.refusal();
	}

	@Override
	public ArrayNode addAll(Collection<? extends JsonNode> nodes) {
		throw ImmutableContainer.refusal();
	}

	@Override
	public JsonNode remove(int index) {
		throw ImmutableContainer.refusal();
	}

	@Override
	public JsonNode remove(JsonPointer pointer) {
		throw ImmutableContainer.refusal();
	}

	@Override
	public ArrayNode removeAll() {
		throw ImmutableContainer.refusal();
	}

	@Override
	public ArrayNode removeIf(Predicate<? super JsonNode> predicate) {
		throw ImmutableContainer.refusal();
	}

}
