// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.CommittedChange;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.Deltas;
import dev.sodp.state.Values;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

/** A delta is never larger than its value, unless it is small anyway. */
class DeltaBudgetTests {

	private static final int MEMBERS = 500;

	private final EngineFixture server = new EngineFixture();

	private static String object(int members, IntFunction<String> value) {
		return IntStream.range(0, members)
			.mapToObj((i) -> "'member" + i + "': " + value.apply(i))
			.collect(Collectors.joining(", ", "{", "}"));
	}

	private List<DeltaOp> ops() {
		return this.server.changes.get(this.server.changes.size() - 1).ops();
	}

	private void assertSentWhole() {
		assertThat(ops()).containsExactly(DeltaOp.update("/", this.server.value("a")));
	}

	@Test
	void valueOfWhichEveryMemberChangedIsSentWhole() {
		this.server.set("a", object(MEMBERS, (i) -> "1"));

		this.server.set("a", object(MEMBERS, (i) -> "2"));

		assertSentWhole();
	}

	@Test
	void fewChangesOfALargeValueAreSentAsOperations() {
		this.server.set("a", object(MEMBERS, (i) -> "1"));

		this.server.set("a", object(MEMBERS, (i) -> (i % 10 == 0) ? "2" : "1"));

		assertThat(ops()).hasSize(MEMBERS / 10);
	}

	@Test
	void smallDeltaIsNotComparedWithItsValue() {
		this.server.set("a", object(20, (i) -> "1"));

		this.server.set("a", object(20, (i) -> "2"));

		assertThat(ops()).hasSize(20);
	}

	@Test
	void partIsReplacedWholeAtItsPath() {
		this.server.set("a", "{'part': " + object(MEMBERS, (i) -> "1") + ", 'rest': 'x'}");

		this.server.setIn("a", "/part", object(MEMBERS, (i) -> "2"));

		assertThat(ops()).containsExactly(DeltaOp.update("/part", this.server.value("a").get("part")));
	}

	@Test
	void patchOfEveryMemberIsSentAsTheValue() {
		this.server.set("a", object(MEMBERS, (i) -> "{'n': 1}"));

		this.server.mutate("a", Edits.patch(json(object(MEMBERS, (i) -> "{'n': 2}"))));

		assertSentWhole();
		assertThat(this.server.value("a")).isEqualTo(json(object(MEMBERS, (i) -> "{'n': 2}")));
	}

	@Test
	void arrayThatIsCutToALittleIsSentWhole() {
		this.server.set("a", IntStream.range(0, MEMBERS).mapToObj(String::valueOf).toList().toString());

		this.server.mutate("a", Edits.append(json("1"), 1));

		assertSentWhole();
		assertThat(this.server.value("a")).isEqualTo(json("[1]"));
	}

	@Test
	void whatALeavingSessionLeavesBehindIsSentWholeIfThatIsLess() {
		EngineClient leaving = this.server.connect();
		for (int i = 0; i < MEMBERS; i++) {
			leaving.result("state.presence", "{'state': 'a', 'path': '/p" + i + "', 'value': 1}");
		}

		leaving.hangUp();

		assertSentWhole();
		assertThat(this.server.value("a")).isEqualTo(json("{}"));
	}

	@Test
	void noDeltaExceedsItsValueAndEachLeadsToIt() {
		Random random = new Random(1);
		JsonNode shown = json("null");
		for (int i = 0; i < 300; i++) {
			int members = 1 + random.nextInt(MEMBERS);
			int share = 1 + random.nextInt(10);
			this.server.set("a", object(members, (n) -> (random.nextInt(share) == 0) ? "{'n': " + n + "}" : "[]"));
			CommittedChange change = this.server.changes.get(this.server.changes.size() - 1);
			int whole = FrameEncoder.encodedSize(change.value());

			long sent = change.ops().stream().mapToLong(FrameEncoder::encodedSize).sum();

			assertThat(sent).isLessThanOrEqualTo(Math.max(DeltaBudget.SMALL, whole + 30));
			shown = Deltas.apply(shown, change.ops());
			assertThat(Values.equal(shown, change.value())).isTrue();
		}
	}

}
