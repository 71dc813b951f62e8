// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;

import dev.sodp.server.StateRejectedException;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.Deltas;
import dev.sodp.state.Values;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** {@code state.set_in}, {@code state.remove_in} and the path rules of presence. */
class PathEditsTests {

	@ParameterizedTest(name = "{1} = {2} in {0}")
	@CsvSource(delimiter = '|', emptyValue = "", textBlock = """
			{'a': 1}                 | /a          | 2 | {'a': 2}
			{'a': 1}                 | /b          | 2 | {'a': 1, 'b': 2}
			{'a': {'b': 1}}          | /a/b        | 2 | {'a': {'b': 2}}
			{'a': 1}                 | ''          | 2 | 2
			{'a': 1}                 | /           | 2 | 2
			{}                       | /players/42/hp | 2 | {'players': {'42': {'hp': 2}}}
			{}                       | /0          | 2 | {'0': 2}
			{}                       | /list/-     | 2 | {'list': [2]}
			{}                       | /list/-/x   | 2 | {'list': [{'x': 2}]}
			{'list': null}           | /list/-     | 2 | {'list': [2]}
			{'a': 5}                 | /a/b        | 2 | {'a': {'b': 2}}
			{'list': [1, 1]}         | /list/0     | 2 | {'list': [2, 1]}
			{'list': [1, 1]}         | /list/01    | 2 | {'list': [1, 2]}
			{'list': [1]}            | /list/1     | 2 | {'list': [1, 2]}
			{'list': [1]}            | /list/-     | 2 | {'list': [1, 2]}
			{'list': [{'x': 1}]}     | /list/0/x   | 2 | {'list': [{'x': 2}]}
			{'list': [1]}            | /list/1/x/0 | 2 | {'list': [1, {'x': {'0': 2}}]}
			{'a/b': 1, '~': 1}       | /a~1b       | 2 | {'a/b': 2, '~': 1}
			{'a/b': 1, '~': 1}       | /~0         | 2 | {'a/b': 1, '~': 2}
			[1]                      | /-          | 2 | [1, 2]
			5                        | /x          | 2 | {'x': 2}
			null                     | /-          | 2 | [2]
			""")
	void setsAtPath(String before, String path, String value, String after) {
		Edit edit = PathEdits.set(Paths.parse(path), json(value)).edit(json(before));

		assertThat(edit.value()).isEqualTo(json(after));
		assertThat(Values.equal(Deltas.apply(json(before), edit.ops()), json(after))).isTrue();
	}

	@ParameterizedTest(name = "{1} in {0}")
	@CsvSource(delimiter = '|', textBlock = """
			{'list': [1]}        | /list/2
			{'list': [1]}        | /list/name
			{'list': [1]}        | /list/99999999999999999999
			{'list': [1]}        | /list/+0
			{'list': [[1]]}      | /list/0/2
			[]                   | /1/x
			""")
	void refusesPathThatCannotBeSet(String before, String path) {
		Mutation mutation = PathEdits.set(Paths.parse(path), json("1"));

		assertThatExceptionOfType(StateRejectedException.class).isThrownBy(() -> mutation.edit(json(before)))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(400));
	}

	@ParameterizedTest(name = "{1} = {2} in {0}")
	@CsvSource(delimiter = '|', textBlock = """
			{'a': {'b': 1}}      | /a/b     | 2          | UPDATE /a/b 2
			{'a': {'b': 1}}      | /a/c     | 2          | ADD /a/c 2
			{'a': {'b': 1}}      | /x/y/z   | 2          | ADD /x {"y":{"z":2}}
			{'a': {'b': 1, 'c': 1}} | /a    | {'b': 1, 'd': 1} | REMOVE /a/c null, ADD /a/d 1
			{'a': 5}             | /a/b     | 2          | UPDATE /a {"b":2}
			{'l': [1, 2]}        | /l/0     | 3          | UPDATE /l/0 3
			{'l': [1, 2]}        | /l/-     | 3          | ADD /l/- 3
			{'l': [1, 2]}        | /l/2     | 3          | ADD /l/- 3
			{'l': [1, 2]}        | /l/01    | 3          | UPDATE /l/1 3
			{'l': [[1], [2]]}    | /l/1/-   | 3          | ADD /l/1/- 3
			{'l': [{'x': {'y': 1}}]} | /l/0/x/y | 3       | UPDATE /l/0/x/y 3
			{'l': [5]}           | /l/0/x   | 3          | UPDATE /l/0 {"x":3}
			{'l': [{'b/c': 1}]}  | /l/0/b~1c | 2         | UPDATE /l/0 {"b/c":2}
			[1, 2]               | /1       | 3          | UPDATE /1 3
			{'l': [{'x': 1}]}    | /l/0/x   | 3          | UPDATE /l/0/x 3
			{'a': {'b/c': 1}}    | /a/b~1c  | 2          | UPDATE /a {"b/c":2}
			{'a': {'~': {'x': 1}}} | /a/~0/x | 2         | UPDATE /a {"~":{"x":2}}
			{'': {'x': 1}}       | //x      | 2          | UPDATE / {"":{"x":2}}
			{'a': {'b': 1}}      | /a/b     | 1          | ''
			{'l': [1, 2]}        | /l/0     | 1          | ''
			""")
	void tellsTheLeastThatEveryClientUnderstands(String before, String path, String value, String ops) {
		Edit edit = PathEdits.set(Paths.parse(path), json(value)).edit(json(before));

		assertThat(text(edit.ops())).isEqualTo(ops);
	}

	@ParameterizedTest(name = "{1} out of {0}")
	@CsvSource(delimiter = '|', textBlock = """
			{'a': 1, 'b': 2}      | /a       | {'b': 2}         | REMOVE /a null
			{'a': {'b': 1}}       | /a/b     | {'a': {}}        | REMOVE /a/b null
			{'a': 1}              | /b       | {'a': 1}         | ''
			{'a': 1}              | /a/b     | {'a': 1}         | ''
			{'a': 1}              | /x/y     | {'a': 1}         | ''
			{'l': [1, 2]}         | /l/0     | {'l': [2]}       | REMOVE /l/0 null
			{'l': [1, 2]}         | /l/-     | {'l': [1]}       | REMOVE /l/1 null
			{'l': [1, 2, 3]}      | /l/01    | {'l': [1, 3]}    | REMOVE /l/1 null
			{'l': [[1, 2], 3]}    | /l/0/0   | {'l': [[2], 3]}  | REMOVE /l/0/0 null
			{'l': [{'x': 1}, 2]}  | /l/-/x   | {'l': [{'x': 1}, 2]} | ''
			{'l': ['a', 'a']}     | /l/0     | {'l': ['a']}     | REMOVE /l/0 null
			{'l': []}             | /l/-     | {'l': []}        | ''
			{'l': [1, 2]}         | /l/2     | {'l': [1, 2]}    | ''
			{'l': [1, 2]}         | /l/x     | {'l': [1, 2]}    | ''
			{'l': [{'x': 1}]}     | /l/0/x   | {'l': [{}]}      | REMOVE /l/0/x null
			{'a': {'b/c': 1}}     | /a/b~1c  | {'a': {}}        | UPDATE /a {}
			""")
	void removesAtPath(String before, String path, String after, String ops) {
		Edit edit = PathEdits.remove(Paths.parse(path)).edit(json(before));

		assertThat(edit.value()).isEqualTo(json(after));
		assertThat(text(edit.ops())).isEqualTo(ops);
	}

	@Test
	void removingTheRootDeletesTheKey() {
		Edit edit = PathEdits.remove(Paths.parse("/")).edit(json("{'a': 1}"));

		assertThat(edit.initialized()).isFalse();
		assertThat(text(edit.ops())).isEqualTo("REMOVE / null");
	}

	@Test
	void removingFromAKeyThatDoesNotExistChangesNothing() {
		assertThat(PathEdits.remove(Paths.parse("/a")).edit(null).ops()).isEmpty();
	}

	@Test
	void settingInAKeyThatDoesNotExistCreatesItWhole() {
		Edit edit = PathEdits.set(Paths.parse("/a/b"), json("1")).edit(null);

		assertThat(text(edit.ops())).isEqualTo("ADD / {\"a\":{\"b\":1}}");
	}

	@ParameterizedTest(name = "{1} in {0}")
	@CsvSource(delimiter = '|', textBlock = """
			{}                  | /
			{}                  | ''
			{}                  | /list/-
			{'list': [1]}       | /list/0
			{'list': [{}]}      | /list/0/x
			[]                  | /0
			""")
	void presenceStaysOutOfArraysAndOffTheRoot(String before, String path) {
		assertThatExceptionOfType(StateRejectedException.class)
			.isThrownBy(() -> PathEdits.setMember(Paths.parse(path), json("1")).edit(json(before)))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(400));
	}

	@Test
	void pathOfThousandsOfLevelsIsRefused() {
		assertThatExceptionOfType(StateRejectedException.class).isThrownBy(() -> Paths.parse("/a".repeat(300_000)))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(400));
	}

	@Test
	void changeInAWideObjectKeepsWhatLiesBesideIt() {
		StringBuilder wide = new StringBuilder("{'n0': {'x': 0}");
		for (int i = 1; i < 10_000; i++) {
			wide.append(", 'n").append(i).append("': {'x': ").append(i).append('}');
		}
		JsonNode before = json(wide.append('}').toString());

		Edit edit = PathEdits.set(Paths.parse("/n5000/x"), json("-1")).edit(before);

		assertThat(edit.value().get("n4999")).isSameAs(before.get("n4999"));
		assertThat(text(edit.ops())).isEqualTo("UPDATE /n5000/x -1");
	}

	private static String text(List<DeltaOp> ops) {
		return String.join(", ",
				ops.stream().map((op) -> op.kind() + " " + op.path() + " " + op.value().toString()).toList());
	}

}
