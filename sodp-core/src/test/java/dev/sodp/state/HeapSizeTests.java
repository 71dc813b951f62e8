// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

import static org.assertj.core.api.Assertions.assertThat;

class HeapSizeTests {

	private static final JsonMapper MAPPER = new JsonMapper();

	private static JsonNode json(String text) {
		return Values.immutable(MAPPER.readTree(text.replace('\'', '"')));
	}

	private static ArrayNode numbers(int count) {
		return (ArrayNode) json(IntStream.range(1000, 1000 + count).mapToObj(String::valueOf).toList().toString());
	}

	private static ObjectNode members(int count) {
		return (ObjectNode) json(IntStream.range(0, count)
			.mapToObj((i) -> "'name" + i + "': " + (i + 1000))
			.collect(Collectors.joining(", ", "{", "}")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			null | 0
			true | 0
			7 | 0
			300 | 16
			5000000000 | 24
			1.5 | 24
			18446744073709551615 | 80
			'' | 0
			'abc' | 64
			'zażółć' | 72
			{} | 0
			[] | 0
			[1, 2, 3] | 88
			[[1]] | 160
			{'a': 1} | 136
			""")
	void countsTheObjectsThatAValueConsistsOf(String value, long bytes) {
		assertThat(Values.heapSize(json(value))).isEqualTo(bytes);
	}

	@Test
	void textIsCountedByItsCharacters() {
		assertThat(Values.heapSize(StringNode.valueOf("x".repeat(1000)))).isEqualTo(1056);
		assertThat(Values.heapSize(StringNode.valueOf("ж".repeat(1000)))).isEqualTo(2056);
	}

	@Test
	void changedCopyKnowsItsSizeWithoutMeasuringAgain() {
		Random random = new Random(1);
		for (int round = 0; round < 200; round++) {
			RandomValues values = new RandomValues(random);
			JsonNode value = Values.immutable(values.value(4));
			JsonNode changed = Values.immutable(values.changed(value, 4));

			JsonNode applied = Deltas.apply(value, Diff.between(value, changed));

			assertThat(Values.heapSize(applied)).as("%s -> %s", value, changed)
				.isEqualTo(Values.heapSize(Values.immutable(changed.deepCopy())));
		}
	}

	@Test
	void memberThatComesAndGoesLeavesNothing() {
		for (int count : new int[] { 0, 1, 31, 33, 1000 }) {
			ObjectNode object = members(count);

			ObjectNode with = ImmutableNodes.with(object, "another", StringNode.valueOf("x".repeat(100)));

			assertThat(Values.heapSize(with)).isGreaterThan(Values.heapSize(object) + 100);
			assertThat(Values.heapSize(ImmutableNodes.without(with, "another"))).isEqualTo(Values.heapSize(object));
		}
	}

	@Test
	void elementThatComesAndGoesLeavesNothing() {
		for (int count : new int[] { 0, 1, 100, 1000 }) {
			// From its first change on a long array has another form.
			ArrayNode array = (count < 1000) ? numbers(count) : ImmutableNodes.with(numbers(count), 0, json("2000"));

			ArrayNode with = ImmutableNodes.append(array, StringNode.valueOf("x".repeat(100)));

			assertThat(Values.heapSize(with)).isGreaterThan(Values.heapSize(array) + 100);
			assertThat(Values.heapSize(ImmutableNodes.without(with, count))).isEqualTo(Values.heapSize(array));
		}
	}

	@Test
	void longArrayTakesMoreOnceItIsChanged() {
		ArrayNode array = numbers(1000);

		ArrayNode changed = ImmutableNodes.with(array, 0, IntNode.valueOf(2000));

		assertThat(Values.heapSize(array)).isEqualTo(72 + 4 * 1000 + 16 * 1000);
		assertThat(Values.heapSize(changed)).isEqualTo(88 + 40 * 1000 + 16 * 1000);
	}

	@Test
	void objectThatBecomesWideIsCountedAsSuch() {
		ObjectNode narrow = members(32);

		ObjectNode wide = ImmutableNodes.with(narrow, "name32", IntNode.valueOf(1032));

		assertThat(Values.heapSize(wide)).isEqualTo(Values.heapSize(members(33)));
	}

	@Test
	void ofDuplicateNamesOnlyTheLastIsCounted() {
		String[] names = IntStream.range(0, 80).mapToObj((i) -> "name" + (i % 40)).toArray(String[]::new);
		JsonNode[] values = IntStream.range(0, 80).mapToObj((i) -> IntNode.valueOf(i + 1000)).toArray(JsonNode[]::new);

		assertThat(Values.heapSize(ImmutableNodes.object(names, values))).isEqualTo(Values.heapSize(members(40)));
	}

}
