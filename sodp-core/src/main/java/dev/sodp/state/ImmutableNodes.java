// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.pcollections.PVector;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates immutable containers and modified copies of them.
 *
 * <p>
 * Small containers are plain arrays in insertion order; a change copies the array. Wide
 * ones are persistent trees, so that a change takes logarithmic time and shares
 * everything else with the original: objects with more than {@value #MAX_FLAT_OBJECT}
 * members (which are then ordered by name), arrays with {@value #MAX_FLAT_ARRAY} elements
 * or more. A wide array stays flat until its first change, because most arrays are only
 * ever replaced as a whole.
 *
 * <p>
 * Member values and elements must already be immutable: scalars in canonical form, and
 * containers created here or by {@link Values#immutable(JsonNode)}. Any other container
 * is rejected with {@link IllegalArgumentException}. All methods are thread-safe.
 */
@SuppressWarnings("ReferenceEquality") // asks whether an instance stays in place
public final class ImmutableNodes {

	static final int MAX_FLAT_OBJECT = 32;

	static final int MAX_FLAT_ARRAY = 256;

	private ImmutableNodes() {
	}

	/**
	 * Creates a number that is not an integer.
	 * @param value the number
	 * @return a node that is read as the same decimal on every JDK
	 */
	public static JsonNode number(double value) {
		return new ExactDouble(value);
	}

	/**
	 * Returns an object without members.
	 * @return a shared instance
	 */
	public static ObjectNode object() {
		return ImmutableObject.EMPTY;
	}

	/**
	 * Returns an array without elements.
	 * @return a shared instance
	 */
	public static ArrayNode array() {
		return ImmutableArray.EMPTY;
	}

	/**
	 * Creates an object with the given members.
	 * @param freshMembers the members, in order; must not be used by the caller
	 * afterwards
	 * @return the object
	 */
	public static ObjectNode object(Map<String, JsonNode> freshMembers) {
		return object(freshMembers.keySet().toArray(new String[0]), freshMembers.values().toArray(new JsonNode[0]));
	}

	/**
	 * Creates an object with the given members. If a name occurs more than once, the last
	 * value wins.
	 * @param freshNames the names, in order; must not be used by the caller afterwards
	 * @param freshValues one value for each name; must not be used by the caller
	 * afterwards
	 * @return the object
	 * @throws IllegalArgumentException if the numbers of names and values differ
	 */
	public static ObjectNode object(String[] freshNames, JsonNode[] freshValues) {
		if (freshNames.length != freshValues.length) {
			throw eachNameNeedsAValue(freshNames.length, freshValues.length);
		}
		if (freshNames.length == 0) {
			return ImmutableObject.EMPTY;
		}
		Map<String, JsonNode> members = (freshNames.length > MAX_FLAT_OBJECT) ? wide(freshNames, freshValues)
				: flat(freshNames, freshValues);
		boolean distinct = members.size() == freshValues.length;
		return object(members, HeapSize.ofMembers(members),
				distinct ? Contents.of(freshValues) : Contents.of(members.values()));
	}

	/**
	 * Creates an object with shared names.
	 * @param names the names
	 * @param freshValues one value for each name; must not be used by the caller
	 * afterwards
	 * @return the object
	 * @throws IllegalArgumentException if the numbers of names and values differ
	 */
	public static ObjectNode object(MemberNames names, JsonNode[] freshValues) {
		if (names.size() != freshValues.length) {
			throw eachNameNeedsAValue(names.size(), freshValues.length);
		}
		if (freshValues.length == 0) {
			return ImmutableObject.EMPTY;
		}
		return object(new FlatMap(names.names(), freshValues), HeapSize.ofNarrowObject(names.heapWords()),
				Contents.of(freshValues));
	}

	private static ImmutableObject object(Map<String, JsonNode> members, int heapWords, Contents contents) {
		return new ImmutableObject(members, contents.depth(), contents.finite(),
				HeapSize.plus(heapWords, contents.heapWords()));
	}

	private static IllegalArgumentException eachNameNeedsAValue(int names, int values) {
		return new IllegalArgumentException("Each name needs a value (" + names + " names, " + values + " values)");
	}

	private static Map<String, JsonNode> wide(String[] names, JsonNode[] values) {
		if (isAscending(names)) {
			return SortedEntries.toTree(new FlatMap(names, values));
		}
		// Sorting needs no hash codes, so names that are chosen to collide cost no more
		// than others.
		TreeMap<String, JsonNode> sorted = new TreeMap<>();
		for (int i = 0; i < names.length; i++) {
			sorted.put(names[i], values[i]);
		}
		return TreePMap.fromSortedMap(sorted);
	}

	private static boolean isAscending(String[] names) {
		for (int i = 1; i < names.length; i++) {
			if (names[i - 1].compareTo(names[i]) >= 0) {
				return false;
			}
		}
		return true;
	}

	private static Map<String, JsonNode> flat(String[] names, JsonNode[] values) {
		int size = 0;
		for (int i = 0; i < names.length; i++) {
			int same = 0;
			while (same < size && !names[same].equals(names[i])) {
				same++;
			}
			names[same] = names[i];
			values[same] = values[i];
			size = Math.max(size, same + 1);
		}
		if (size == names.length) {
			return new FlatMap(names, values);
		}
		return new FlatMap(Arrays.copyOf(names, size), Arrays.copyOf(values, size));
	}

	/**
	 * Creates an array with the given elements.
	 * @param freshElements the elements; must not be used by the caller afterwards
	 * @return the array
	 */
	public static ArrayNode array(List<JsonNode> freshElements) {
		return array(freshElements.toArray(new JsonNode[0]));
	}

	/**
	 * Creates an array with the given elements.
	 * @param freshElements the elements; must not be used by the caller afterwards
	 * @return the array
	 */
	public static ArrayNode array(JsonNode[] freshElements) {
		if (freshElements.length == 0) {
			return ImmutableArray.EMPTY;
		}
		FlatList list = new FlatList(freshElements);
		Contents contents = Contents.of(freshElements);
		return new ImmutableArray(list, contents.depth(), contents.finite(),
				HeapSize.plus(HeapSize.ofList(list), contents.heapWords()));
	}

	/**
	 * Returns a copy in which one member is set.
	 * @param object an immutable object
	 * @param name the member to add or replace
	 * @param value its value
	 * @return the copy, or {@code object} itself if it already holds this very instance
	 */
	public static ObjectNode with(ObjectNode object, String name, JsonNode value) {
		ImmutableObject original = immutable(object);
		Map<String, JsonNode> members = original.members();
		Map<String, JsonNode> changed = (members instanceof FlatMap flat) ? with(flat, name, value)
				: ((TreePMap<String, JsonNode>) members).plus(name, value);
		if (changed == members) {
			return original;
		}
		Contents added = Contents.of(value);
		return new ImmutableObject(changed, Math.max(original.depthBound(), added.depth()),
				original.finite() && added.finite(), heapWords(original, changed, name, added.heapWords()));
	}

	/** Measures what changed only, or all names when the object becomes a wide one. */
	private static int heapWords(ImmutableObject original, Map<String, JsonNode> changed, String name, int after) {
		Map<String, JsonNode> members = original.members();
		JsonNode replaced = members.get(name);
		if (replaced != null) {
			return HeapSize.replaced(original.heapWords(), HeapSize.of(replaced), after);
		}
		if (members.isEmpty()) {
			return HeapSize.plus(HeapSize.ofMembers(changed), after);
		}
		if (members instanceof FlatMap != changed instanceof FlatMap) {
			return HeapSize.replaced(original.heapWords(), HeapSize.ofMembers(members),
					HeapSize.plus(HeapSize.ofMembers(changed), after));
		}
		return HeapSize.replaced(original.heapWords(), 0, HeapSize.plus(HeapSize.ofName(changed, name), after));
	}

	private static Map<String, JsonNode> with(FlatMap flat, String name, JsonNode value) {
		boolean tooWide = flat.size() == MAX_FLAT_OBJECT && !flat.containsKey(name);
		return tooWide ? TreePMap.fromSortedMap(new TreeMap<>(flat)).plus(name, value) : flat.with(name, value);
	}

	/**
	 * Returns a copy without one member.
	 * @param object an immutable object
	 * @param name the member to remove
	 * @return the copy, or {@code object} itself if it has no such member
	 */
	public static ObjectNode without(ObjectNode object, String name) {
		ImmutableObject original = immutable(object);
		Map<String, JsonNode> members = original.members();
		Map<String, JsonNode> changed = (members instanceof FlatMap flat) ? flat.without(name)
				: ((TreePMap<String, JsonNode>) members).minus(name);
		if (changed == members) {
			return original;
		}
		if (changed.isEmpty()) {
			return ImmutableObject.EMPTY;
		}
		int removed = HeapSize.plus(HeapSize.ofName(members, name), HeapSize.of(object.get(name)));
		return new ImmutableObject(changed, original.depthBound(), original.finite(),
				HeapSize.replaced(original.heapWords(), removed, 0));
	}

	/**
	 * Returns a copy in which one element is replaced.
	 * @param array an immutable array
	 * @param index position of the element, less than the size
	 * @param element the new element
	 * @return the copy, or {@code array} itself if it already holds this very instance
	 */
	public static ArrayNode with(ArrayNode array, int index, JsonNode element) {
		ImmutableArray original = immutable(array);
		List<JsonNode> list = original.list();
		JsonNode replaced = list.get(index);
		if (replaced == element) {
			return original;
		}
		return changed(original,
				isSmall(list) ? ((FlatList) list).with(index, element) : tree(list).with(index, element),
				HeapSize.of(replaced), element);
	}

	/**
	 * Returns a copy with one more element at the end.
	 * @param array an immutable array
	 * @param element the new element
	 * @return the copy
	 */
	public static ArrayNode append(ArrayNode array, JsonNode element) {
		ImmutableArray original = immutable(array);
		List<JsonNode> list = original.list();
		return changed(original, isSmall(list) ? ((FlatList) list).append(element) : tree(list).plus(element), 0,
				element);
	}

	/**
	 * Returns a copy without one element; later elements move up.
	 * @param array an immutable array
	 * @param index position of the element, less than the size
	 * @return the copy
	 */
	public static ArrayNode without(ArrayNode array, int index) {
		ImmutableArray original = immutable(array);
		List<JsonNode> list = original.list();
		if (list.size() == 1 && index == 0) {
			return ImmutableArray.EMPTY;
		}
		List<JsonNode> fewer = isSmall(list) ? ((FlatList) list).without(index) : tree(list).minus(index);
		return new ImmutableArray(fewer, original.depthBound(), original.finite(),
				heapWords(original, fewer, HeapSize.of(list.get(index)), 0));
	}

	private static ImmutableArray changed(ImmutableArray original, List<JsonNode> list, int replaced,
			JsonNode element) {
		Contents added = Contents.of(element);
		return new ImmutableArray(list, Math.max(original.depthBound(), added.depth()),
				original.finite() && added.finite(), heapWords(original, list, replaced, added.heapWords()));
	}

	private static int heapWords(ImmutableArray original, List<JsonNode> list, int before, int after) {
		int listBefore = original.list().isEmpty() ? 0 : HeapSize.ofList(original.list());
		return HeapSize.replaced(original.heapWords(), HeapSize.plus(listBefore, before),
				HeapSize.plus(HeapSize.ofList(list), after));
	}

	private static boolean isSmall(List<JsonNode> list) {
		return list instanceof FlatList && list.size() < MAX_FLAT_ARRAY;
	}

	private static PVector<JsonNode> tree(List<JsonNode> list) {
		return (list instanceof PVector<JsonNode> vector) ? vector : TreePVector.from(list);
	}

	private static ImmutableObject immutable(ObjectNode object) {
		if (object instanceof ImmutableObject immutable) {
			return immutable;
		}
		throw Contents.notImmutable();
	}

	private static ImmutableArray immutable(ArrayNode array) {
		if (array instanceof ImmutableArray immutable) {
			return immutable;
		}
		throw Contents.notImmutable();
	}

}
