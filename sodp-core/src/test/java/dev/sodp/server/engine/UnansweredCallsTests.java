// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;

import dev.sodp.protocol.Frame;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Calls that wait for a journal, in number and bytes. */
class UnansweredCallsTests {

	private final ManualJournal journal = new ManualJournal();

	private final EngineFixture server = new EngineFixture(this.journal, (builder) -> {
	});

	private final EngineClient client = this.server.connect();

	@Test
	void aSilentJournalClosesNoSession() {
		for (int i = 0; i < 1000; i++) {
			this.client.call("state.set", "{'state': 'a" + i + "', 'value': 1}");
		}
		for (int i = 0; i < 6; i++) {
			this.server.pass(Duration.ofSeconds(10));
			this.client.send(new Frame.Heartbeat(0, 1));
		}

		assertThat(this.client.readAll(Frame.Result.class)).hasSize(1000 - UnansweredCalls.MOST_OF_A_SESSION)
			.extracting(Frame.Result::code)
			.containsOnly(503);
		this.journal.commitAll();
		this.server.pass(Duration.ofSeconds(1));
		assertThat(this.client.readAll(Frame.Result.class)).hasSize(UnansweredCalls.MOST_OF_A_SESSION)
			.allMatch(Frame.Result::success);
		assertThat(this.client.closeCode()).isNull();
		assertThat(this.server.engine.names().all()).hasSize(UnansweredCalls.MOST_OF_A_SESSION);
	}

	@Test
	void theCallsBeyondAreRefusedAtOnce() {
		for (int i = 0; i < UnansweredCalls.MOST_OF_A_SESSION; i++) {
			this.client.call("state.set", "{'state': 'a', 'value': " + i + "}");
		}
		assertThat(this.client.session.isCongested()).isTrue();

		Frame.Result refused = this.client.result("state.set", "{'state': 'a', 'value': -1}");

		assertThat(refused.code()).isEqualTo(503);
	}

	@Test
	void aSessionIsReadAgainAfterAWhile() {
		for (int i = 0; i < UnansweredCalls.MOST_OF_A_SESSION; i++) {
			this.client.call("state.set", "{'state': 'a', 'value': " + i + "}");
		}
		assertThat(this.client.session.isCongested()).isTrue();

		this.server.pass(Duration.ofSeconds(5));

		assertThat(this.client.session.isCongested()).isFalse();
		assertThat(this.client.result("state.set", "{'state': 'a', 'value': -1}").code()).isEqualTo(503);
		this.journal.commitAll();
		this.server.pass(Duration.ofSeconds(1));
		this.client.read();
		this.client.call("state.set", "{'state': 'a', 'value': -1}");
		assertThat(this.journal.waiting()).hasSize(1);
	}

	@Test
	void bytesAreSharedAmongTheSessionsThatCall() {
		String text = "x".repeat(60_000);
		EngineClient modest = this.server.connect();
		modest.call("state.set", "{'state': 'small', 'value': 1}");
		int accepted = 0;
		while (!this.client.session.isCongested() && accepted < 1000) {
			this.client.call("state.set", "{'state': 'large', 'value': '" + text + accepted + "'}");
			accepted++;
		}

		assertThat((long) accepted * text.length()).isBetween(UnansweredCalls.MOST_BYTES / 2,
				2 * UnansweredCalls.MOST_BYTES);
		assertThat(modest.session.isCongested()).isFalse();
		modest.call("state.set", "{'state': 'small', 'value': 2}");
		assertThat(modest.read()).isEmpty();
		this.journal.commitAll();
		this.server.pass(Duration.ofSeconds(1));
		assertThat(this.client.session.isCongested()).isFalse();
	}

}
