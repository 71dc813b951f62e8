// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;

import dev.sodp.client.KeyState;
import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.NullNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests of prefixes: how, and how often. */
class PrefixRequestsTests {

	private final EngineHarness client = new EngineHarness().live();

	private final PrefixWire wire = new PrefixWire(this.client);

	@Test
	void prefixIsRequestedAloneAfterARefusalToo() {
		this.client.watch("game.*");
		this.client.error(this.wire.requested("game.*"), ErrorCode.RATE_LIMITED, "too fast");
		this.client.watch("x", "y");

		this.client.advance(Duration.ofSeconds(5));

		assertThat(this.client.sent(Frame.Watch.class)).extracting(Frame.Watch::states)
			.noneMatch((states) -> states.size() > 1 && states.contains("game.*"));
	}

	@Test
	void endOfAPrefixDoesNotEndTheKeysThatWereRequestedWithIt() {
		this.client.watch("game.*");
		this.client.error(this.wire.requested("game.*"), ErrorCode.RATE_LIMITED, "too fast");
		this.client.watch("x");
		this.client.advance(Duration.ofSeconds(5));
		long stream = this.wire.requested("game.*");
		this.client.init(40, "x", 1, "one");
		this.client
			.receive(new Frame.StateInit(stream, 1, "game.*", 3, NullNode.getInstance(), false, null, true, false));

		this.client.error(stream, ErrorCode.DENIED, "Not allowed to read 'game.*' any longer");

		assertThat(this.client.keyState("x")).isEqualTo(KeyState.LIVE);
	}

	@Test
	void viewThatTheServerGivesUpEachTimeIsRequestedEverMoreRarely() {
		this.client.watch("game.*");
		long answered = 0;
		for (int second = 0; second < 120; second++) {
			long requests = this.wire.requests("game.*");
			if (requests > answered) {
				answered = requests;
				this.wire.page("game.*", "game.a", 1, "one");
				this.wire.page("game.*", "game.b", 2, "two");
				this.client.error(this.wire.requested("game.*"), ErrorCode.RATE_LIMITED,
						"There are more than 1000 keys below 'game.*' that must not be read");
			}
			this.client.keepAlive(Duration.ofSeconds(1));
		}

		// 1, 2, 4, 8, 16, 30, 30, 30 seconds, at most
		assertThat(answered).isLessThan(20);
	}

	@Test
	void endOfAPrefixOfAServerThatChoosesTheStreamIsUnderstood() {
		this.client.watch("game.*");
		this.client.init(50, "game.a", 1, "one");
		this.client.receive(new Frame.StateInit(50, 1, "game.*", 3, NullNode.getInstance(), false, null, true, false));

		this.client.error(50, ErrorCode.DENIED, "Not allowed to read 'game.*' any longer");

		assertThat(this.client.keyState("game.*")).isEqualTo(KeyState.DENIED);
	}

}
