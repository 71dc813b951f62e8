// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.server.SessionInfo;
import dev.sodp.server.SodpIdentity;
import dev.sodp.transport.Peer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AuthenticationTests {

	private final EngineFixture server = new EngineFixture(
			(builder) -> builder.authenticator((token) -> new CompletableFuture<>()));

	private final EngineClient client = this.server.connect();

	private SodpIdentity alice(Duration lifetime) {
		Instant expiry = this.server.clock.instant().plus(lifetime);
		return new SodpIdentity("alice", Map.of(), expiry);
	}

	private static Frame.Auth auth() {
		return new Frame.Auth(0, 1, "secret");
	}

	private void assertRefused() {
		assertThat(this.client.readAll(Frame.Error.class).toList()).singleElement()
			.satisfies((error) -> assertThat(error.code()).isEqualTo(ErrorCode.UNAUTHENTICATED));
		assertThat(this.client.closeCode()).isEqualTo(4401);
		assertThat(this.server.engine.sessions()).isEmpty();
	}

	@Test
	void helloAsksForAToken() {
		assertThat(this.server.connect(Peer.remote("bob")).readOnly(Frame.Hello.class).auth()).isTrue();
	}

	@Test
	void acceptedTokenIsAnsweredWithItsSubject() {
		this.client.send(auth()).accept(alice(Duration.ofHours(5)));

		assertThat(this.client.readOnly(Frame.AuthOk.class).sub()).isEqualTo("alice");
		assertThat(this.client.tokens).containsExactly("secret");
		assertThat(this.server.engine.sessions()).singleElement()
			.satisfies((info) -> assertThat(info.subject()).isEqualTo("alice"));
	}

	@Test
	void authenticatedSessionMayWatch() {
		this.client.send(auth()).accept(alice(Duration.ofHours(5)));
		this.client.read();

		this.client.watch("a").readOnly(Frame.StateInit.class);
	}

	@Test
	void refusedTokenIsAnsweredWith401AndCloses() {
		this.client.send(auth()).refuse("No such user");

		Frame.Error error = this.client.readOnly(Frame.Error.class);
		assertThat(error.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
		assertThat(error.message()).isEqualTo("No such user");
		assertThat(this.client.closeCode()).isEqualTo(4401);
	}

	@Test
	void requestBeforeAuthIsAnsweredWith401AndCloses() {
		this.server.set("a", "1");

		this.client.watch("a");

		assertRefused();
	}

	@Test
	void requestWhileTheTokenIsCheckedIsAnsweredWith401AndCloses() {
		this.client.send(auth());

		this.client.call("state.set", "{'state': 'a', 'value': 1}");

		assertRefused();
		assertThat(this.server.engine.names().all()).isEmpty();
	}

	@Test
	void malformedFrameBeforeAuthIsAnsweredWith401AndCloses() {
		this.client.sendBytes((byte) 0xc1);

		assertRefused();
	}

	@Test
	void heartbeatIsAllowedBeforeAuth() {
		this.client.send(new Frame.Heartbeat(0, 1));

		this.client.readOnly(Frame.Heartbeat.class);
	}

	@Test
	void sessionThatDoesNotAuthenticateInTimeIsClosed() {
		this.server.pass(Duration.ofSeconds(14));
		assertThat(this.client.closeCode()).isNull();

		this.server.pass(Duration.ofSeconds(2));

		assertThat(this.client.closeCode()).isEqualTo(4401);
	}

	@Test
	void timeoutSpansTheAuthenticator() {
		this.client.send(auth());

		this.server.pass(Duration.ofSeconds(16));

		assertRefused();
	}

	@Test
	void authenticatedSessionHasNoTimeout() {
		this.client.send(auth()).accept(alice(Duration.ofHours(5)));

		this.server.pass(Duration.ofSeconds(20));

		assertThat(this.client.closeCode()).isNull();
	}

	@Test
	void lateAnswerForASessionThatEndedIsIgnored() {
		this.client.send(auth());
		this.client.hangUp();

		this.client.accept(alice(Duration.ofHours(5)));

		assertThat(this.client.read()).isEmpty();
		assertThat(this.server.engine.sessions()).isEmpty();
	}

	@Test
	void sessionOfAnExpiredIdentityEndsWith401() {
		this.client.send(auth()).accept(alice(Duration.ofHours(5)));
		this.client.read();

		int ended = this.server.engine.expire((identity) -> identity.subject().equals("alice"));

		assertThat(ended).isOne();
		assertRefused();
	}

	@Test
	void sessionOfAnotherIdentityGoesOn() {
		this.client.send(auth()).accept(alice(Duration.ofHours(5)));
		this.client.read();

		int ended = this.server.engine.expire((identity) -> identity.subject().equals("bob"));

		assertThat(ended).isZero();
		this.client.watch("a").readOnly(Frame.StateInit.class);
	}

	@Test
	void tokenThatIsExpiredAlreadyIsRefused() {
		this.client.send(auth()).accept(alice(Duration.ZERO));

		assertRefused();
	}

	@Test
	void expiryEndsALiveSession() {
		EngineFixture quiet = new EngineFixture((builder) -> builder.heartbeatInterval(Duration.ofDays(1))
			.authenticator((token) -> new CompletableFuture<>()));
		EngineClient live = quiet.connect();
		live.send(auth())
			.accept(new SodpIdentity("alice", Map.of(), quiet.clock.instant().plus(Duration.ofMinutes(150))));
		live.read();

		quiet.pass(Duration.ofMinutes(149));
		assertThat(live.closeCode()).isNull();
		quiet.pass(Duration.ofMinutes(1));

		assertThat(live.readOnly(Frame.Error.class).code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
		assertThat(live.closeCode()).isEqualTo(4401);
	}

	@Test
	void secondAuthIsRefusedButHarmless() {
		this.client.send(auth()).accept(alice(Duration.ofHours(5)));
		this.client.read();

		this.client.send(auth());

		assertThat(this.client.readOnly(Frame.Error.class).code()).isEqualTo(ErrorCode.BAD_REQUEST);
		assertThat(this.client.tokens).hasSize(1);
		this.client.watch("a").readOnly(Frame.StateInit.class);
	}

	@Test
	void trustedPeerNeedsNoToken() {
		EngineClient trusted = this.server.connect(Peer.trusted("inside"));

		assertThat(trusted.readOnly(Frame.Hello.class).auth()).isFalse();
		trusted.watch("a").readOnly(Frame.StateInit.class);
	}

	@Test
	void serverWithoutAuthenticatorAcceptsAnyToken() {
		EngineClient anyone = new EngineFixture().connect();

		anyone.send(auth());

		assertThat(anyone.readOnly(Frame.AuthOk.class).sub()).isEqualTo("anonymous");
		assertThat(anyone.tokens).isEmpty();
	}

	@Test
	void aKnownClientNeedNotAuthenticate() {
		EngineClient known = this.server.connect(Peer.remote("alice"), alice(Duration.ofHours(1)));

		assertThat(known.readOnly(Frame.Hello.class).auth()).isFalse();
		assertThat(known.result("state.set", "{'state':'a','value':1}").success()).isTrue();
		assertThat(this.server.engine.sessions()).extracting(SessionInfo::subject).containsOnlyOnce("alice");
	}

	@Test
	void aKnownClientThatAuthenticatesIsAnsweredWithWhoItIs() {
		EngineClient known = this.server.connect(Peer.remote("alice"), alice(Duration.ofHours(1)));
		known.read();

		assertThat(known.send(auth()).readOnly(Frame.AuthOk.class).sub()).isEqualTo("alice");
		assertThat(known.tokens).isEmpty();
	}

	@Test
	void aKnownClientIsSentAwayWhenItsIdentityExpires() {
		EngineClient known = this.server.connect(Peer.remote("alice"), alice(Duration.ofSeconds(20)));
		known.read();

		this.server.pass(Duration.ofMillis(19_999));
		assertThat(known.closeCode()).isNull();
		this.server.pass(Duration.ofMillis(1));

		assertThat(known.readAll(Frame.Error.class)).extracting(Frame.Error::code)
			.containsExactly(ErrorCode.UNAUTHENTICATED);
		assertThat(known.closeCode()).isEqualTo(4401);
	}

	@Test
	void anIdentityThatHasExpiredBeforeTheSessionBeganIsRefused() {
		EngineClient known = this.server.connect(Peer.remote("alice"), alice(Duration.ZERO));

		assertThat(known.readAll(Frame.Error.class)).extracting(Frame.Error::code)
			.containsExactly(ErrorCode.UNAUTHENTICATED);
	}

	@Test
	void aSessionCanBeClosed() {
		long id = this.server.engine.sessions().get(0).id();

		assertThat(this.server.engine.close(id)).isTrue();

		assertThat(this.client.closeCode()).isEqualTo(1000);
		assertThat(this.server.engine.close(id)).isFalse();
	}

}
