// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.sodp.transport.Peer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Limits of which the operator learns as well as the client. */
class LimitReportTests {

	@Test
	void keys() {
		EngineFixture server = new EngineFixture((builder) -> builder.maxKeysPerSession(1));
		EngineClient client = server.connect();
		client.watch("a", "b");

		assertThat(client.limits).containsExactly("A session may watch at most 1 keys");
	}

	@Test
	void rates() {
		EngineFixture server = new EngineFixture((builder) -> builder.watchesPerSecond(1).writesPerSecond(1));
		EngineClient client = server.connect();
		for (int i = 0; i < 2; i++) {
			client.watch("a");
			client.call("state.set", "{'state':'a','value':1}");
		}

		assertThat(client.limits).containsExactly("More than 1 WATCH or RESUME in a second",
				"More than 1 calls in a second");
	}

	@Test
	void prefixes() {
		EngineClient client = new EngineFixture().connect();
		for (int i = 0; i <= SessionPrefixes.MOST_WATCHES; i++) {
			client.watch("p" + i + ".*").read();
		}

		assertThat(client.limits).containsExactly("A session may watch at most 64 prefixes");
	}

	@Test
	void timeToAuthenticate() {
		EngineFixture server = new EngineFixture((builder) -> builder.authTimeout(Duration.ofSeconds(5))
			.authenticator((token) -> new CompletableFuture<>()));
		EngineClient client = server.connect(Peer.remote("slow"));

		server.pass(Duration.ofSeconds(5));

		assertThat(client.limits).containsExactly("Not authenticated in time");
	}

}
