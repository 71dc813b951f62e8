// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Function;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpTokenProvider;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Frame;
import dev.sodp.transport.LinkEnd;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

import static dev.sodp.client.engine.EngineHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * At a hand-over to a fresh token presence moves to the new session before the old one
 * ends (protocol section 6), where the server lets it.
 */
class PresenceHandOverTests {

	/** Not advertised: presence is that of whoever ends last. */
	private static final Capabilities WITHOUT_OWNER = Capabilities.NONE;

	private final EngineHarness client = new EngineHarness(
			(builder) -> builder.tokenProvider(SodpTokenProvider.fixed("whatever")));

	private void present(Capabilities capabilities) {
		start(capabilities);
		ObjectNode args = EngineHarness.JSON.createObjectNode().put("state", "room").put("path", "/me");
		args.set("value", tree(1));
		this.client.engine.presence(args, Function.identity());
		this.client.result(this.client.lastSent(Frame.Call.class), null);
	}

	private void start(Capabilities capabilities) {
		this.client.engine.start();
		this.client.engine.tokenObtained(this.client.attempt, jwt(100));
		greet(capabilities);
	}

	private void greet(Capabilities capabilities) {
		this.client.hello(capabilities, true);
		this.client.receive(new Frame.AuthOk(0, 1, "alice"));
	}

	/** A fresh token arrives; returns the number of the attempt before. */
	private long handOver() {
		long before = this.client.attempt;
		this.client.sent.clear();
		this.client.engine.tokenObtained(before, jwt(3000));
		assertThat(this.client.opened).isEqualTo(2);
		return before;
	}

	@Test
	void oldSessionEndsWhenTheNewOneHasRegisteredPresence() {
		present(EngineHarness.FULL);
		handOver();
		assertThat(this.client.kept).isOne();
		greet(EngineHarness.FULL);
		assertThat(this.client.lastSent(Frame.Call.class).method()).isEqualTo("state.presence");
		assertThat(this.client.kept).isOne();
		this.client.result(this.client.lastSent(Frame.Call.class), null);
		assertThat(this.client.kept).isZero();
		assertThat(this.client.closes).isZero();
	}

	@Test
	void oldSessionEndsFirstWhereOwnersAreNotKnown() {
		present(WITHOUT_OWNER);
		handOver();
		assertThat(this.client.kept).isZero();
		assertThat(this.client.closes).isOne();
	}

	@Test
	void oldSessionEndsFirstWithoutPresence() {
		start(EngineHarness.FULL);
		handOver();
		assertThat(this.client.kept).isZero();
		assertThat(this.client.closes).isOne();
	}

	@Test
	void oldSessionEndsBeforeAnotherServerThatKnowsNoOwnersGetsPresence() {
		present(EngineHarness.FULL);
		handOver();
		this.client.hello(WITHOUT_OWNER, true);
		assertThat(this.client.kept).isOne();
		this.client.receive(new Frame.AuthOk(0, 1, "alice"));
		assertThat(this.client.kept).isZero();
		assertThat(this.client.sent(Frame.Call.class)).hasSize(1);
	}

	@Test
	void whatTheOldSessionStillReportsIsIgnored() {
		present(EngineHarness.FULL);
		long before = handOver();
		this.client.engine.received(before, new Frame.Error(0, 9, 401, "expired"), 10);
		this.client.engine.linkClosed(before, LinkEnd.closed(4401, "expired"));
		greet(EngineHarness.FULL);
		assertThat(this.client.state().isLive()).isTrue();
	}

	@Test
	void oldSessionEndsWithTheAttemptThatWasToReplaceIt() {
		present(EngineHarness.FULL);
		handOver();
		this.client.loseLink();
		assertThat(this.client.kept).isZero();
		assertThat(this.client.state()).isEqualTo(ConnectionState.WAITING);
	}

	@Test
	void oldSessionEndsWhenTheClientIsStopped() {
		present(EngineHarness.FULL);
		handOver();
		this.client.engine.stop();
		assertThat(this.client.kept).isZero();
	}

	@Test
	void presenceThatIsRefusedForTheMomentKeepsTheOldSession() {
		present(EngineHarness.FULL);
		handOver();
		greet(EngineHarness.FULL);
		Frame.Call refused = this.client.lastSent(Frame.Call.class);
		this.client.receive(new Frame.Result(0, 9, refused.callId(), false, tree("slow down"), 429));
		assertThat(this.client.kept).isOne();
		this.client.advance(Duration.ofSeconds(2));
		this.client.result(this.client.lastSent(Frame.Call.class), null);
		assertThat(this.client.kept).isZero();
	}

	@Test
	void serverThatDoesNotAnswerDoesNotKeepTheOldSession() {
		present(EngineHarness.FULL);
		handOver();
		greet(EngineHarness.FULL);
		this.client.keepAlive(Duration.ofSeconds(6));
		assertThat(this.client.kept).isZero();
		assertThat(this.client.state().isLive()).isTrue();
	}

	/** A token that expires so many seconds after the beginning of the test's time. */
	private static String jwt(long exp) {
		String claims = "{\"sub\":\"alice\",\"exp\":" + exp + "}";
		return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
				+ ".sig";
	}

}
