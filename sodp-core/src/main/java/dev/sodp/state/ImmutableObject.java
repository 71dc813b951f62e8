// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.Collection;
import java.util.Map;
import java.util.function.Predicate;

import org.pcollections.TreePMap;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An {@link ObjectNode} that cannot be modified. Reading, equality, serialization and
 * data binding are Jackson's own, operating on an unmodifiable map.
 */
final class ImmutableObject extends ObjectNode implements ImmutableContainer {

	static final ImmutableObject EMPTY = new ImmutableObject(FlatMap.EMPTY, 1, true, 0);

	/** Short, like the other fields, so that they fit into the padding of the object. */
	private final short depthBound;

	private final boolean finite;

	private final int heapWords;

	ImmutableObject(Map<String, JsonNode> members, int depthBound, boolean finite, int heapWords) {
		super(JsonNodeFactory.instance, members);
		this.depthBound = (short) Math.min(Short.MAX_VALUE, depthBound);
		this.finite = finite;
		this.heapWords = heapWords;
	}

	Map<String, JsonNode> members() {
		return this._children;
	}

	/** Returns whether an object is wide, so that its members are sorted by name. */
	static boolean isSorted(ObjectNode object) {
		return object instanceof ImmutableObject immutable && immutable.members() instanceof TreePMap;
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

	/** Every typed {@code put} and {@code set} of Jackson ends here. */
	@Override
	protected ObjectNode _put(String propertyName, JsonNode value) {
		throw ImmutableContainer.refusal();
	}

	@Override
	public ObjectNode setAll(Map<String, ? extends JsonNode> properties) {
		throw ImmutableContainer.refusal();
	}

	@Override
	public ObjectNode setAll(ObjectNode other) {
		throw ImmutableContainer.refusal();
	}

	@Override
	public JsonNode replace(String propertyName, JsonNode value) {
		throw ImmutableContainer.refusal();
	}

	@Override
	public ObjectNode without(String propertyName) {
		throw ImmutableContainer.refusal();
	}

	@Override
	public ObjectNode without(Collection<String> propertyNames) {
		throw ImmutableContainer.refusal();
	}

	@Override
	public JsonNode putIfAbsent(String propertyName, JsonNode value) {
		throw ImmutableContainer.refusal();
	}

	@Override
	public JsonNode remove(String propertyName) {
		throw ImmutableContainer.refusal();
	}

	@Override
	public ObjectNode remove(Collection<String> propertyNames) {
		throw ImmutableContainer.refusal();
	}

	@Override
	public JsonNode remove(JsonPointer pointer) {
		throw ImmutableContainer.refusal();
	}

	@Override
	public ObjectNode removeAll() {
		throw ImmutableContainer.refusal();
	}

	@Override
	public ObjectNode removeIf(Predicate<? super JsonNode> predicate) {
		throw ImmutableContainer.refusal();
	}

	@Override
	public ObjectNode retain(Collection<String> propertyNames) {
		throw ImmutableContainer.refusal();
	}

	@Override
	public ObjectNode put(JsonPointer pointer, JsonNode value) {
		throw ImmutableContainer.refusal();
	}

}
