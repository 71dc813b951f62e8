// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.sodp.protocol.Frame;
import dev.sodp.server.SodpServer;
import dev.sodp.transport.Peer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Large mutations are computed outside the engine. */
class LargeMutationTests {

	private static final JsonNode LARGE = json(
			"{" + IntStream.range(0, 8_000).mapToObj((i) -> "'member" + i + "': " + i).collect(Collectors.joining(","))
					+ "}");

	private final ArrayDeque<Computation> computations = new ArrayDeque<>();

	private final ServerEngine engine;

	LargeMutationTests() {
		MemoryJournal journal = new MemoryJournal("epoch");
		this.engine = new ServerEngine(SodpServer.builder().options(), new ManualClock(), "life", journal,
				this.computations::add, new ManualApplication());
		this.engine.opened(
				journal.open(this.engine.logLimits(), this.engine.recovery(Long.MAX_VALUE), this.engine.answers()),
				() -> {
				});
	}

	private Answer mutate(String key, Mutation mutation) {
		Answer answer = new Answer();
		this.engine.host().mutate(key, mutation, null, answer);
		return answer;
	}

	private EngineClient connect() {
		EngineClient client = this.engine.open(Peer.remote("client"), null,
				(session) -> new EngineClient(this.engine, session, new FrameReader(1024 * 1024), () -> {
				}));
		client.read();
		return client;
	}

	private void compute() {
		Computation next = Objects.requireNonNull(this.computations.poll());
		next.run();
		this.engine.computed(next);
	}

	private JsonNode value(String key) {
		return this.engine.host().get(key).orElseThrow().value();
	}

	private static String set(String key, JsonNode value) {
		return "{'state': '" + key + "', 'value': " + value.toString().replace('"', '\'') + "}";
	}

	@Test
	void aLargeMutationIsNotComputedInTheStep() {
		EngineClient client = connect();

		client.call("state.set", set("a", LARGE));

		assertThat(this.computations).hasSize(1);
		assertThat(client.read()).isEmpty();
		compute();
		assertThat(client.readOnly(Frame.Result.class).success()).isTrue();
		assertThat(value("a")).isEqualTo(LARGE);
	}

	@Test
	void otherKeysAndSessionsGoOnMeanwhile() {
		EngineClient large = connect();
		EngineClient small = connect();
		large.call("state.set", set("a", LARGE));

		assertThat(small.result("state.set", "{'state': 'b', 'value': 1}").success()).isTrue();
		assertThat(small.result("state.set", "{'state': 'a', 'value': 1}").success()).isTrue();
	}

	@Test
	void aSessionsCallsKeepTheirOrder() {
		EngineClient client = connect();
		client.call("state.set", set("a", LARGE));
		client.call("state.set", "{'state': 'a', 'value': 2}");
		client.call("state.set", "{'state': 'b', 'value': 3}");
		assertThat(this.engine.host().get("b")).isEmpty();

		compute();

		assertThat(client.readAll(Frame.Result.class)).extracting(Frame.Result::data)
			.containsExactly(EngineClient.version(1), EngineClient.version(2), EngineClient.version(3));
		assertThat(value("a")).isEqualTo(json("2"));
	}

	@Test
	void theHostsWritesOfAKeyKeepTheirOrder() {
		Answer first = mutate("a", Edits.set(LARGE));
		Answer second = mutate("a", Edits.set(json("2")));
		Answer other = mutate("b", Edits.set(json("3")));

		assertThat(other.version()).isEqualTo(1);
		assertThat(second.isDone()).isFalse();
		compute();

		assertThat(first.version()).isEqualTo(2);
		assertThat(second.version()).isEqualTo(3);
		assertThat(value("a")).isEqualTo(json("2"));
	}

	@Test
	void whatChangedMeanwhileIsComputedAgain() {
		EngineClient large = connect();
		EngineClient small = connect();
		large.call("state.patch", "{'state': 'a', 'patch': " + LARGE.toString().replace('"', '\'') + "}");
		small.result("state.set", "{'state': 'a', 'value': {'kept': true}}");

		compute();
		assertThat(large.read()).isEmpty();
		compute();

		assertThat(large.readOnly(Frame.Result.class).success()).isTrue();
		assertThat(value("a").path("kept").booleanValue()).isTrue();
		assertThat(value("a")).hasSize(8_001);
	}

	@Test
	void afterTwoLostTriesTheKeyIsReserved() {
		EngineClient large = connect();
		EngineClient small = connect();
		large.call("state.patch", "{'state': 'a', 'patch': " + LARGE.toString().replace('"', '\'') + "}");
		for (int i = 0; i < 2; i++) {
			small.result("state.set", "{'state': 'a', 'value': {'n': " + i + "}}");
			compute();
		}

		small.call("state.set_in", "{'state': 'a', 'path': '/n', 'value': 'later'}");
		EngineClient elsewhere = connect();

		assertThat(small.read()).isEmpty();
		assertThat(elsewhere.result("state.set", "{'state': 'b', 'value': 1}").success()).isTrue();
		compute();
		assertThat(large.readOnly(Frame.Result.class).data()).isEqualTo(EngineClient.version(4));
		assertThat(small.readOnly(Frame.Result.class).data()).isEqualTo(EngineClient.version(5));
		assertThat(value("a").path("n").stringValue()).isEqualTo("later");
	}

	@Test
	void aConditionIsCheckedAgainAfterwards() {
		EngineClient large = connect();
		EngineClient small = connect();
		small.result("state.set", "{'state': 'a', 'value': 0}");
		large.call("state.set", set("a", LARGE).replace("}}", "}, 'if_version': 1}"));
		small.result("state.set", "{'state': 'a', 'value': 1}");

		compute();

		assertThat(large.readOnly(Frame.Result.class).code()).isEqualTo(412);
		assertThat(this.computations).isEmpty();
	}

	@Test
	void aSmallValueThatChangesOftenIsComputedInTheStep() {
		for (int i = 0; i < 30_000; i++) {
			mutate("a", PathEdits.set(Paths.parse("/member"), json("'a text of some length " + i + "'")));
			assertThat(this.computations).as("mutation " + i).isEmpty();
		}
	}

	@Test
	void aCancelledWriteHoldsNothingUp() {
		Answer cancelled = new Answer();
		PendingMutation pending = this.engine.host().mutate("a", Edits.set(LARGE), null, cancelled);
		Answer next = mutate("a", Edits.set(json("2")));

		assertThat(this.engine.host().cancel(pending)).isTrue();

		assertThat(next.version()).isEqualTo(1);
		compute();
		assertThat(cancelled.isDone()).isFalse();
		assertThat(value("a")).isEqualTo(json("2"));
	}

	@Test
	void whatAMutationThrowsReachesItsCaller() {
		Answer answer = mutate("a", Edits.update((current) -> {
			throw new IllegalArgumentException("thrown on purpose");
		}));

		compute();

		assertThatIllegalArgumentException().isThrownBy(answer::version);
		assertThat(this.engine.host().get("a")).isEmpty();
	}

}
