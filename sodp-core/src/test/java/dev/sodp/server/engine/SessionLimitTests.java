// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.server.SodpIdentity;
import dev.sodp.transport.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

/** How many sessions there may be, how long they may be idle, and what they may send. */
class SessionLimitTests {

	private static final Peer ANYONE = Peer.remote("10.0.0.1:1");

	private static final SodpIdentity ALICE = new SodpIdentity("alice", Map.of(), null);

	@Test
	void sessionBeyondTheirNumberIsRefusedUntilOneEnds() {
		EngineFixture server = new EngineFixture((builder) -> builder.maxSessions(2));
		EngineClient first = server.connect();
		assertThat(server.engine.refusal(ANYONE, null)).isEmpty();
		server.connect();

		assertThat(server.engine.refusal(ANYONE, null)).contains("There are 2 sessions already");
		first.hangUp();

		assertThat(server.engine.refusal(ANYONE, null)).isEmpty();
	}

	@Test
	void trustedSessionNeitherCountsNorIsRefused() {
		EngineFixture server = new EngineFixture((builder) -> builder.maxSessions(1).maxSessionsPerAddress(1));
		server.connect(Peer.trusted("own"));
		server.connect(Peer.trusted("own"));
		assertThat(server.engine.refusal(ANYONE, null)).isEmpty();
		server.connect(ANYONE);

		assertThat(server.engine.refusal(Peer.trusted("own"), null)).isEmpty();
	}

	@Test
	void sessionsOfOneAddressAreLimitedWhateverTheirPort() {
		EngineFixture server = new EngineFixture((builder) -> builder.maxSessionsPerAddress(2));
		server.connect(Peer.remote("10.0.0.1:1"));
		EngineClient second = server.connect(Peer.remote("10.0.0.1:2"));

		assertThat(server.engine.refusal(Peer.remote("10.0.0.1:3"), null))
			.contains("There are 2 sessions of this address already");
		assertThat(server.engine.refusal(Peer.remote("10.0.0.11:3"), null)).isEmpty();
		second.hangUp();
		second.hangUp();

		assertThat(server.engine.refusal(Peer.remote("10.0.0.1:3"), null)).isEmpty();
	}

	@Test
	void addressesAreNotLimitedByDefault() {
		EngineFixture server = new EngineFixture();
		for (int i = 0; i < 1000; i++) {
			server.connect(ANYONE);
		}
		assertThat(server.engine.refusal(ANYONE, null)).isEmpty();
	}

	@Test
	void sessionsOfOneSubjectAreLimited() {
		EngineFixture server = new EngineFixture((builder) -> builder.maxSessionsPerSubject(1));
		EngineClient first = server.connect(ANYONE, ALICE);

		assertThat(server.engine.refusal(ANYONE, ALICE)).contains("There are 1 sessions of this subject already");
		assertThat(server.engine.refusal(ANYONE, new SodpIdentity("bob", Map.of(), null))).isEmpty();
		assertThat(server.engine.refusal(ANYONE, null)).isEmpty();
		first.hangUp();
		first.hangUp();

		assertThat(server.engine.refusal(ANYONE, ALICE)).isEmpty();
	}

	@Test
	void sessionThatAuthenticatesAsOneSubjectTooManyIsRefused() {
		EngineFixture server = new EngineFixture(
				(builder) -> builder.maxSessionsPerSubject(1).authenticator((token) -> new CompletableFuture<>()));
		EngineClient first = server.connect();
		first.send(new Frame.Auth(0, 1, "secret")).accept(ALICE);
		EngineClient second = server.connect();
		second.send(new Frame.Auth(0, 1, "secret")).accept(ALICE);

		assertThat(second.readOnly(Frame.Error.class).code()).isEqualTo(ErrorCode.RATE_LIMITED);
		assertThat(second.closeCode()).isEqualTo(1013);
		assertThat(second.turnedAway).isEqualTo("There are 1 sessions of this subject already");
		assertThat(first.readOnly(Frame.AuthOk.class).sub()).isEqualTo("alice");
		first.hangUp();
		EngineClient third = server.connect();
		third.send(new Frame.Auth(0, 1, "secret")).accept(ALICE);

		assertThat(third.readOnly(Frame.AuthOk.class).sub()).isEqualTo("alice");
	}

	@ParameterizedTest
	@CsvSource({ "10.0.0.1:4711, 10.0.0.1", "2001:db8:0:1:a:b:c:d:4711, 2001:db8:0:1", "0:0:0:0:0:0:0:1:4711, 0:0:0:0",
			"::1:4711, ::1", "unknown, unknown", "host.example.org:80, host.example.org" })
	void addressCountsWithoutPortAndOfIpv6OnlyTheNetwork(String address, String source) {
		assertThat(OpenAddresses.source(address)).isEqualTo(source);
	}

	@Test
	void sessionThatAnswersHeartbeatsIsNeverEndedForBeingQuiet() {
		EngineFixture server = new EngineFixture();
		EngineClient quiet = server.connect();
		EngineClient silent = server.connect();

		for (int i = 0; i < 1000; i++) {
			server.pass(Duration.ofSeconds(25));
			quiet.readAll(Frame.Heartbeat.class).toList().forEach((beat) -> quiet.send(new Frame.Heartbeat(0, 1)));
		}

		assertThat(quiet.closeCode()).isNull();
		assertThat(silent.closeCode()).isEqualTo(CloseCode.SILENT);
		assertThat(server.engine.statistics().sessions()).isOne();
	}

	@Test
	void heartbeatsDoNotExtendTheTimeToAuthenticate() {
		EngineFixture guarded = new EngineFixture(
				(builder) -> builder.authenticator((token) -> new CompletableFuture<>())
					.heartbeatInterval(Duration.ofSeconds(1)));
		EngineClient client = guarded.connect();
		client.send(new Frame.Auth(0, 1, "never answered"));

		for (int i = 0; i < 15; i++) {
			guarded.pass(Duration.ofSeconds(1));
			client.readAll(Frame.Heartbeat.class).toList().forEach((beat) -> client.send(new Frame.Heartbeat(0, 1)));
		}

		assertThat(client.closeCode()).isEqualTo(CloseCode.UNAUTHENTICATED);
		assertThat(guarded.engine.statistics().sessions()).isZero();
	}

	@Test
	void parametersOfARequestAreBounded() {
		EngineFixture server = new EngineFixture();
		EngineClient client = server.connect();
		String largest = "'" + "x".repeat(16 * 1024 - 3) + "'";
		String larger = "'" + "x".repeat(16 * 1024 - 2) + "'";

		client.send(new Frame.Watch(0, 1, List.of("a", "b"), json(largest)));
		assertThat(client.readAll(Frame.StateInit.class)).hasSize(2)
			.allSatisfy((init) -> assertThat(init.params()).isEqualTo(json(largest)));

		client.send(new Frame.Watch(55, 1, List.of("c"), json(larger)));
		Frame.Error error = client.readOnly(Frame.Error.class);
		assertThat(error.code()).isEqualTo(ErrorCode.BAD_REQUEST);
		assertThat(error.stream()).isEqualTo(55);
		assertThat(error.message()).contains("16384 bytes");
		client.send(new Frame.Watch(55, 1, List.of("c", "d"), json(larger)));
		assertThat(client.readOnly(Frame.Error.class).stream()).isZero();
		client.send(new Frame.Resume(56, 1, "c", 0, json(larger)));
		assertThat(client.readOnly(Frame.Error.class).stream()).isEqualTo(56);
	}

	@Test
	void parametersAreEchoedNoFasterThanAnswersAreRead() {
		EngineFixture server = new EngineFixture();
		EngineClient client = server.connect();
		List<String> keys = IntStream.range(0, 2000).mapToObj((i) -> "key" + i).toList();

		client.send(new Frame.Watch(0, 1, keys, json("'" + "x".repeat(10_000) + "'")));

		assertThat(client.session.outbox().size()).isLessThanOrEqualTo(1024 / 2);
		assertThat(client.readAll(Frame.StateInit.class)).hasSize(2000);
	}

}
