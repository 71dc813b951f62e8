// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpClientBuilder;
import dev.sodp.client.SodpTokenProvider;
import dev.sodp.client.engine.EngineHarness;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Frame;
import dev.sodp.transport.LinkEnd;
import dev.sodp.transport.Transport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The lines an operator sees of a client. */
@Timeout(60)
class ConnectionLogTests {

	private static final AtomicInteger TESTS = new AtomicInteger();

	/**
	 * Of its own for each test, because clients of earlier ones may log their end late.
	 */
	private final String address = "ws://log-test-" + TESTS.incrementAndGet() + ":7777";

	private final FakeWire wire = new FakeWire();

	private final Logger logger = (Logger) LoggerFactory.getLogger(SodpClient.class);

	private final Lines lines = new Lines();

	@BeforeEach
	void listen() {
		this.logger.setLevel(Level.INFO);
		this.logger.setAdditive(false);
		this.lines.start();
		this.logger.addAppender(this.lines);
	}

	@AfterEach
	void stopListening() {
		this.logger.detachAppender(this.lines);
		this.logger.setAdditive(true);
		this.logger.setLevel(null);
	}

	private SodpClientBuilder builder(Transport transport) {
		return SodpClient.builder(this.address).transport(transport);
	}

	@Test
	void connectingAndRestoringTakesOneLineForEachState() throws Exception {
		try (SodpClient client = builder(this.wire).build()) {
			this.wire.next().hello();
			await().until(() -> client.status().state() == ConnectionState.RESTORED);
			this.lines.await(3);
			assertThat(this.lines.all()).containsExactly("INFO SODP client of " + this.address + ": connecting",
					"INFO SODP client of " + this.address + ": live with test (protocol 1.0), restoring 0 keys",
					"INFO SODP client of " + this.address + ": restored, watching 0 keys");
		}
	}

	@Test
	void oneKeyIsNotCalledKeys() throws Exception {
		try (SodpClient client = builder(this.wire).build()) {
			client.watch("a", (value, meta) -> {
			});
			FakeWire.Connection connection = this.wire.next();
			connection.hello();
			await().until(() -> connection.received.stream().anyMatch(Frame.Watch.class::isInstance));
			connection.serve(new Frame.StateInit(10, 2, "a", 1, EngineHarness.tree(1), true, null));
			this.lines.await(3);
			assertThat(this.lines.all()).endsWith(
					"INFO SODP client of " + this.address + ": live with test (protocol 1.0), restoring 1 key",
					"INFO SODP client of " + this.address + ": restored, watching 1 key");
		}
	}

	@Test
	void aClientWithANameIsCalledByIt() {
		builder(this.wire).name("games").build().close();
		this.lines.await(2);
		assertThat(this.lines.all()).containsExactly("INFO SODP client 'games' of " + this.address + ": connecting",
				"INFO SODP client 'games' of " + this.address + ": closed");
	}

	@Test
	void aClientThatNeverStartedEndsInSilence() {
		builder(this.wire).autoStart(false).build().close();
		builder(this.wire).build().close();
		this.lines.await(2);
		assertThat(this.lines.all()).containsExactly("INFO SODP client of " + this.address + ": connecting",
				"INFO SODP client of " + this.address + ": closed");
	}

	@Test
	void refusedConnectionTakesOneLineWithReasonAndNextAttempt() {
		Transport refusing = (request, listener) -> {
			sneak(new ConnectException());
			throw new IllegalStateException();
		};
		try (SodpClient client = builder(refusing).build()) {
			this.lines.await(2);
			assertThat(client.status().state().isLive()).isFalse();
			assertThat(this.lines.all().get(1)).matches("WARN SODP client of " + Pattern.quote(this.address)
					+ ": Could not connect: connection refused \\(code 1006\\); next attempt in \\d\\.\\d s");
		}
	}

	@Test
	void eachFurtherAttemptTakesOneMoreLine() throws Exception {
		try (SodpClient client = builder(this.wire).reconnectDelay(Duration.ofMillis(1)).build()) {
			for (int i = 0; i < 3; i++) {
				this.wire.next().listener.closed(LinkEnd.failed(new ConnectException()));
			}
			this.wire.next();
			assertThat(client.status().state()).isEqualTo(ConnectionState.CONNECTING);
			this.lines.await(4);
			assertThat(this.lines.all()).filteredOn((line) -> line.contains("connection refused")).hasSize(3);
			assertThat(this.lines.all()).hasSize(4);
		}
	}

	@Test
	void noRefusedConnectionHasAStackTrace() throws Exception {
		try (SodpClient client = builder(this.wire).reconnect(false).build()) {
			this.wire.next().listener.closed(LinkEnd.failed(new ConnectException()));
			await().until(() -> client.status().state() == ConnectionState.FAILED);
			this.lines.await(2);
			assertThat(this.lines.events()).allSatisfy((event) -> assertThat(event.getThrowableProxy()).isNull());
			assertThat(this.lines.all()).last()
				.isEqualTo("ERROR SODP client of " + this.address
						+ ": gave up. Could not connect: connection refused (code 1006)");
		}
	}

	@Test
	void lostConnectionTakesOneLineWithReasonAndNextAttempt() throws Exception {
		try (SodpClient client = builder(this.wire).build()) {
			FakeWire.Connection connection = this.wire.next();
			connection.hello();
			connection.listener.closed(LinkEnd.closed(1001, "going away"));
			assertThat(client.status().state()).isEqualTo(ConnectionState.WAITING);
			this.lines.await(4);
			assertThat(this.lines.all()).last()
				.asString()
				.matches("WARN SODP client of " + Pattern.quote(this.address)
						+ ": Connection lost: going away \\(code 1001\\); next attempt in \\d\\.\\d s");
		}
	}

	@Test
	void refusedTokenTakesOneLine() throws Exception {
		try (SodpClient client = builder(this.wire).token("secret").build()) {
			refuseToken();
			await().until(() -> client.status().state() == ConnectionState.FAILED);
			this.lines.await(2);
			assertThat(this.lines.all()).last()
				.isEqualTo("ERROR SODP client of " + this.address + ": gave up. Not authenticated: expired");
			assertThat(this.lines.all()).noneMatch((line) -> line.contains("secret"));
		}
	}

	@Test
	void refusedTokenThatCanBeReplacedSaysThatTheNextAttemptFollowsAtOnce() throws Exception {
		try (SodpClient client = builder(this.wire).tokenProvider(SodpTokenProvider.fixed("secret")).build()) {
			refuseToken();
			this.wire.next();
			assertThat(client.status().state()).isEqualTo(ConnectionState.CONNECTING);
			this.lines.await(2);
			assertThat(this.lines.all()).last()
				.isEqualTo(
						"WARN SODP client of " + this.address + ": Not authenticated: expired; next attempt at once");
		}
	}

	private void refuseToken() throws InterruptedException {
		FakeWire.Connection connection = this.wire.next();
		connection.listener.opened(connection);
		connection.serve(new Frame.Hello(0, 1, "sodp", "1.0", "test", true, Capabilities.NONE));
		connection.serve(new Frame.Error(0, 2, 401, "expired"));
	}

	@Test
	void reconnectOnRequestTakesOneLine() throws Exception {
		try (SodpClient client = builder(this.wire).build()) {
			this.wire.next().hello();
			client.reconnect();
			this.wire.next();
			this.lines.await(4);
			assertThat(this.lines.all()).last()
				.isEqualTo("INFO SODP client of " + this.address + ": leaving the session for a fresh one");
		}
	}

	@Test
	void stoppingTakesOneLine() throws Exception {
		try (SodpClient client = builder(this.wire).build()) {
			this.wire.next().hello();
			client.stop();
			this.lines.await(4);
			assertThat(this.lines.all()).last().isEqualTo("INFO SODP client of " + this.address + ": stopped");
		}
	}

	@SuppressWarnings("unchecked")
	private static <E extends Exception> void sneak(Exception failure) throws E {
		throw (E) failure;
	}

	/** Keeps the lines of the clients of this test. */
	private final class Lines extends AppenderBase<ILoggingEvent> {

		private final List<ILoggingEvent> events = new ArrayList<>();

		@Override
		protected synchronized void append(ILoggingEvent event) {
			if (event.getFormattedMessage().contains(ConnectionLogTests.this.address)) {
				this.events.add(event);
			}
		}

		synchronized List<ILoggingEvent> events() {
			return List.copyOf(this.events);
		}

		List<String> all() {
			return events().stream().map((event) -> event.getLevel() + " " + event.getFormattedMessage()).toList();
		}

		void await(int count) {
			Awaitility.await().until(() -> events().size() >= count);
		}

	}

}
