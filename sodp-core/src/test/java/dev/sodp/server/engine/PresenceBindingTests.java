// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

/** Which changes end the binding of a presence path (protocol section 5). */
class PresenceBindingTests {

	private final EngineFixture server = new EngineFixture();

	private final EngineClient alice = this.server.connect();

	private final EngineClient bob = this.server.connect();

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			another value        | state.set_in    | {'state': 'room', 'path': '/alice', 'value': {'by': 'bob'}}
			through its parent   | state.set       | {'state': 'room', 'value': {'alice': {'by': 'bob'}}}
			by a patch           | state.patch     | {'state': 'room', 'patch': {'alice': 7}}
			registered by bob    | state.presence  | {'state': 'room', 'path': '/alice', 'value': {'by': 'bob'}}
			the same, by bob     | state.presence  | {'state': 'room', 'path': '/alice', 'value': {'typing': false}}
			""")
	void whatOthersPutThereOutlivesTheSession(String what, String method, String args) {
		this.alice.result("state.presence", "{'state': 'room', 'path': '/alice', 'value': {'typing': false}}");
		assertThat(this.bob.result(method, args).success()).isTrue();

		this.alice.hangUp();

		assertThat(this.server.value("room").has("alice")).as(what).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			below the path       | state.set_in    | {'state': 'room', 'path': '/alice/typing', 'value': true}
			below, by a patch    | state.patch     | {'state': 'room', 'patch': {'alice': {'typing': true}}}
			the same value       | state.set_in    | {'state': 'room', 'path': '/alice', 'value': {'typing': false}}
			the same, at the root| state.set       | {'state': 'room', 'value': {'alice': {'typing': false}}}
			beside the path      | state.set_in    | {'state': 'room', 'path': '/bob', 'value': 1}
			a name that begins so| state.set_in    | {'state': 'room', 'path': '/alice2', 'value': 1}
			below, unplain name  | state.set_in    | {'state': 'room', 'path': '/alice/a~1b', 'value': 1}
			""")
	void otherChangesLeaveThePathToItsSession(String what, String method, String args) {
		this.alice.result("state.presence", "{'state': 'room', 'path': '/alice', 'value': {'typing': false}}");
		assertThat(this.bob.result(method, args).success()).isTrue();

		this.alice.hangUp();

		assertThat(this.server.value("room").has("alice")).as(what).isFalse();
	}

	@Test
	void whatTheOwnerWritesItselfStaysItsPresence() {
		this.alice.result("state.presence", "{'state': 'room', 'path': '/alice', 'value': 1}");
		this.alice.result("state.set_in", "{'state': 'room', 'path': '/alice', 'value': 2}");

		this.alice.hangUp();

		assertThat(this.server.value("room")).isEqualTo(json("{}"));
	}

	@Test
	void removalByAnyoneEndsIt() {
		this.alice.result("state.presence", "{'state': 'room', 'path': '/seat/alice', 'value': 1}");
		this.bob.result("state.remove_in", "{'state': 'room', 'path': '/seat'}");
		this.server.setIn("room", "/seat/alice", "'a statue'");

		this.alice.hangUp();

		assertThat(this.server.value("room")).isEqualTo(json("{'seat': {'alice': 'a statue'}}"));
	}

	@Test
	void theEndOfAKeyEndsAll() {
		this.alice.result("state.presence", "{'state': 'room', 'path': '/alice', 'value': 1}");
		this.alice.result("state.delete", "{'state': 'room'}");
		this.server.set("room", "{'alice': 1}");

		this.alice.hangUp();

		assertThat(this.server.value("room")).isEqualTo(json("{'alice': 1}"));
	}

	@Test
	void registeringAnEqualValueIsNotToldToWatchers() {
		this.alice.result("state.presence", "{'state': 'room', 'path': '/alice', 'value': 1}");
		long version = this.server.version("room");
		EngineClient watcher = this.server.connect();
		watcher.watch("room").read();

		assertThat(this.bob.result("state.presence", "{'state': 'room', 'path': '/alice', 'value': 1}").data())
			.isEqualTo(EngineClient.version(version));

		assertThat(watcher.read()).isEmpty();
		assertThat(this.server.version("room")).isEqualTo(version);
	}

	@Test
	void registeringAnEqualValueWaitsForTheJournal() {
		ManualJournal journal = new ManualJournal();
		EngineFixture slow = new EngineFixture(journal, (builder) -> {
		});
		EngineClient first = slow.connect();
		EngineClient second = slow.connect();
		first.call("state.presence", "{'state': 'room', 'path': '/u', 'value': 1}");
		journal.commitAll();
		second.call("state.presence", "{'state': 'room', 'path': '/u', 'value': 1}");

		assertThat(second.read()).isEmpty();
		assertThat(journal.waiting()).hasSize(1).noneMatch((proposal) -> proposal.changesValue());
		journal.commitAll();
		assertThat(second.read()).hasSize(1);
		first.hangUp();
		assertThat(journal.waiting()).isEmpty();
		second.hangUp();
		journal.commitAll();

		assertThat(slow.value("room")).isEqualTo(json("{}"));
	}

	@Test
	void aTakeOverThatFailsGivesThePathBackToAnEndedSession() {
		ManualJournal journal = new ManualJournal();
		EngineFixture slow = new EngineFixture(journal, (builder) -> {
		});
		EngineClient first = slow.connect();
		EngineClient second = slow.connect();
		first.call("state.presence", "{'state': 'room', 'path': '/u', 'value': 1}");
		journal.commitAll();
		second.call("state.presence", "{'state': 'room', 'path': '/u', 'value': 1}");
		first.hangUp();

		journal.failAll(503);
		journal.commitAll();

		assertThat(slow.value("room")).isEqualTo(json("{}"));
	}

	@Test
	void aRegistrationWhoseTurnComesAfterTheEndOfItsSessionTakesNothingOver() {
		ManualJournal journal = new ManualJournal(false);
		EngineFixture slow = new EngineFixture(journal, (builder) -> {
		});
		EngineClient old = slow.connect();
		EngineClient renewed = slow.connect();
		slow.engine.host().mutate("room", Edits.set(json("{}")), null, PendingResult.NONE);
		renewed.call("state.presence", "{'state': 'room', 'path': '/u', 'value': 1}");
		old.call("state.presence", "{'state': 'room', 'path': '/u', 'value': 1}");
		old.hangUp();

		for (int i = 0; i < 5; i++) {
			journal.commitAll();
			slow.pass(Duration.ofSeconds(1));
		}

		assertThat(slow.value("room")).isEqualTo(json("{'u': 1}"));
	}

	@Test
	void allRemovalsOfAKeyAreOneChange() {
		EngineClient carol = this.server.connect();
		this.alice.result("state.presence", "{'state': 'room', 'path': '/alice', 'value': 1}");
		this.bob.result("state.presence", "{'state': 'room', 'path': '/bob', 'value': 1}");
		carol.watch("room").read();
		int before = this.server.changes.size();

		this.server.engine.closeAll(1001, "bye");

		assertThat(this.server.changes).hasSize(before + 1);
		assertThat(this.server.value("room")).isEqualTo(json("{}"));
	}

}
