// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;

import dev.sodp.protocol.Frame;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HeartbeatTests {

	private static final Duration INTERVAL = Duration.ofSeconds(25);

	private final EngineFixture server = new EngineFixture();

	private final EngineClient client = this.server.connect();

	private EngineClient answer() {
		return this.client.send(new Frame.Heartbeat(0, 1));
	}

	@Test
	void heartbeatIsSentAfterAnInterval() {
		this.server.pass(INTERVAL.minusMillis(1));
		assertThat(this.client.read()).isEmpty();

		this.server.pass(Duration.ofMillis(1));

		this.client.readOnly(Frame.Heartbeat.class);
	}

	@Test
	void answeredHeartbeatsKeepTheSessionForEver() {
		for (int i = 0; i < 100; i++) {
			this.server.pass(INTERVAL);
			this.client.readOnly(Frame.Heartbeat.class);
			answer();
		}

		assertThat(this.client.closeCode()).isNull();
	}

	@Test
	void answerIsNotEchoed() {
		this.server.pass(INTERVAL);
		this.client.read();

		answer();

		assertThat(this.client.read()).isEmpty();
	}

	@Test
	void heartbeatOfTheClientIsEchoedOnce() {
		answer();

		this.client.readOnly(Frame.Heartbeat.class);
	}

	@Test
	void unansweredHeartbeatEndsTheSessionAfterAnotherInterval() {
		this.server.pass(INTERVAL.multipliedBy(2).minusMillis(1));
		assertThat(this.client.closeCode()).isNull();

		this.server.pass(Duration.ofMillis(1));

		assertThat(this.client.closeCode()).isEqualTo(4408);
		assertThat(this.server.engine.sessions()).isEmpty();
	}

	@Test
	void otherFramesAreNoAnswer() {
		this.server.pass(INTERVAL);
		this.client.watch("a");

		this.server.pass(INTERVAL);

		assertThat(this.client.closeCode()).isEqualTo(4408);
	}

	@Test
	void pongSparesTheSessionForOneInterval() {
		this.server.pass(INTERVAL);
		this.server.engine.pong(this.client.session);

		this.server.pass(INTERVAL);
		assertThat(this.client.closeCode()).isNull();
		this.server.pass(INTERVAL);

		assertThat(this.client.closeCode()).isEqualTo(4408);
	}

	@Test
	void endedSessionLeavesNoTimerBehind() {
		this.client.hangUp();

		assertThat(this.server.engine.nextTimer()).isEmpty();
	}

}
