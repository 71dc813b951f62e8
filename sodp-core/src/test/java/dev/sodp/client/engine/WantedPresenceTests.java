// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.Limit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** How presence is renewed and withdrawn (protocol section 6). */
class WantedPresenceTests {

	private final EngineHarness client = new EngineHarness();

	@Test
	void renewalKeepsToTheWriteLimit() {
		Capabilities fivePerSecond = Capabilities.builder().limit(Limit.WRITES_PER_SECOND, 5).build();
		this.client.live();
		for (int i = 0; i < 12; i++) {
			this.client.engine.presence(args("/p" + i), Function.identity());
		}
		this.client.sent(Frame.Call.class).forEach((call) -> this.client.result(call, null));

		this.client.reconnect(fivePerSecond);
		assertThat(this.client.sent(Frame.Call.class)).hasSize(5);
		this.client.advance(Duration.ofMillis(1200));
		assertThat(this.client.sent(Frame.Call.class)).hasSize(10);
		this.client.advance(Duration.ofMillis(1200));
		assertThat(this.client.sent(Frame.Call.class)).hasSize(12)
			.extracting((call) -> call.args().get("path").stringValue())
			.doesNotHaveDuplicates();
	}

	@Test
	void presenceIsRemovedWhereTheServerKnowsHow() {
		this.client.live();
		withdraw();
		assertThat(calls()).containsExactly("state.remove_in");
	}

	@Test
	void presenceIsSetToNullElsewhere() {
		this.client.live(Capabilities.NONE);
		withdraw();
		assertThat(calls()).containsExactly("state.set_in");
		assertThat(this.client.lastSent(Frame.Call.class).args().get("value").isNull()).isTrue();
	}

	@Test
	void withdrawalFitsTheServerThatItIsSentTo() {
		withdraw();
		this.client.live();
		assertThat(calls()).containsExactly("state.remove_in");
		this.client.result(this.client.lastSent(Frame.Call.class), null);

		this.client.loseLink();
		withdraw();
		this.client.sent.clear();
		this.client.advance(this.client.engine.status().nextAttempt());
		this.client.hello(Capabilities.NONE, false);

		assertThat(calls()).containsExactly("state.set_in");
	}

	@Test
	void presenceWithdrawnWhileOfflineIsNotRenewed() {
		this.client.live(Capabilities.NONE);
		this.client.engine.presence(args("/alice"), Function.identity());
		this.client.result(this.client.lastSent(Frame.Call.class), null);
		this.client.loseLink();
		withdraw();
		this.client.sent.clear();
		this.client.advance(this.client.engine.status().nextAttempt());
		this.client.hello(Capabilities.NONE, false);
		assertThat(calls()).containsExactly("state.set_in");
		this.client.result(this.client.lastSent(Frame.Call.class), null);

		this.client.reconnect(Capabilities.NONE);

		assertThat(calls()).isEmpty();
	}

	@Test
	void closedClientRenewsNothing() {
		this.client.live();
		this.client.engine.presence(args("/alice"), Function.identity());
		this.client.engine.close();
		this.client.sent.clear();
		this.client.advance(Duration.ofMinutes(5));
		assertThat(this.client.sent).isEmpty();
		assertThat(this.client.opened).isEqualTo(1);
	}

	private CompletableFuture<?> withdraw() {
		ObjectNode args = args("/alice").putNull("value");
		return this.client.engine.withdrawPresence(args, Function.identity()).future();
	}

	private List<String> calls() {
		return this.client.sent(Frame.Call.class).stream().map(Frame.Call::method).toList();
	}

	private static ObjectNode args(String path) {
		return EngineHarness.JSON.createObjectNode().put("state", "cursors").put("path", path).put("value", 1);
	}

}
