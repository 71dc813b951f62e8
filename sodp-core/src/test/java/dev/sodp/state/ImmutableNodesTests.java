// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ImmutableNodesTests {

	private static final JsonMapper MAPPER = new JsonMapper();

	private static JsonNode number(int value) {
		return IntNode.valueOf(value);
	}

	private static Map<String, JsonNode> members(int count) {
		Map<String, JsonNode> members = new LinkedHashMap<>();
		for (int i = 0; i < count; i++) {
			members.put("k" + i, number(i));
		}
		return members;
	}

	private static ObjectNode ordinary(Map<String, JsonNode> members) {
		return JsonNodeFactory.instance.objectNode().setAll(members);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 5, 31, 32, 33, 34, 300 })
	void changedObjectsAgreeWithAnOrdinaryMap(int size) {
		Random random = new Random(size);
		Map<String, JsonNode> model = members(size);
		ObjectNode object = ImmutableNodes.object(new LinkedHashMap<>(model));
		for (int step = 0; step < 2000; step++) {
			String name = "k" + random.nextInt(size + 40);
			ObjectNode before = object;
			Map<String, JsonNode> modelBefore = (step % 50 == 0) ? new LinkedHashMap<>(model) : Map.of();
			if (random.nextInt(5) < 2) {
				object = ImmutableNodes.without(object, name);
				model.remove(name);
			}
			else {
				JsonNode value = number(random.nextInt(1000));
				object = ImmutableNodes.with(object, name, value);
				model.put(name, value);
			}
			assertThat(object.size()).isEqualTo(model.size());
			assertThat(object.get(name)).isSameAs(model.get(name));
			if (step % 50 == 0) {
				assertThat(object).isEqualTo(ordinary(model));
				assertThat(before).isEqualTo(ordinary(modelBefore));
			}
		}
		assertThat(object).isEqualTo(ordinary(model));
		assertThat(new TreeMap<>(Map.copyOf(entries(object)))).isEqualTo(new TreeMap<>(model));
	}

	private static Map<String, JsonNode> entries(ObjectNode object) {
		Map<String, JsonNode> entries = new LinkedHashMap<>();
		object.properties().forEach((entry) -> entries.put(entry.getKey(), entry.getValue()));
		return entries;
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 5, 255, 256, 257, 1000 })
	void changedArraysAgreeWithAnOrdinaryList(int size) {
		Random random = new Random(size);
		List<JsonNode> model = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			model.add(number(i));
		}
		ArrayNode array = ImmutableNodes.array(new ArrayList<>(model));
		for (int step = 0; step < 2000; step++) {
			int kind = random.nextInt(5);
			JsonNode value = number(1000 + step);
			if (kind < 2 || model.isEmpty()) {
				array = ImmutableNodes.append(array, value);
				model.add(value);
			}
			else if (kind == 2) {
				int index = random.nextInt(model.size());
				array = ImmutableNodes.with(array, index, value);
				model.set(index, value);
			}
			else {
				int index = random.nextInt(model.size());
				array = ImmutableNodes.without(array, index);
				model.remove(index);
			}
			assertThat(array.size()).isEqualTo(model.size());
			if (step % 50 == 0) {
				assertThat(array).isEqualTo(JsonNodeFactory.instance.arrayNode().addAll(model));
			}
		}
		assertThat(array).isEqualTo(JsonNodeFactory.instance.arrayNode().addAll(model));
		List<JsonNode> byIndex = new ArrayList<>();
		for (int i = 0; i < array.size(); i++) {
			byIndex.add(array.get(i));
		}
		assertThat(byIndex).isEqualTo(model);
	}

	@Test
	void keepInsertionOrderWhileSmall() {
		ObjectNode object = ImmutableNodes.object(members(3));
		object = ImmutableNodes.with(ImmutableNodes.without(object, "k0"), "a", number(9));
		assertThat(object.propertyNames()).containsExactly("k1", "k2", "a");
	}

	@Test
	void shareNamesWithoutSharingChanges() {
		ObjectNode first = ImmutableNodes.object(members(2));
		MemberNames names = MemberNames.of(first);
		ObjectNode second = ImmutableNodes.object(names, new JsonNode[] { number(8), number(9) });
		ObjectNode changed = ImmutableNodes.with(ImmutableNodes.without(second, "k0"), "new", number(3));
		assertThat(first.toString()).isEqualTo("{\"k0\":0,\"k1\":1}");
		assertThat(second.toString()).isEqualTo("{\"k0\":8,\"k1\":9}");
		assertThat(changed.toString()).isEqualTo("{\"k1\":9,\"new\":3}");
		assertThat(MemberNames.of(ImmutableNodes.object(members(40)))).isSameAs(MemberNames.NONE);
		assertThatIllegalArgumentException().isThrownBy(() -> ImmutableNodes.object(names, new JsonNode[1]))
			.withMessageContaining("2 names, 1 values");
	}

	@ParameterizedTest
	@ValueSource(ints = { 33, 300 })
	void areSortedWhenWideInWhateverOrderTheNamesCome(int size) {
		List<String> names = new ArrayList<>(new TreeMap<>(members(size)).keySet());
		JsonNode sorted = wide(names);
		assertThat(sorted.propertyNames()).containsExactlyElementsOf(names);
		Collections.shuffle(names, new Random(size));
		JsonNode shuffled = wide(names);
		assertThat(shuffled).isEqualTo(sorted);
		assertThat(shuffled.propertyNames()).containsExactlyElementsOf(sorted.propertyNames());
		names.add(1, names.get(0));
		assertThat(wide(names)).isEqualTo(sorted);
	}

	private static JsonNode wide(List<String> names) {
		return ImmutableNodes.object(names.toArray(new String[0]),
				names.stream().map(MAPPER::<JsonNode>valueToTree).toArray(JsonNode[]::new));
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 40 })
	void stayTheSameInstanceWhenTheyHoldTheSameInstance(int size) {
		ObjectNode object = ImmutableNodes.object(members(size));
		assertThat(ImmutableNodes.with(object, "k1", object.get("k1"))).isSameAs(object);
		assertThat(ImmutableNodes.without(object, "none")).isSameAs(object);
		ArrayNode array = ImmutableNodes.array(new ArrayList<>(members(size * 10).values()));
		assertThat(ImmutableNodes.with(array, 1, array.get(1))).isSameAs(array);
	}

	@Test
	void becomeTheSharedEmptyInstanceWhenNothingIsLeft() {
		ObjectNode object = ImmutableNodes.with(ImmutableNodes.object(), "a", number(1));
		assertThat(ImmutableNodes.without(object, "a")).isSameAs(ImmutableNodes.object());
		ArrayNode array = ImmutableNodes.append(ImmutableNodes.array(), number(1));
		assertThat(ImmutableNodes.without(array, 0)).isSameAs(ImmutableNodes.array());
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 40 })
	void takeTheLastOfSeveralMembersWithOneName(int size) {
		String[] names = new String[size];
		JsonNode[] values = new JsonNode[size];
		for (int i = 0; i < size; i++) {
			names[i] = new String((i % 2 == 0) ? "even" : "odd");
			values[i] = number(i);
		}
		ObjectNode object = ImmutableNodes.object(names, values);
		assertThat(object.size()).isEqualTo(2);
		assertThat(object.get("even")).isEqualTo(number((size - 1) / 2 * 2));
		assertThat(object.get("odd")).isEqualTo(number((size - 2) / 2 * 2 + 1));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 3, 40, 300 })
	void equalOrdinaryNodesInBothDirections(int size) {
		ObjectNode object = ImmutableNodes.object(members(size));
		ObjectNode other = ordinary(members(size));
		assertThat(object).isEqualTo(other).hasSameHashCodeAs(other);
		assertThat(other).isEqualTo(object);
		ArrayNode array = ImmutableNodes.array(new ArrayList<>(members(size).values()));
		ArrayNode otherArray = JsonNodeFactory.instance.arrayNode().addAll(members(size).values());
		assertThat(array).isEqualTo(otherArray).hasSameHashCodeAs(otherArray);
		assertThat(otherArray).isEqualTo(array);
		assertThat(object).isNotEqualTo(ordinary(members(size + 1)));
		assertThat(array).isNotEqualTo(otherArray.deepCopy().add(1));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 3, 40 })
	void areWrittenAndReadByMappersLikeOrdinaryNodes(int size) {
		ObjectNode object = ImmutableNodes.with(ImmutableNodes.object(members(size)), "list",
				ImmutableNodes.array(List.of(number(1), ImmutableNodes.object(members(2)))));
		assertThat(MAPPER.readTree(MAPPER.writeValueAsString(object))).isEqualTo(object);
		assertThat(MAPPER.readTree(object.toString())).isEqualTo(object);
		assertThat(MAPPER.treeToValue(object, new TypeReference<Map<String, Object>>() {
		})).hasSize(size + 1).containsEntry("list", List.of(1, Map.of("k0", 0, "k1", 1)));
		JsonMapper sorting = JsonMapper.builder()
			.enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
			.enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
			.build();
		assertThat(sorting.writeValueAsString(object)).isEqualTo(sorting.writeValueAsString(object.deepCopy()));
	}

	@Test
	void bindToRecords() {
		record Point(int x, List<Integer> tags) {
		}
		ObjectNode object = ImmutableNodes.object(new LinkedHashMap<>(
				Map.of("x", number(3), "tags", ImmutableNodes.array(List.of(number(1), number(2))))));
		assertThat(MAPPER.treeToValue(object, Point.class)).isEqualTo(new Point(3, List.of(1, 2)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 40 })
	void areCopiedDeeplyIntoOrdinaryMutableNodes(int size) {
		ObjectNode object = ImmutableNodes.with(ImmutableNodes.object(members(size)), "list",
				ImmutableNodes.array(List.of(number(1))));
		ObjectNode copy = object.deepCopy();
		copy.put("k0", "changed");
		copy.withArray("list").add(2);
		assertThat(object.get("k0")).isEqualTo(number(0));
		assertThat(object.get("list")).hasSize(1);
	}

	@Test
	void refuseContainersThatCanChange() {
		ObjectNode mutable = JsonNodeFactory.instance.objectNode();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ImmutableNodes.with(ImmutableNodes.object(), "a", mutable))
			.withMessageContaining("Values.immutable");
		assertThatIllegalArgumentException().isThrownBy(() -> ImmutableNodes.append(ImmutableNodes.array(), mutable));
		assertThatIllegalArgumentException().isThrownBy(() -> ImmutableNodes.array(List.of(mutable)));
		assertThatIllegalArgumentException().isThrownBy(() -> ImmutableNodes.with(mutable, "a", number(1)));
	}

	@Test
	void refusePositionsOutsideTheArray() {
		for (int size : new int[] { 0, 3, 300 }) {
			ArrayNode array = ImmutableNodes.array(new ArrayList<>(members(size).values()));
			assertThatExceptionOfType(IndexOutOfBoundsException.class)
				.isThrownBy(() -> ImmutableNodes.with(array, size, number(1)));
			assertThatExceptionOfType(IndexOutOfBoundsException.class)
				.isThrownBy(() -> ImmutableNodes.without(array, -1));
		}
	}

	/**
	 * A copy of 100,000 members a change would move 40 billion references here and not
	 * end within a test run.
	 */
	@Test
	void changeOneOfManyEntriesWithoutCopyingTheRest() {
		JsonNode object = ImmutableNodes.object(members(100_000));
		JsonNode array = ImmutableNodes.array(new ArrayList<>(members(100_000).values()));
		for (int i = 0; i < 100_000; i++) {
			object = ImmutableNodes.with((ObjectNode) object, "k" + i, number(-i));
			array = ImmutableNodes.with((ArrayNode) array, i, number(-i));
		}
		assertThat(object.get("k77777")).isEqualTo(number(-77777));
		assertThat(array.get(77777)).isEqualTo(number(-77777));
	}

}
