// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.SodpServer;
import dev.sodp.server.StateRejectedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What a server in a real container does where its limits are reached, and what our
 * clients make of it.
 */
@Tag("container")
@ExtendWith(OutputCaptureExtension.class)
class ServerLimitsTests {

	private static final int WAIT_SECONDS = 30;

	private ConfigurableApplicationContext host;

	@BeforeEach
	void startHost() {
		this.host = Container.TOMCAT.start(TestApplication.class, "sodp.enabled=false", "sodp.server.enabled=true",
				"sodp.server.max-total-size=100KB", "sodp.server.max-sessions=3", "sodp.server.heartbeat-interval=5s");
	}

	@AfterEach
	void stopHost() {
		this.host.close();
	}

	private SodpServer server() {
		return this.host.getBean(SodpServer.class);
	}

	private String url() {
		return "ws://localhost:" + Hosts.port(this.host) + "/sodp";
	}

	private SodpClient connect() throws Exception {
		return SodpClient.builder(url())
			.reconnectDelay(Duration.ofMillis(100))
			.build()
			.ready()
			.get(WAIT_SECONDS, TimeUnit.SECONDS);
	}

	private void fill() {
		assertThatExceptionOfType(StateRejectedException.class).isThrownBy(() -> {
			for (int i = 0; i < 1000; i++) {
				server().set("key" + i, "x".repeat(1000));
			}
		}).satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.FULL));
	}

	@Test
	void aFullServerRefusesWritesAndTakesDeletions(CapturedOutput output) throws Exception {
		try (SodpClient client = connect()) {
			fill();

			assertThatExceptionOfType(CompletionException.class)
				.isThrownBy(
						() -> client.set("another", "x".repeat(2000)).orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join())
				.havingCause()
				.isInstanceOfSatisfying(SodpRejectedException.class,
						(ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.FULL));
			// Logged after the step that refused, by a thread of its own.
			await().untilAsserted(() -> assertThat(output).contains("Refusing what would add to the state"));
			assertThat(output).containsOnlyOnce("Refusing what would add to the state")
				.contains("sodp.server.max-total-size");
			client.delete("key1").get(WAIT_SECONDS, TimeUnit.SECONDS);
			client.delete("key2").get(WAIT_SECONDS, TimeUnit.SECONDS);
			client.set("another", "x".repeat(2000)).get(WAIT_SECONDS, TimeUnit.SECONDS);
		}
	}

	@Test
	void aWatchThatAFullServerRefusesSucceedsOnceThereIsRoom() throws Exception {
		BlockingQueue<String> values = new LinkedBlockingQueue<>();
		fill();
		for (int i = 0; server().statistics().refusals() == 1; i++) {
			try {
				server().set("small" + i, 1);
			}
			catch (StateRejectedException ex) {
				break;
			}
		}
		long refusals = server().statistics().refusals();
		try (SodpClient client = connect()) {
			client.watch("absent", (value, meta) -> values.add(String.valueOf(meta.initialized())));
			await().until(() -> server().statistics().refusals() > refusals);

			server().delete("key1");

			assertThat(values.poll(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("false");
		}
	}

	@Test
	void aSocketBeyondTheSessionsIsClosedWith1013AndTriedAgain(CapturedOutput output) throws Exception {
		List<RawSocket> sockets = List.of(open(), open(), open());

		assertThat(open().closeCode.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(1013);
		assertThat(output).contains("There are 3 sessions already").contains("sodp.server.max-sessions");
		try (SodpClient client = SodpClient.builder(url()).reconnectDelay(Duration.ofMillis(100)).build()) {
			await().until(() -> client.status().state() == ConnectionState.WAITING);
			sockets.get(0).socket.abort();
			client.ready().get(WAIT_SECONDS, TimeUnit.SECONDS);
		}
		sockets.forEach((socket) -> socket.socket.abort());
	}

	@Test
	void socketsThatStaySilentEndAndQuietClientsStay() throws Exception {
		try (SodpClient quiet = connect()) {
			RawSocket silent = open();
			silent.awaitFrame();

			assertThat(silent.closeCode.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(4408);
			assertThat(server().sessions()).hasSize(1);
			assertThat(quiet.statistics().connections().reconnects()).isZero();
		}
	}

	private RawSocket open() {
		return RawSocket.open(URI.create(url()), null);
	}

}
