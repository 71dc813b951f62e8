// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DiffTests {

	private static final JsonMapper MAPPER = new JsonMapper();

	private static JsonNode json(String text) {
		return Values.immutable(MAPPER.readTree(text.replace('\'', '"')));
	}

	private static List<DeltaOp> diff(String before, String after) {
		return Diff.between(json(before), json(after));
	}

	@Test
	void findsNothingBetweenEqualValues() {
		assertThat(diff("{'a':1,'b':[0.0]}", "{'b':[-0.0],'a':1}")).isEmpty();
		assertThat(diff("null", "null")).isEmpty();
	}

	@Test
	void tellsNewChangedAndGoneMembers() {
		assertThat(diff("{'same':1,'changed':1,'gone':1}", "{'same':1,'changed':2,'new':3}")).containsExactlyInAnyOrder(
				DeltaOp.update("/changed", json("2")), DeltaOp.remove("/gone"), DeltaOp.add("/new", json("3")));
	}

	@Test
	void goesDownIntoObjects() {
		assertThat(diff("{'a':{'b':{'c':1,'d':1}}}", "{'a':{'b':{'c':2,'d':1}}}"))
			.containsExactly(DeltaOp.update("/a/b/c", json("2")));
	}

	@Test
	void replacesArraysAndScalarsWhole() {
		assertThat(diff("{'a':[1,2,3]}", "{'a':[1,2,4]}")).containsExactly(DeltaOp.update("/a", json("[1,2,4]")));
		assertThat(diff("{'a':{'b':1}}", "{'a':5}")).containsExactly(DeltaOp.update("/a", json("5")));
	}

	@Test
	void replacesTheRootUnlessBothAreObjects() {
		assertThat(diff("1", "{'a':1}")).containsExactly(DeltaOp.update("/", json("{'a':1}")));
		assertThat(diff("{'a':1}", "null")).containsExactly(DeltaOp.update("/", json("null")));
		assertThat(diff("null", "{}")).containsExactly(DeltaOp.update("/", json("{}")));
	}

	@Test
	void tellsIntegersAndDoublesApart() {
		assertThat(diff("{'a':1}", "{'a':1.0}")).containsExactly(DeltaOp.update("/a", json("1.0")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/b", "a~b", "~", "/" })
	void replacesTheEnclosingValueWhenANameNeedsAnEscape(String name) {
		String before = "{'outer':{'inner':{'" + name + "':{'x':1},'y':1}},'z':1}";
		String after = "{'outer':{'inner':{'" + name + "':{'x':2},'y':2}},'z':1}";
		assertThat(diff(before, after)).containsExactly(DeltaOp.update("/outer/inner", json(after).at("/outer/inner")));
		assertThat(diff("{'" + name + "':1,'b':1}", "{'b':2}")).containsExactly(DeltaOp.update("/", json("{'b':2}")));
		assertThat(diff("{'b':1}", "{'b':1,'" + name + "':1}"))
			.containsExactly(DeltaOp.update("/", json("{'b':1,'" + name + "':1}")));
	}

	@Test
	void leavesUnchangedNamesThatNeedAnEscapeAlone() {
		assertThat(diff("{'a/b':{'x':[1]},'y':1}", "{'a/b':{'x':[1]},'y':2}"))
			.containsExactly(DeltaOp.update("/y", json("2")));
	}

	@Test
	void replacesTheRootWhenATopLevelMemberWithoutNameChanges() {
		assertThat(diff("{'':1,'b':1}", "{'':2,'b':1}")).containsExactly(DeltaOp.update("/", json("{'':2,'b':1}")));
		assertThat(diff("{'a':{'':1}}", "{'a':{'':2}}")).containsExactly(DeltaOp.update("/a/", json("2")));
	}

	@Test
	void namesPlacesBelowAGivenPath() {
		StatePath at = StatePath.parse("/players/3");
		assertThat(Diff.between(json("{'hp':1,'x':1}"), json("{'hp':2,'x':1}"), at))
			.containsExactly(DeltaOp.update("/players/3/hp", json("2")));
		assertThat(Diff.between(json("1"), json("2"), at)).containsExactly(DeltaOp.update("/players/3", json("2")));
		assertThat(Diff.between(MissingNode.getInstance(), json("2"), at))
			.containsExactly(DeltaOp.add("/players/3", json("2")));
		assertThat(Diff.between(json("2"), MissingNode.getInstance(), at))
			.containsExactly(DeltaOp.remove("/players/3"));
		assertThat(Diff.between(json("{'':1}"), json("{'':2}"), at))
			.containsExactly(DeltaOp.update("/players/3/", json("2")));
		assertThat(Diff.between(json("{'a/b':1}"), json("{'a/b':2}"), at))
			.containsExactly(DeltaOp.update("/players/3", json("{'a/b':2}")));
	}

	@Test
	void givesUpAtTheFirstOperationBeyondTheBudget() {
		JsonNode before = wide(10_000, 1);
		JsonNode after = wide(10_000, 2);
		List<DeltaOp> counted = new ArrayList<>();
		Diff.Budget budget = new Diff.Budget() {

			@Override
			public long cost(DeltaOp op) {
				counted.add(op);
				return 1;
			}

			@Override
			public boolean allows(long cost) {
				return cost <= 5;
			}

		};

		assertThat(Diff.between(before, after, StatePath.parse("/here"), budget))
			.containsExactly(DeltaOp.update("/here", after));
		assertThat(counted).hasSize(6);
		assertThat(Diff.between(before, after, StatePath.ROOT)).hasSize(10_000);
	}

	private static JsonNode wide(int members, int value) {
		ObjectNode outer = MAPPER.createObjectNode();
		for (int i = 0; i < members; i++) {
			outer.putObject("member" + i).putObject("inner").put("n", value);
		}
		return Values.immutable(outer);
	}

	@Test
	void countsOperationsThatWereGivenUpNoMore() {
		JsonNode before = json("{'outer':{'a':1,'b':1,'c':1,'x/y':1},'z':1}");
		JsonNode after = json("{'outer':{'a':2,'b':2,'c':2,'x/y':2},'z':2}");
		Diff.Budget budget = new Diff.Budget() {

			@Override
			public long cost(DeltaOp op) {
				return 1;
			}

			@Override
			public boolean allows(long cost) {
				return cost <= 3;
			}

		};

		assertThat(Diff.between(before, after, StatePath.ROOT, budget))
			.containsExactly(DeltaOp.update("/outer", after.get("outer")), DeltaOp.update("/z", json("2")));
	}

	@Test
	void refusesAPathThatNeedsAnEscape() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Diff.between(json("1"), json("2"), StatePath.parse("/a/b~1c/d")))
			.withMessageContaining("/a/b~1c/d")
			.withMessageEndingWith(" /a");
	}

	@Test
	void appliedToTheOldValueGivesTheNewOne() {
		for (long seed = 0; seed < 20_000; seed++) {
			RandomValues values = new RandomValues(new Random(seed));
			JsonNode a = values.value(5);
			JsonNode b = (seed % 3 == 0) ? values.value(5) : values.changed(a, 5);
			JsonNode frozenA = Values.immutable(a);
			JsonNode frozenB = Values.immutable(b);
			List<DeltaOp> ops = Diff.between(frozenA, frozenB);
			JsonNode result = Deltas.apply(frozenA, ops);
			String about = "seed " + seed + ": " + a + " -> " + b + " by " + ops;
			assertThat(Values.equal(result, frozenB)).as(about).isTrue();
			assertThat(ops.isEmpty()).as(about).isEqualTo(Values.equal(frozenA, frozenB));
			assertThat(frozenA).as(about).isEqualTo(Values.immutable(a));
			assertThat(frozenB).as(about).isEqualTo(Values.immutable(b));
			assertThat(ops).as(about).allSatisfy((op) -> assertThat(op.path()).doesNotContain("~"));
		}
	}

	@Test
	void leavesMutableInputsUntouched() {
		for (long seed = 0; seed < 2_000; seed++) {
			RandomValues values = new RandomValues(new Random(seed));
			JsonNode a = values.value(4);
			JsonNode b = values.changed(a, 4);
			JsonNode copyOfA = a.deepCopy();
			JsonNode copyOfB = b.deepCopy();
			JsonNode result = Deltas.apply(a, Diff.between(a, b));
			assertThat(Values.equal(result, b)).as("seed %s", seed).isTrue();
			assertThat(a).as("seed %s", seed).isEqualTo(copyOfA);
			assertThat(b).as("seed %s", seed).isEqualTo(copyOfB);
		}
	}

	@Test
	void findsTheOneChangeBetweenTreesThatShareTheRest() {
		JsonNode before = json("{'a':{'x':1},'b':{'y':{'z':1}}}");
		JsonNode after = Deltas.apply(before, List.of(DeltaOp.update("/b/y/z", json("2"))));
		assertThat(Diff.between(before, after)).containsExactly(DeltaOp.update("/b/y/z", json("2")));
	}

}
