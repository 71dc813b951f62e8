// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;
import java.util.function.Function;

import dev.sodp.protocol.Frame;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Presence that a new session registers again, and the server refuses. */
class RefusedPresenceTests {

	private final EngineHarness client = new EngineHarness().live();

	@BeforeEach
	void register() {
		this.client.engine.presence(
				EngineHarness.JSON.createObjectNode().put("state", "players").put("path", "/anna").put("value", true),
				Function.identity());
		this.client.result(this.client.lastSent(Frame.Call.class), null);
		this.client.reconnect(EngineHarness.FULL);
		assertThat(this.client.sent(Frame.Call.class)).hasSize(1);
		this.client.errors.clear();
	}

	private void refuse(int code) {
		Frame.Call call = this.client.lastSent(Frame.Call.class);
		this.client.receive(new Frame.Result(0, 100, call.callId(), false, EngineHarness.tree("not now"), code));
	}

	@ParameterizedTest
	@ValueSource(ints = { 429, 500 })
	void isRegisteredAgainAfterTwoSecondsIfItIsRefusedForTheMoment(int code) {
		refuse(code);
		this.client.advance(Duration.ofMillis(1999));
		assertThat(this.client.sent(Frame.Call.class)).hasSize(1);

		this.client.advance(Duration.ofMillis(1));
		assertThat(this.client.sent(Frame.Call.class)).hasSize(2);
		assertThat(this.client.errors).isEmpty();
	}

	@Test
	void isReportedAndGivenUpIfItIsRefusedForGood() {
		refuse(403);
		this.client.advance(Duration.ofSeconds(4));

		assertThat(this.client.sent(Frame.Call.class)).hasSize(1);
		assertThat(this.client.errors).singleElement().satisfies((error) -> assertThat(error.code()).isEqualTo(403));
	}

}
