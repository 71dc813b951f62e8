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

	static final ImmutableObject EMPTY = new ImmutableObject(FlatMap.EMPTY, 1, true);

	private final int depthBound;

	private final boolean finite;

	ImmutableObject(Map<String, JsonNode> members, int depthBound, boolean finite) {
		super(JsonNodeFactory.instance, members);
		this.depthBound = depthBound;
		this.finite = finite;
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
