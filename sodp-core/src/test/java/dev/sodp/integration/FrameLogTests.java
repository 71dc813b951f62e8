// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.sodp.client.SodpClient;
import dev.sodp.client.WatchRequest;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import dev.sodp.transport.InMemoryTransport;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionAcceptor;
import dev.sodp.transport.SessionInput;
import dev.sodp.transport.SessionSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The logger {@code dev.sodp.frames} of both sides. */
class FrameLogTests {

	private static final int WAIT_SECONDS = 30;

	private final Logger logger = (Logger) LoggerFactory.getLogger("dev.sodp.frames");

	private final Queue<String> lines = new ConcurrentLinkedQueue<>();

	/** What a thread other than the one that logs has to be able to do meanwhile. */
	private volatile Runnable meanwhile = () -> {
	};

	private final Queue<Throwable> stuck = new ConcurrentLinkedQueue<>();

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			FrameLogTests.this.lines.add(event.getFormattedMessage());
			try {
				CompletableFuture.runAsync(FrameLogTests.this.meanwhile).get(5, TimeUnit.SECONDS);
			}
			catch (Exception ex) {
				FrameLogTests.this.stuck.add(ex);
			}
		}

	};

	private final SodpServer server = SodpServer.builder()
		.authenticator((token) -> CompletableFuture.completedFuture(new SodpIdentity("hidden-subject", Map.of(), null)))
		.build();

	@BeforeEach
	void listen() {
		this.logger.setLevel(Level.TRACE);
		this.logger.setAdditive(false);
		this.appender.start();
		this.logger.addAppender(this.appender);
	}

	@AfterEach
	void stop() {
		this.logger.detachAppender(this.appender);
		this.logger.setLevel(null);
		this.logger.setAdditive(true);
		this.server.close();
	}

	private SodpClient connect() throws Exception {
		SessionAcceptor untrusted = (socket, peer) -> this.server.accept(socket, Peer.remote("10.0.0.1:4711"));
		return SodpClient.builder("ws://state.example")
			.name("games")
			.token("hidden-token")
			.transport(new InMemoryTransport(untrusted))
			.build()
			.ready()
			.get(WAIT_SECONDS, TimeUnit.SECONDS);
	}

	private void awaitLine(String pattern) {
		await().untilAsserted(() -> assertThat(this.lines).anyMatch((line) -> line.matches(pattern)));
	}

	@Test
	void bothSidesTellTheirFrames() throws Exception {
		String client = "SODP client 'games' of ws://state.example: ";
		String session = "session 1 of 10.0.0.1:4711: ";
		try (SodpClient games = connect()) {
			games.watch("game.score", (value, meta) -> {
			});
			games.set("game.score", 7).get(WAIT_SECONDS, TimeUnit.SECONDS);

			awaitLine(session + "out HELLO, \\d+ bytes");
			awaitLine(client + "in HELLO, \\d+ bytes");
			awaitLine(client + "out AUTH, \\d+ bytes");
			awaitLine(session + "in AUTH, \\d+ bytes");
			awaitLine(session + "out AUTH_OK, \\d+ bytes");
			awaitLine(client + "out WATCH game.score on stream \\d+, \\d+ bytes");
			awaitLine(session + "in WATCH game.score on stream \\d+, \\d+ bytes");
			awaitLine(session + "out STATE_INIT game.score version 0 absent on stream 10, \\d+ bytes");
			awaitLine(client + "in STATE_INIT game.score version 0 absent on stream 10, \\d+ bytes");
			awaitLine(client + "out CALL state.set game.score id \\S+, \\d+ bytes");
			awaitLine(session + "in CALL state.set game.score id \\S+, \\d+ bytes");
			awaitLine(session + "out DELTA game.score version 1, 1 operations on stream 10, \\d+ bytes");
			awaitLine(client + "in DELTA game.score version 1, 1 operations on stream 10, \\d+ bytes");
			awaitLine(session + "out RESULT id \\S+ version 1, \\d+ bytes");
			awaitLine(client + "in RESULT id \\S+ version 1, \\d+ bytes");
		}
	}

	@Test
	void neitherValuesNorTokensAreLogged() throws Exception {
		try (SodpClient client = connect()) {
			client.watch(WatchRequest.of("a", JsonNode.class, (value, meta) -> {
			}).withParams(Map.of("p", "hidden-params")));
			client.set("a", Map.of("m", "hidden-value")).get(WAIT_SECONDS, TimeUnit.SECONDS);
			client.setIn("a", "/hidden-path", "hidden-part").get(WAIT_SECONDS, TimeUnit.SECONDS);
			client.append("a", "hidden-element").handle((done, refused) -> null).get(WAIT_SECONDS, TimeUnit.SECONDS);

			awaitLine(".*in RESULT id \\S+ refused with 400, \\d+ bytes");
			assertThat(this.lines).isNotEmpty().noneMatch((line) -> line.contains("hidden"));
		}
	}

	@Test
	void nothingIsLoggedWhileAnEngineIsLocked() throws Exception {
		this.meanwhile = this.server::statistics;
		try (SodpClient client = connect()) {
			this.meanwhile = () -> {
				this.server.statistics();
				client.status();
			};
			client.watch("a", (value, meta) -> {
			});
			client.set("a", 1).get(WAIT_SECONDS, TimeUnit.SECONDS);
			awaitLine(".*in RESULT .*");
		}
		assertThat(this.stuck).isEmpty();
	}

	@Test
	void whatIsNoFrameIsToldWithoutItsContent() {
		SessionInput input = this.server.accept(new Silent(), Peer.remote("10.0.0.1:4711"));

		input.received(ByteBuffer.wrap("hidden".getBytes(StandardCharsets.UTF_8)));

		awaitLine("session 1 of 10.0.0.1:4711: in malformed message, 6 bytes");
		assertThat(this.lines).noneMatch((line) -> line.contains("hidden"));
	}

	@Test
	void manyKeysAndControlCharactersDoNotChangeTheLayout() throws Exception {
		try (SodpClient client = connect()) {
			client.watch(WatchRequest.ofMany(List.of("a\nb", "c"), JsonNode.class, (value, meta) -> {
			}));
			awaitLine(".*out WATCH a\\?b, c.*");
		}
	}

	/** Takes everything. */
	private static final class Silent implements SessionSocket {

		@Override
		public void write(byte[] frame) {
		}

		@Override
		public void flush() {
		}

		@Override
		public void close(int code, String reason) {
		}

	}

}
