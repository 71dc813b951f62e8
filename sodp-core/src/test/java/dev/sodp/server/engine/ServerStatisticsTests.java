// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import dev.sodp.server.ServerStatistics;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a server counts. */
class ServerStatisticsTests {

	private final EngineFixture server = new EngineFixture();

	private ServerStatistics statistics() {
		return this.server.engine.statistics();
	}

	@Test
	void newServerHasDoneNothing() {
		assertThat(statistics()).isEqualTo(new ServerStatistics(0, 0, 0, 0, 0, 0, 0, 0));
	}

	@Test
	void sessionThatEndedCountsAsOpenedOnly() {
		this.server.connect();
		EngineClient second = this.server.connect();
		assertThat(statistics().sessions()).isEqualTo(2);
		this.server.engine.closed(second.session);
		assertThat(statistics().sessions()).isEqualTo(1);
		assertThat(statistics().sessionsOpened()).isEqualTo(2);
	}

	@Test
	void mutationsOfAllKeysCount() {
		this.server.setIn("a", "/n", "1");
		this.server.setIn("b", "/n", "1");
		this.server.setIn("b", "/n", "2");
		assertThat(statistics().mutations()).isEqualTo(3);
		assertThat(statistics().keys()).isEqualTo(2);
	}

	@Test
	void writeThatChangesNothingIsNoMutation() {
		this.server.setIn("a", "/n", "1");
		this.server.setIn("a", "/n", "1");
		assertThat(statistics().mutations()).isEqualTo(1);
	}

	@Test
	void sessionThatReadsTooSlowlyCountsAsEvicted() {
		this.server.connect().watch("a").read();
		for (int i = 0; i < 1025; i++) {
			this.server.setIn("a", "/n", "" + i);
		}
		assertThat(statistics().evictions()).isEqualTo(1);
	}

}
