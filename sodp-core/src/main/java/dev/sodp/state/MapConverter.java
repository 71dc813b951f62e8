// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Converts objects to a {@code Map<String, V>} and reuses the converted values of members
 * that did not change.
 *
 * <p>
 * Jackson converts an object with only the changed members to the type of the whole map,
 * so everything a mapper is configured to do with maps, keys and values still applies.
 * The result is merged into the previous one: wide maps are persistent trees like the
 * objects they come from, so one changed entry takes logarithmic time. This is correct as
 * long as Jackson turns each member into one entry; if it does anything else, for example
 * because the mapper omits nulls, the whole value is converted.
 */
final class MapConverter implements ValueConverter<Map<String, @Nullable Object>> {

	private final JavaType type;

	private final JsonMapper mapper;

	/** The last converted object; null if the next conversion cannot build on it. */
	private @Nullable ObjectNode source;

	private Map<String, @Nullable Object> converted = Map.of();

	MapConverter(JavaType type, JsonMapper mapper) {
		this.type = type;
		this.mapper = mapper;
	}

	/**
	 * Returns whether a type is a plain {@code Map} with strings as keys. Values with
	 * object ids are excluded because they may refer to each other across entries.
	 */
	static boolean suits(JavaType type, JsonMapper mapper) {
		return type.hasRawClass(Map.class) && type.getKeyType().hasRawClass(String.class)
				&& !hasObjectId(type.getContentType(), mapper.deserializationConfig());
	}

	private static boolean hasObjectId(JavaType type, DeserializationConfig config) {
		return config.getAnnotationIntrospector()
			.findObjectIdInfo(config, config.classIntrospectorInstance().introspectClassAnnotations(type)) != null;
	}

	@Override
	public boolean wantsOps() {
		return true;
	}

	@Override
	public @Nullable Map<String, @Nullable Object> convert(JsonNode value, @Nullable List<DeltaOp> ops) {
		ObjectNode before = this.source;
		Map<String, @Nullable Object> old = this.converted;
		this.source = null;
		this.converted = Map.of();
		if (!(value instanceof ImmutableObject after)) {
			return value.isNull() ? null : this.mapper.treeToValue(value, this.type);
		}
		Map<String, @Nullable Object> all = (before != null) ? convertChanged(before, after, ops, old) : null;
		if (all == null) {
			Map<String, @Nullable Object> whole = this.mapper.treeToValue(after, this.type);
			if (whole == null) {
				return null;
			}
			if (!hasNamesOf(whole, after)) {
				return Collections.unmodifiableMap(whole);
			}
			all = arranged(whole, after);
		}
		this.source = after;
		this.converted = all;
		return Collections.unmodifiableMap(sharable(all));
	}

	/** Returns null if the whole value must be converted. */
	private @Nullable Map<String, @Nullable Object> convertChanged(ObjectNode before, ObjectNode after,
			@Nullable List<DeltaOp> ops, Map<String, @Nullable Object> old) {
		Set<String> names = (ops != null && ops.stream().noneMatch(DeltaOp::atRoot)) ? named(ops)
				: compared(before, after);
		if (names.size() > after.size() / 2 + 1) {
			return null;
		}
		Map<String, JsonNode> changed = new LinkedHashMap<>();
		for (String name : names) {
			JsonNode member = after.get(name);
			if (member != null) {
				changed.put(name, member);
			}
		}
		try {
			ObjectNode part = ImmutableNodes.object(changed);
			Map<String, @Nullable Object> fresh = this.mapper.treeToValue(part, this.type);
			return (fresh != null && hasNamesOf(fresh, part)) ? merge(old, names, fresh, after) : null;
		}
		catch (JacksonException ex) {
			// The whole value may still fit; if not, that failure is the one to report.
			return null;
		}
	}

	/** The members that operations below the root affect. */
	private static Set<String> named(List<DeltaOp> ops) {
		Set<String> names = new LinkedHashSet<>();
		for (DeltaOp op : ops) {
			names.add(StatePath.parse(op.path()).segments().get(0));
		}
		return names;
	}

	private static Set<String> compared(ObjectNode before, ObjectNode after) {
		Set<String> names = new LinkedHashSet<>();
		MemberPairs.visit(before, after, (name, old, fresh) -> {
			if (old == null || fresh == null || !Values.equal(old, fresh)) {
				names.add(name);
			}
			return true;
		});
		return names;
	}

	private static Map<String, @Nullable Object> merge(Map<String, @Nullable Object> old, Set<String> names,
			Map<String, @Nullable Object> fresh, ObjectNode after) {
		if (old instanceof TreePMap<String, @Nullable Object> tree && ImmutableObject.isSorted(after)) {
			for (String name : names) {
				tree = fresh.containsKey(name) ? tree.plus(name, fresh.get(name)) : tree.minus(name);
			}
			return tree;
		}
		Map<String, @Nullable Object> merged = new LinkedHashMap<>();
		for (String name : after.propertyNames()) {
			merged.put(name, fresh.containsKey(name) ? fresh.get(name) : old.get(name));
		}
		return arranged(merged, after);
	}

	/**
	 * Returns the entries in the structure that matches the object they were converted
	 * from.
	 */
	private static Map<String, @Nullable Object> arranged(Map<String, @Nullable Object> entries, ObjectNode object) {
		return ImmutableObject.isSorted(object) ? SortedEntries.toTree(entries) : entries;
	}

	private static boolean hasNamesOf(Map<String, @Nullable Object> entries, ObjectNode object) {
		if (entries.getClass() != LinkedHashMap.class || entries.size() != object.size()) {
			return false;
		}
		Iterator<String> names = object.propertyNames().iterator();
		for (String name : entries.keySet()) {
			if (!name.equals(names.next())) {
				return false;
			}
		}
		return true;
	}

	private static Map<String, @Nullable Object> sharable(Map<String, @Nullable Object> entries) {
		return (entries instanceof TreePMap<String, @Nullable Object> tree) ? new WideMap<>(tree) : entries;
	}

}
