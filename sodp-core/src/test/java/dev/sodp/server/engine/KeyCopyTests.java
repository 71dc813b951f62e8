// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;

import org.junit.jupiter.api.Test;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

/** What is copied of a state for an export. */
class KeyCopyTests {

	private final ManualJournal journal = new ManualJournal();

	private final EngineFixture server = new EngineFixture(this.journal, (builder) -> {
	});

	private final EngineClient alice = this.server.connect();

	private String copied() {
		List<KeyCopy> copy = this.server.engine.host().copy();
		return copy.isEmpty() ? "nothing" : copy.get(0).withoutPresence().toString();
	}

	private void write(String json) {
		this.server.engine.host().mutate("room", Edits.set(json(json)), null, new Answer());
	}

	private void present(String path) {
		this.alice.call("state.presence", "{'state': 'room', 'path': '" + path + "', 'value': 1}");
	}

	@Test
	void onlyWhatIsCommittedIsCopied() {
		write("{'a': 1}");
		assertThat(copied()).isEqualTo("nothing");
		this.journal.commitAll();
		write("{'a': 2}");
		assertThat(copied()).isEqualTo("{\"a\":1}");
	}

	@Test
	void presenceIsLeftOutHoweverDeepItIs() {
		write("{'a': {'b': 1}}");
		present("/a/alice");
		present("/bob");
		this.journal.commitAll();

		assertThat(copied()).isEqualTo("{\"a\":{\"b\":1}}");
		assertThat(this.server.value("room").has("bob")).isTrue();
	}

	@Test
	void presenceThatIsBeingRemovedIsLeftOut() {
		present("/alice");
		this.journal.commitAll();
		this.alice.hangUp();

		assertThat(this.journal.waiting()).hasSize(1);
		assertThat(copied()).isEqualTo("{}");
	}

	@Test
	void whatIsNotPresenceYetIsCopied() {
		write("{'alice': 'a statue'}");
		this.journal.commitAll();
		present("/alice");

		assertThat(this.journal.waiting()).hasSize(1);
		assertThat(copied()).isEqualTo("{\"alice\":\"a statue\"}");
	}

	@Test
	void presenceIsLeftOutAfterItsRemovalFailed() {
		present("/alice");
		this.journal.commitAll();
		this.alice.hangUp();
		this.journal.failAll(503);

		assertThat(copied()).isEqualTo("{}");
	}

}
