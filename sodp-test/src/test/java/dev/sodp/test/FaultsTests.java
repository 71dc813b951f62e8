// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.WriteResult;
import dev.sodp.protocol.Capabilities;
import dev.sodp.server.SessionInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What networks and operators do to clients. */
class FaultsTests {

	private final SodpTestServer server = SodpTestServer.start();

	private final SodpClient client = Clients.live(this.server);

	@BeforeEach
	void watch() {
		this.server.set("score", 1);
		this.client.watch("score", (value, meta) -> {
		});
		awaitScore(1);
	}

	@AfterEach
	void close() {
		this.client.close();
		this.server.close();
	}

	private void awaitScore(int score) {
		await().untilAsserted(() -> assertThat(this.client.get("score", Integer.class)).contains(score));
	}

	private void awaitState(ConnectionState state) {
		await().untilAsserted(() -> assertThat(this.client.status().state()).isEqualTo(state));
	}

	private String epoch() {
		return this.client.capabilities().map(Capabilities::epoch).orElseThrow();
	}

	@Test
	void clientRecoversFromACut() {
		List<SessionInfo> before = this.server.sessions();

		this.server.cut();
		this.server.set("score", 2);

		awaitScore(2);
		assertThat(this.server.awaitSessions(1)).doesNotContainAnyElementsOf(before);
	}

	@Test
	void cutIsNoticedByTheServerWhenItReturns() {
		this.server.refuse();

		this.server.cut();

		assertThat(this.server.sessions()).isEmpty();
	}

	@Test
	void clientIsNotToldWhyItWasCut() {
		this.server.refuse();

		this.server.cut();

		awaitState(ConnectionState.WAITING);
		assertThat(String.valueOf(this.client.status().lastFailure())).doesNotContain("1001");
	}

	@Test
	void oneSessionCanBeCut() {
		try (SodpClient other = Clients.live(this.server)) {
			List<SessionInfo> both = this.server.awaitSessions(2);

			this.server.cut(both.get(0));

			this.server.awaitSessions(2);
			assertThat(this.server.sessions()).contains(both.get(1)).doesNotContain(both.get(0));
			assertThat(other.status().state().isLive()).isTrue();
		}
	}

	@Test
	void nothingPassesAStalledNetworkUntilItIsResumed() {
		this.server.stall();

		CompletableFuture<WriteResult> write = this.client.set("score", 2);

		// A second client proves that bytes had the time to pass, had they been let.
		try (SodpTestServer another = SodpTestServer.start(); SodpClient other = Clients.live(another)) {
			other.set("score", 2).join();
		}
		assertThat(write).isNotDone();
		assertThat(this.server.get("score", Integer.class)).contains(1);
		this.server.resume();
		await().until(write::isDone);
		SodpAssertions.assertThat(this.server).key("score").hasValue(2);
	}

	@Test
	void connectionSurvivesAShortStall() {
		List<SessionInfo> before = this.server.sessions();
		this.server.stall();
		this.server.set("score", 2);

		this.server.resume();

		awaitScore(2);
		assertThat(this.server.sessions()).extracting(SessionInfo::id)
			.isEqualTo(before.stream().map(SessionInfo::id).toList());
	}

	@Test
	void stalledClientNoticesTheSilence() {
		try (SodpClient attentive = Clients.of(this.server).pingInterval(Duration.ofMillis(100)).build()) {
			attentive.ready().join();

			this.server.stall();

			await().until(() -> !attentive.status().state().isLive());
			this.server.resume();
			await().until(() -> attentive.status().state().isLive());
		}
	}

	@Test
	void serverNoticesThatAStalledClientIsSilent() {
		try (SodpTestServer attentive = SodpTestServer.builder()
			.customize((inside) -> inside.heartbeatInterval(Duration.ofMillis(100)))
			.start(); SodpClient stalled = Clients.live(attentive)) {
			attentive.stall();

			attentive.awaitSessions(0);
			attentive.resume();
			attentive.awaitSessions(1);
			await().until(() -> stalled.status().state().isLive());
		}
	}

	@Test
	void stalledConnectionCanBeCut() {
		this.server.stall();

		this.server.cut();

		assertThat(this.server.sessions()).isEmpty();
		this.server.resume();
		this.server.awaitSessions(1);
	}

	@Test
	void refusedClientConnectsWhenItIsAccepted() {
		this.server.refuse();
		this.server.cut();
		awaitState(ConnectionState.WAITING);

		this.server.accept();
		this.server.set("score", 2);

		awaitScore(2);
	}

	@Test
	void openConnectionsAreNotRefused() {
		this.server.refuse();

		this.server.set("score", 2);

		awaitScore(2);
	}

	@Test
	void restartKeepsPortValuesAndVersions() {
		int port = this.server.port();

		this.server.restart();

		assertThat(this.server.port()).isEqualTo(port);
		SodpAssertions.assertThat(this.server).key("score").hasValue(1).hasVersion(1);
		assertThat(this.server.set("score", 2)).isEqualTo(2);
		awaitScore(2);
	}

	@Test
	void restartKeepsTheEpochSoThatClientsNeedOnlyWhatChanged() {
		String epoch = epoch();

		this.server.restart();

		this.server.awaitSessions(1);
		awaitState(ConnectionState.RESTORED);
		assertThat(epoch()).isEqualTo(epoch);
	}

	@Test
	void restartWithoutStateBeginsAnotherEpoch() {
		String epoch = epoch();

		this.server.restartWithoutState();

		await().untilAsserted(() -> assertThat(epoch()).isNotEqualTo(epoch));
	}

	@Test
	void restartWithoutStateLosesValuesAndVersions() {
		int port = this.server.port();
		this.server.set("score", 2);

		this.server.restartWithoutState();

		assertThat(this.server.port()).isEqualTo(port);
		SodpAssertions.assertThat(this.server).hasNoKeys();
		assertThat(this.server.set("other", 1)).isEqualTo(1);
	}

	@Test
	void clientsAreSentEverythingAnewAfterARestartWithoutState() {
		this.server.set("score", 2);
		awaitScore(2);

		this.server.restartWithoutState();

		await().untilAsserted(() -> assertThat(this.client.get("score")).isEmpty());
		this.server.set("score", 3);
		awaitScore(3);
	}

	@Test
	void stoppedServerIsAwayUntilItStartsAgain() {
		this.server.stop();
		awaitState(ConnectionState.WAITING);
		this.server.set("score", 2);

		this.server.startAgain();

		awaitScore(2);
	}

	@Test
	void waitingGoesOnAcrossARestartWithoutState() {
		CompletableFuture<?> waiting = CompletableFuture
			.supplyAsync(() -> this.server.await("score", (value) -> value.asInt() == 5));

		this.server.restartWithoutState();
		this.server.set("score", 5);

		assertThat(waiting).succeedsWithin(SodpTestServer.DEFAULT_PATIENCE);
	}

	@Test
	void closedServerIsGone() {
		this.server.close();

		awaitState(ConnectionState.WAITING);
	}

}
