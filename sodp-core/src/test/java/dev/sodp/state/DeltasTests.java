// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DeltasTests {

	private static final JsonMapper MAPPER = new JsonMapper();

	private static JsonNode json(String text) {
		return Values.immutable(MAPPER.readTree(text.replace('\'', '"')));
	}

	private static JsonNode apply(JsonNode value, DeltaOp... ops) {
		return Deltas.apply(value, List.of(ops));
	}

	@Test
	void copiesOnlyTheContainersOnThePath() {
		JsonNode before = json("{'a':{'x':{'v':1},'y':[1]},'b':{'z':1}}");
		JsonNode after = apply(before, DeltaOp.update("/a/x/v", IntNode.valueOf(2)));
		assertThat(after.at("/b")).isSameAs(before.at("/b"));
		assertThat(after.at("/a/y")).isSameAs(before.at("/a/y"));
		assertThat(after.at("/a/x")).isEqualTo(json("{'v':2}"));
		assertThat(before.at("/a/x")).isEqualTo(json("{'v':1}"));
	}

	@Test
	void sharesTheElementsBesideAChangedOne() {
		JsonNode before = json("[{'v':1},{'v':2},{'v':3}]");
		JsonNode after = apply(before, DeltaOp.remove("/0"), DeltaOp.add("/-", json("{'v':4}")));
		assertThat(after.get(0)).isSameAs(before.get(1));
		assertThat(after.get(1)).isSameAs(before.get(2));
	}

	@Test
	void returnsTheSameInstanceWhenNothingChanges() {
		JsonNode before = json("{'a':{'x':1,'f':0.0},'list':[1,2]}");
		assertThat(apply(before)).isSameAs(before);
		assertThat(apply(before, DeltaOp.update("/a/x", IntNode.valueOf(1)))).isSameAs(before);
		assertThat(apply(before, DeltaOp.update("/a/f", DoubleNode.valueOf(-0.0)))).isSameAs(before);
		assertThat(apply(before, DeltaOp.update("/a", json("{'f':0.0,'x':1}")))).isSameAs(before);
		assertThat(apply(before, DeltaOp.update("/", before.deepCopy()))).isSameAs(before);
		assertThat(apply(before, DeltaOp.remove("/a/none"), DeltaOp.remove("/none/x"))).isSameAs(before);
		assertThat(apply(before, DeltaOp.add("/list/7", IntNode.valueOf(1)))).isSameAs(before);
	}

	@Test
	void returnsAMutableValueItselfWhenNothingChanges() {
		ObjectNode before = JsonNodeFactory.instance.objectNode().put("a", 1);
		assertThat(apply(before, DeltaOp.remove("/b"))).isSameAs(before);
	}

	@Test
	void neverSharesWhatTheCallerCanStillChange() {
		ObjectNode before = JsonNodeFactory.instance.objectNode();
		ObjectNode child = before.putObject("child").put("v", 1);
		ObjectNode added = JsonNodeFactory.instance.objectNode().put("v", 1);
		JsonNode after = apply(before, DeltaOp.add("/added", added));
		child.put("v", 2);
		added.put("v", 2);
		assertThat(after).isEqualTo(json("{'child':{'v':1},'added':{'v':1}}"));
	}

	@Test
	void keepsTheIntegerTypeApartFromTheDouble() {
		JsonNode after = apply(json("{'a':1}"), DeltaOp.update("/a", DoubleNode.valueOf(1.0)));
		assertThat(after.get("a")).isInstanceOf(DoubleNode.class);
	}

	@Test
	void appliesNoneWhenALaterOperationIsMalformed() {
		JsonNode before = json("{'a':1}");
		assertThatExceptionOfType(InvalidDeltaException.class)
			.isThrownBy(() -> apply(before, DeltaOp.update("/a", IntNode.valueOf(2)), DeltaOp.remove("a")))
			.withMessageContaining("'a'");
		assertThat(before).isEqualTo(json("{'a':1}"));
	}

	@Test
	void refusesPathsThatWouldNestTooDeeply() {
		JsonNode fits = apply(NullNode.getInstance(), DeltaOp.add("/x".repeat(128), IntNode.valueOf(1)));
		assertThat(Values.depth(fits)).isEqualTo(Values.MAX_DEPTH);
		for (int levels : new int[] { 129, 100_000 }) {
			assertThatExceptionOfType(InvalidDeltaException.class)
				.isThrownBy(() -> apply(NullNode.getInstance(), DeltaOp.add("/x".repeat(levels), IntNode.valueOf(1))));
			assertThatExceptionOfType(InvalidDeltaException.class)
				.isThrownBy(() -> apply(NullNode.getInstance(), DeltaOp.add("/-".repeat(levels), IntNode.valueOf(1))));
		}
	}

	@Test
	void refusesValuesThatWouldNestTooDeeplyWhereTheyGo() {
		JsonNode value = nested(100);
		assertThat(Values.depth(apply(NullNode.getInstance(), DeltaOp.add("/x".repeat(28), value)))).isEqualTo(128);
		assertThatExceptionOfType(InvalidDeltaException.class)
			.isThrownBy(() -> apply(NullNode.getInstance(), DeltaOp.add("/x".repeat(29), value)));
	}

	@Test
	void ignoresAbsurdlyLongPathsThatLeadNowhere() {
		JsonNode before = json("{'a':[1]}");
		assertThat(apply(before, DeltaOp.remove("/a".repeat(100_000)))).isSameAs(before);
		assertThat(apply(before, DeltaOp.update("/a" + "/name".repeat(100_000), IntNode.valueOf(1)))).isSameAs(before);
	}

	@Test
	void takesIndexesBeyondEveryIntegerAsAnyOtherIndex() {
		JsonNode before = json("[1,2,3]");
		for (String index : List.of("2147483648", "4294967296", "9223372036854775808", "9".repeat(1000))) {
			assertThat(apply(before, DeltaOp.update("/" + index, IntNode.valueOf(9)))).isSameAs(before);
			assertThat(apply(before, DeltaOp.remove("/" + index))).isSameAs(before);
		}
		assertThat(apply(before, DeltaOp.update("/" + "0".repeat(1000) + "1", IntNode.valueOf(9))))
			.isEqualTo(json("[1,9,3]"));
	}

	@Test
	void removesNothingByDescendingBehindTheLastElement() {
		JsonNode before = json("[{'a':1}]");
		assertThat(apply(before, DeltaOp.remove("/-/a"))).isSameAs(before);
		assertThat(apply(before, DeltaOp.remove("/1/a"))).isSameAs(before);
		assertThat(apply(before, DeltaOp.remove("/-"))).isEqualTo(json("[]"));
	}

	@Test
	void letsNotANumberFromAPeerThrough() {
		JsonNode after = apply(json("{'a':1}"), DeltaOp.update("/a", DoubleNode.valueOf(Double.NaN)));
		assertThat(after.get("a").doubleValue()).isNaN();
		assertThat(apply(after, DeltaOp.update("/a", DoubleNode.valueOf(Double.NaN)))).isSameAs(after);
	}

	private static JsonNode nested(int depth) {
		ArrayNode value = JsonNodeFactory.instance.arrayNode();
		for (int i = 1; i < depth; i++) {
			value = JsonNodeFactory.instance.arrayNode().add(value);
		}
		return value;
	}

}
