// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.StateRejectedException;
import dev.sodp.server.journal.PresenceChange;
import dev.sodp.server.journal.Proposal;
import dev.sodp.state.DeltaOp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What is sent, and when, if the journal takes its time. */
class CommitTests {

	private final ManualJournal journal = new ManualJournal();

	private final EngineFixture server = new EngineFixture(this.journal, (builder) -> {
	});

	private final EngineClient alice = this.server.connect();

	private final EngineClient bob = this.server.connect();

	private Frame.Result result(EngineClient client) {
		return client.readOnly(Frame.Result.class);
	}

	@Test
	void nothingIsToldBeforeTheCommit() {
		this.alice.watch("a").read();

		this.alice.call("state.set", "{'state': 'a', 'value': 1}");

		assertThat(this.alice.read()).isEmpty();
		assertThat(this.server.engine.host().get("a")).isEmpty();
		assertThat(this.server.changes).isEmpty();
		this.bob.watch("a");
		assertThat(this.bob.readOnly(Frame.StateInit.class).initialized()).isFalse();
	}

	@Test
	void theDeltaComesBeforeTheResult() {
		this.alice.watch("a").read();
		this.alice.call("state.set", "{'state': 'a', 'value': 1}");

		this.journal.commitAll();

		List<Frame> frames = this.alice.read();
		assertThat(frames).hasSize(2);
		assertThat(((Frame.Delta) frames.get(0)).version()).isEqualTo(1);
		assertThat(((Frame.Result) frames.get(1)).data()).isEqualTo(EngineClient.version(1));
	}

	@Test
	void mutationsOfAKeyBuildOnEachOther() {
		this.alice.call("state.set_in", "{'state': 'a', 'path': '/x', 'value': 1}");
		this.bob.call("state.set_in", "{'state': 'a', 'path': '/y', 'value': 2}");
		this.alice.call("state.append", "{'state': 'b', 'value': 3}");

		assertThat(this.journal.waiting()).hasSize(3)
			.extracting(Proposal::baseVersion)
			.containsExactly(0L, Proposal.ON_PREDECESSOR, 0L);
		this.journal.commitAll();

		assertThat(this.server.value("a")).isEqualTo(json("{'x': 1, 'y': 2}"));
		assertThat(result(this.bob).data()).isEqualTo(EngineClient.version(2));
		assertThat(this.alice.readAll(Frame.Result.class)).extracting(Frame.Result::data)
			.containsExactly(EngineClient.version(1), EngineClient.version(3));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			state.append | {'state': 'a', 'value': 1}                        | 400
			state.set    | {'state': 'a', 'value': {'bad': 1}}               | 422
			state.set    | {'state': 'a', 'value': 2, 'if_version': 7}       | 412
			state.set    | {'state': 'a', 'value': {'x': 1}}                 |
			""")
	void whatTheHeadDecidedWaitsForIt(String method, String args, Integer code) {
		ManualJournal slow = new ManualJournal();
		EngineFixture strict = new EngineFixture(slow, (builder) -> builder
			.validator((key, value) -> value.has("bad") ? Optional.of("bad") : Optional.empty()));
		EngineClient first = strict.connect();
		EngineClient second = strict.connect();
		first.call("state.set", "{'state': 'a', 'value': {'x': 1}}");

		second.call(method, args);

		assertThat(second.read()).isEmpty();
		assertThat(slow.waiting()).hasSize(1);
		slow.commitAll();
		assertThat(result(second).code()).isEqualTo(code);
	}

	@Test
	void whatTheHeadDecidedIsDecidedAgainIfItIsDropped() {
		this.alice.call("state.set", "{'state': 'a', 'value': {'x': 1}}");
		this.bob.call("state.append", "{'state': 'a', 'value': 1}");

		this.journal.failAll(503);

		assertThat(result(this.alice).code()).isEqualTo(503);
		assertThat(this.bob.read()).isEmpty();
		this.journal.commitAll();
		assertThat(result(this.bob).success()).isTrue();
		assertThat(this.server.value("a")).isEqualTo(json("[1]"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			state.jump | {'state': 'a'}                           | 404
			state.set  | {'state': 'no key', 'value': 1}          | 400
			state.set  | {'state': 'a'}                           | 400
			state.set  | {'state': 'secret', 'value': 1}          | 403
			""")
	void whatDoesNotDependOnTheValueIsRefusedAtOnce(String method, String args, int code) {
		ManualJournal slow = new ManualJournal();
		EngineFixture guarded = new EngineFixture(slow, (builder) -> builder.accessPolicy(new SecretPolicy()));
		EngineClient client = guarded.connect();
		client.call("state.set", "{'state': 'a', 'value': 1}");

		assertThat(client.result(method, args).code()).isEqualTo(code);
	}

	@Test
	void aBatchThatMayBeLostIsAnsweredAsUnknown() {
		this.alice.call("state.set", "{'state': 'a', 'value': 1}");
		this.bob.call("state.set", "{'state': 'a', 'value': 2}");

		this.journal.failAll(504);

		assertThat(result(this.alice).code()).isEqualTo(504);
		assertThat(result(this.bob).code()).isEqualTo(504);
		assertThat(this.alice.closeCode()).isNull();
		assertThat(this.server.engine.host().get("a")).isEmpty();
	}

	@Test
	void afterAFailureTheKeyGoesOnFromWhatIsCommitted() {
		this.alice.call("state.set", "{'state': 'a', 'value': {'x': 1}}");
		this.journal.commitAll();
		this.alice.call("state.set_in", "{'state': 'a', 'path': '/y', 'value': 2}");
		this.journal.failAll(507);

		this.alice.call("state.set_in", "{'state': 'a', 'path': '/z', 'value': 3}");

		assertThat(this.journal.waiting()).extracting(Proposal::baseVersion).containsExactly(1L);
		this.journal.commitAll();
		assertThat(this.server.value("a")).isEqualTo(json("{'x': 1, 'z': 3}"));
	}

	@Test
	void aConflictRunsTheMutationsAgainOnWhatIsNewer() {
		this.alice.call("state.append", "{'state': 'a', 'value': 1}");
		this.bob.call("state.append", "{'state': 'a', 'value': 2}");
		this.journal.commitForeign(ManualJournal.foreign("a", "[0]"));
		this.journal.conflictNext();

		assertThat(this.alice.read()).isEmpty();
		this.journal.commitAll();

		assertThat(this.server.value("a")).isEqualTo(json("[0, 1, 2]"));
		assertThat(result(this.alice).data()).isEqualTo(EngineClient.version(2));
		assertThat(result(this.bob).data()).isEqualTo(EngineClient.version(3));
	}

	@Test
	void anotherNodesChangeIsToldLikeAnyOther() {
		this.alice.watch("a").read();

		this.journal.commitForeign(ManualJournal.foreign("a", "{'x': 1}"));

		assertThat(this.alice.readOnly(Frame.Delta.class).version()).isEqualTo(1);
		assertThat(this.server.value("a")).isEqualTo(json("{'x': 1}"));
	}

	@Test
	void aJournalThatTakesOneProposalAKeyGetsTheNextAfterItsAnswer() {
		ManualJournal single = new ManualJournal(false);
		EngineFixture node = new EngineFixture(single, (builder) -> {
		});
		EngineClient client = node.connect();
		client.call("state.append", "{'state': 'a', 'value': 1}");
		client.call("state.append", "{'state': 'a', 'value': 2}");
		EngineClient other = node.connect();
		other.call("state.append", "{'state': 'b', 'value': 3}");

		assertThat(single.waiting()).extracting(Proposal::key).containsExactly("a", "b");
		single.commitNext();

		assertThat(single.waiting()).extracting(Proposal::key).containsExactly("b", "a");
		single.commitAll();
		assertThat(node.value("a")).isEqualTo(json("[1, 2]"));
	}

	@Test
	void noWatcherThatReadsIsEvictedByTheSizeOfACommit() {
		this.bob.watch("a").read();
		for (int i = 0; i < 10_000; i++) {
			this.server.engine.host().mutate("a", Edits.set(json("" + i)), null, PendingResult.NONE);
		}

		this.journal.commitAll();
		int told = 0;
		int largest = 0;
		while (told < 10_000 && this.bob.evictedBy() == null) {
			largest = Math.max(largest, this.bob.session.outbox().size());
			told += (int) this.bob.readAll(Frame.Delta.class).count();
			this.server.pass(Duration.ofMillis(1));
		}

		assertThat(told).isEqualTo(10_000);
		assertThat(largest).isLessThanOrEqualTo(1024 / 2);
		assertThat(this.server.value("a")).isEqualTo(json("9999"));
	}

	@Test
	void aWatcherThatDoesNotReadHoldsUpNobodyForLong() {
		this.bob.watch("a").read();
		for (int i = 0; i < 2_000; i++) {
			this.server.engine.host().mutate("a", Edits.set(json("" + i)), null, PendingResult.NONE);
		}
		this.alice.call("state.set", "{'state': 'other', 'value': 1}");

		this.journal.commitAll();
		this.server.pass(Duration.ofSeconds(2));

		assertThat(result(this.alice).success()).isTrue();
		assertThat(this.bob.evictedBy()).isEqualTo("a");
		assertThat(this.server.value("a")).isEqualTo(json("1999"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void presenceFollowsTheJournal(boolean committed) {
		this.alice.call("state.presence", "{'state': 'room', 'path': '/alice', 'value': 1}");
		this.alice.hangUp();

		if (committed) {
			this.journal.commitAll();
		}
		else {
			this.journal.failAll(503);
			this.server.pass(Duration.ofSeconds(2));
		}

		assertThat(Stream.of(this.server.engine.host().get("room"))
			.flatMap((room) -> room.stream())
			.map((room) -> room.value())).allMatch(JsonNode::isEmpty);
		assertThat(this.journal.waiting()).isEmpty();
	}

	@Test
	void aRemovalOfPresenceIsRepeatedUntilTheJournalTakesIt() {
		this.alice.call("state.presence", "{'state': 'room', 'path': '/alice', 'value': 1}");
		this.journal.commitAll();
		this.alice.hangUp();

		for (int i = 0; i < 3; i++) {
			assertThat(this.journal.waiting()).hasSize(1);
			this.journal.failAll(503);
			this.server.pass(Duration.ofSeconds(1));
		}
		this.journal.commitAll();

		assertThat(this.server.value("room")).isEqualTo(json("{}"));
	}

	@Test
	void theHostIsToldWhatTheJournalSays() {
		Answer refused = new Answer();
		this.server.engine.host().mutate("a", Edits.set(json("1")), null, refused);

		this.journal.failAll(507);

		assertThatExceptionOfType(StateRejectedException.class).isThrownBy(refused::version)
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(507));
	}

	/** Keeps one key from everybody. */
	private static final class SecretPolicy implements AccessPolicy {

		@Override
		public boolean canRead(@Nullable SodpIdentity identity, String key) {
			return true;
		}

		@Override
		public boolean canWrite(@Nullable SodpIdentity identity, String key) {
			return !key.equals("secret");
		}

	}

}
