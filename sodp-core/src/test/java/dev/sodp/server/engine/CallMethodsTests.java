// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.state.DeltaOp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

/** CALL and RESULT, and the methods that concern whole values. */
class CallMethodsTests {

	private final EngineFixture server = new EngineFixture();

	private final EngineClient client = this.server.connect();

	private List<DeltaOp> opsOfLastChange() {
		return this.server.changes.get(this.server.changes.size() - 1).ops();
	}

	@Test
	void resultCarriesTheVersion() {
		Frame.Result result = this.client.result("state.set", "{'state': 'a', 'value': 1}");

		assertThat(result.success()).isTrue();
		assertThat(result.data()).isEqualTo(EngineClient.version(this.server.version("a")));
		assertThat(result.code()).isNull();
	}

	@Test
	void ownDeltaComesBeforeTheResult() {
		this.client.watch("a").read();

		this.client.call("state.set", "{'state': 'a', 'value': 1}");

		assertThat(this.client.read()).hasExactlyElementsOfTypes(Frame.Delta.class, Frame.Result.class);
	}

	@Test
	void versionsAreGlobalAndRise() {
		long first = this.server.set("a", "1");
		long second = this.server.set("b", "1");
		long third = this.server.set("a", "2");

		assertThat(first).isPositive();
		assertThat(second).isGreaterThan(first);
		assertThat(third).isGreaterThan(second);
	}

	@Test
	void unknownMethodFailsWith404() {
		Frame.Result result = this.client.result("state.frobnicate", "{'state': 'a'}");

		assertThat(result.success()).isFalse();
		assertThat(result.code()).isEqualTo(404);
		assertThat(result.data().stringValue()).contains("state.frobnicate");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			state.set       | {'value': 1}
			state.set       | {'state': 7, 'value': 1}
			state.set       | {'state': 'not a key', 'value': 1}
			state.set       | {'state': 'a'}
			state.patch     | {'state': 'a'}
			state.patch     | {'state': 'a', 'patch': [1]}
			state.set_in    | {'state': 'a', 'value': 1}
			state.set_in    | {'state': 'a', 'path': 'x', 'value': 1}
			state.set_in    | {'state': 'a', 'path': '/x'}
			state.append    | {'state': 'a', 'value': 1, 'max_len': 0}
			state.append    | {'state': 'a', 'value': 1, 'max_len': 'many'}
			state.append    | {'state': 'a', 'value': 1, 'max_len': 1.5}
			state.remove_in | {'state': 'a'}
			state.presence  | {'state': 'a', 'path': '/x'}
			state.delete    | {}
			""")
	void malformedArgumentsFailWith400AndChangeNothing(String method, String args) {
		Frame.Result result = this.client.result(method, args);

		assertThat(result.success()).isFalse();
		assertThat(result.code()).isEqualTo(400);
		assertThat(result.data().stringValue()).isNotEmpty();
		assertThat(this.server.changes).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "state.set", "state.patch", "state.set_in", "state.append", "state.remove_in",
			"state.presence", "state.delete" })
	void deniedCallFailsWith403(String method) {
		EngineFixture guarded = new EngineFixture((builder) -> builder.accessPolicy(new WatchTests.OnlyPublicKeys()));

		Frame.Result result = guarded.connect()
			.result(method, "{'state': 'secret', 'value': 1, 'patch': {}, 'path': '/x'}");

		assertThat(result.code()).isEqualTo(403);
		assertThat(guarded.changes).isEmpty();
	}

	@Test
	void valueThatViolatesTheSchemaFailsWith422() {
		EngineFixture strict = new EngineFixture((builder) -> builder
			.validator((key, value) -> value.has("name") ? Optional.empty() : Optional.of(key + ".name is missing")));
		strict.set("a", "{'name': 'x'}");
		EngineClient writer = strict.connect();

		Frame.Result result = writer.result("state.remove_in", "{'state': 'a', 'path': '/name'}");

		assertThat(result.code()).isEqualTo(422);
		assertThat(result.data().stringValue()).isEqualTo("a.name is missing");
		assertThat(strict.value("a")).isEqualTo(json("{'name': 'x'}"));
	}

	@Test
	void deletionNeedsNoSchema() {
		EngineFixture strict = new EngineFixture((builder) -> builder
			.validator((key, value) -> value.has("name") ? Optional.empty() : Optional.of("name is missing")));
		strict.set("a", "{'name': 'x'}");

		assertThat(strict.connect().result("state.delete", "{'state': 'a'}").success()).isTrue();
	}

	@Test
	void failureOfAnExtensionFailsTheCallWith500AndTellsNothing() {
		EngineFixture broken = new EngineFixture((builder) -> builder.validator((key, value) -> {
			throw new IllegalStateException("secret detail");
		}));

		Frame.Result result = broken.connect().result("state.set", "{'state': 'a', 'value': 1}");

		assertThat(result.code()).isEqualTo(500);
		assertThat(result.data().stringValue()).doesNotContain("secret");
		assertThat(broken.engine.names().all()).isEmpty();
	}

	@Test
	void firstWriteAddsTheRootAlsoForNull() {
		this.server.set("a", "null");

		assertThat(opsOfLastChange()).containsExactly(DeltaOp.add("/", json("null")));
		assertThat(this.server.engine.names().all()).containsExactly("a");
	}

	@Test
	void writeThatChangesNothingKeepsTheVersionAndSendsNoDelta() {
		long version = this.server.set("a", "{'x': 1}");
		this.server.set("b", "1");
		this.client.watch("a").read();

		this.client.call("state.set", "{'state': 'a', 'value': {'x': 1}}");

		assertThat(this.client.readOnly(Frame.Result.class).data()).isEqualTo(EngineClient.version(version));
	}

	@Test
	void setTellsWhatChanged() {
		this.server.set("a", "{'x': 1, 'y': {'z': 1, 'keep': 0}, 'gone': 1}");

		this.server.set("a", "{'x': 2, 'y': {'z': 2, 'keep': 0}, 'new': 1}");

		assertThat(opsOfLastChange()).containsExactlyInAnyOrder(DeltaOp.update("/x", json("2")),
				DeltaOp.update("/y/z", json("2")), DeltaOp.remove("/gone"), DeltaOp.add("/new", json("1")));
	}

	@Test
	void patchMergesObjectsAtAllLevels() {
		this.server.set("a", "{'x': {'keep': 1, 'y': 1}, 'list': [1, 2], 'n': 1}");

		this.client.result("state.patch", "{'state': 'a', 'patch': {'x': {'y': 2}, 'list': [3], 'n': null, 'o': {}}}");

		assertThat(this.server.value("a"))
			.isEqualTo(json("{'x': {'keep': 1, 'y': 2}, 'list': [3], 'n': null, 'o': {}}"));
		assertThat(opsOfLastChange()).containsExactlyInAnyOrder(DeltaOp.update("/x/y", json("2")),
				DeltaOp.update("/list", json("[3]")), DeltaOp.update("/n", json("null")),
				DeltaOp.add("/o", json("{}")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "null", "[1]", "'text'" })
	void patchReplacesWhatIsNoObject(String before) {
		this.server.set("a", before);

		this.client.result("state.patch", "{'state': 'a', 'patch': {'x': 1}}");

		assertThat(this.server.value("a")).isEqualTo(json("{'x': 1}"));
	}

	@Test
	void patchCreatesAKey() {
		this.client.result("state.patch", "{'state': 'a', 'patch': {'x': {'y': 1}}}");

		assertThat(opsOfLastChange()).containsExactly(DeltaOp.add("/", json("{'x': {'y': 1}}")));
	}

	@Test
	void patchThatChangesNothingKeepsTheVersion() {
		long version = this.server.set("a", "{'x': {'y': 1}, 'z': 0.0}");

		Frame.Result result = this.client.result("state.patch", "{'state': 'a', 'patch': {'x': {'y': 1}, 'z': -0.0}}");

		assertThat(result.data()).isEqualTo(EngineClient.version(version));
	}

	@Test
	void patchBelowANameThatNeedsAnEscapeIsToldAsTheObjectAroundIt() {
		this.server.set("a", "{'in': {'a/b': {'x': 1}, 'c': 1}, 'out': 1}");

		this.client.result("state.patch", "{'state': 'a', 'patch': {'in': {'a/b': {'x': 2}, 'c': 2}, 'out': 2}}");

		assertThat(opsOfLastChange()).containsExactlyInAnyOrder(
				DeltaOp.update("/in", json("{'a/b': {'x': 2}, 'c': 2}")), DeltaOp.update("/out", json("2")));
	}

	@Test
	void patchBelowTheEmptyTopLevelNameIsToldAsTheRoot() {
		this.server.set("a", "{'': {'x': 1}, 'b': 1}");

		this.client.result("state.patch", "{'state': 'a', 'patch': {'b': 2, '': {'x': 2}}}");

		assertThat(opsOfLastChange()).containsExactly(DeltaOp.update("/", json("{'': {'x': 2}, 'b': 2}")));
	}

	@Test
	void untouchedNameThatNeedsAnEscapeDoesNotWidenThePatch() {
		this.server.set("a", "{'a/b': {'x': 1}, 'c': 1}");

		this.client.result("state.patch", "{'state': 'a', 'patch': {'a/b': {'x': 1}, 'c': 2}}");

		assertThat(opsOfLastChange()).containsExactly(DeltaOp.update("/c", json("2")));
	}

	@Test
	void deleteRemovesTheRoot() {
		long version = this.server.set("a", "1");

		Frame.Result result = this.client.result("state.delete", "{'state': 'a'}");

		assertThat(opsOfLastChange()).containsExactly(DeltaOp.remove("/"));
		assertThat(result.data().get("version").longValue()).isGreaterThan(version);
		assertThat(this.server.engine.names().all()).isEmpty();
		assertThat(this.server.engine.host().get("a")).isEmpty();
	}

	@Test
	void deletingWhatIsAbsentGivesVersionZero() {
		this.server.set("gone", "1");
		this.server.delete("gone");

		assertThat(this.client.result("state.delete", "{'state': 'never'}").data()).isEqualTo(EngineClient.version(0));
		assertThat(this.client.result("state.delete", "{'state': 'gone'}").data()).isEqualTo(EngineClient.version(0));
	}

	@Test
	void appendCreatesAnArray() {
		this.client.result("state.append", "{'state': 'a', 'value': 7}");

		assertThat(this.server.value("a")).isEqualTo(json("[7]"));
		assertThat(opsOfLastChange()).containsExactly(DeltaOp.add("/", json("[7]")));
	}

	@Test
	void appendAddsAtTheEnd() {
		this.server.set("a", "[1]");

		this.client.result("state.append", "{'state': 'a', 'value': [2]}");

		assertThat(this.server.value("a")).isEqualTo(json("[1, [2]]"));
		assertThat(opsOfLastChange()).containsExactly(DeltaOp.add("/-", json("[2]")));
	}

	@Test
	void appendBeyondTheLengthDropsFromTheFront() {
		this.server.set("a", "[1, 2, 3]");

		this.client.result("state.append", "{'state': 'a', 'value': 4, 'max_len': 2}");

		assertThat(this.server.value("a")).isEqualTo(json("[3, 4]"));
		assertThat(opsOfLastChange()).containsExactly(DeltaOp.add("/-", json("4")), DeltaOp.remove("/0"),
				DeltaOp.remove("/0"));
	}

	@Test
	void appendThatDropsThousandsTellsTheArrayWhole() {
		this.server.set("a", Collections.nCopies(5000, 1).toString());

		this.client.result("state.append", "{'state': 'a', 'value': 2, 'max_len': 2}");

		assertThat(opsOfLastChange()).containsExactly(DeltaOp.update("/", json("[1, 2]")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "1", "{}", "'text'" })
	void appendToWhatIsNoArrayFailsWith400(String before) {
		this.server.set("a", before);

		assertThat(this.client.result("state.append", "{'state': 'a', 'value': 1}").code()).isEqualTo(400);
	}

	@Test
	void callThatNeitherNamesArgumentsNorUsesThemIsAnswered() {
		this.client.send(new Frame.Call(0, 1, "id", "state.set", json("{}")));

		assertThat(this.client.readOnly(Frame.Result.class).code()).isEqualTo(400);
	}

	@Test
	void aChangeInsideALongArraySendsThatChangeOnly() {
		String player = "{'name': 'anna', 'hp': 100}";
		String players = String.join(",", Collections.nCopies(1000, player));
		this.client.result("state.set", "{'state': 'game', 'value': {'players': [" + players + "]}}");
		EngineClient watcher = this.server.connect();
		watcher.watch("game").read();

		this.client.result("state.set_in", "{'state': 'game', 'path': '/players/3/hp', 'value': 42}");
		this.client.result("state.remove_in", "{'state': 'game', 'path': '/players/0'}");

		List<Frame> deltas = watcher.read();
		assertThat(deltas).extracting((frame) -> ((Frame.Delta) frame).ops())
			.containsExactly(List.of(DeltaOp.update("/players/3/hp", json("42"))),
					List.of(DeltaOp.remove("/players/0")));
		assertThat(deltas).allSatisfy((delta) -> assertThat(new FrameEncoder().encode(delta)).hasSizeLessThan(80));
	}

}
