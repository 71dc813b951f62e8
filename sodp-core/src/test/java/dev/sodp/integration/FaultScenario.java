// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpClient;
import dev.sodp.integration.Wire.Action;
import dev.sodp.integration.Wire.Direction;
import dev.sodp.integration.Wire.Phase;
import dev.sodp.server.SessionInfo;
import dev.sodp.server.SodpServer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One client behind its own proxy, with keys and a subject of its own, so that many can
 * share a server. It watches, writes and is present while one fault strikes.
 */
final class FaultScenario implements AutoCloseable {

	/** A link is dead after two of them. */
	static final Duration PING_INTERVAL = Duration.ofMillis(300);

	private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(900);

	private static final AtomicInteger subjects = new AtomicInteger();

	private static final int LAST = -1;

	private final String subject = "client" + subjects.incrementAndGet();

	private final String counter = this.subject + ".counter";

	private final String log = this.subject + ".log";

	private final String text = this.subject + ".text";

	private final String room = this.subject + ".room";

	private final List<String> keys = List.of(this.counter, this.log, this.text, this.room);

	private final SodpServer server;

	private final FaultyProxy proxy;

	private final SodpClient client;

	private final AppendLedger ledger = new AppendLedger();

	private final DeliveryLog deliveries = new DeliveryLog();

	private final AtomicInteger writes = new AtomicInteger();

	FaultScenario(SodpServer server, int port) {
		this.server = server;
		this.proxy = new FaultyProxy(port);
		this.client = SodpClient.builder(this.proxy.url())
			.token(this.subject)
			.reconnectDelay(Duration.ofMillis(10))
			.maxReconnectDelay(Duration.ofMillis(100))
			.connectTimeout(CONNECT_TIMEOUT)
			.pingInterval(PING_INTERVAL)
			.errorListener((error) -> {
			})
			.autoStart(false)
			.build();
		server.set(this.text, "x".repeat(300));
		server.set(this.counter, 0);
		this.client.watchMany(this.keys, JsonNode.class, this.deliveries);
		this.client.presence(this.room, "/me", true);
	}

	SodpClient client() {
		return this.client;
	}

	FaultyProxy proxy() {
		return this.proxy;
	}

	/** Writes something on both sides. */
	void write() {
		this.server.set(this.counter, this.writes.incrementAndGet());
		this.ledger.append(this.client, this.log);
	}

	/** Connects without a fault. */
	void connect() {
		this.client.start();
		write();
		awaitEqual();
	}

	/**
	 * Lets a fault strike at a random byte of a phase, and sees that it leaves no trace.
	 */
	void surviveFault(Action action, Phase phase, Direction direction, Random random) {
		connect();
		long length = (phase == Phase.LIVE) ? 1500 : this.proxy.latest().bytes(direction, phase);
		this.proxy.arm(action, phase, direction, random.nextLong(length));
		patiently().until(() -> {
			// Also again, if the phase was shorter this time.
			if (phase != Phase.LIVE && this.client.status().state() == ConnectionState.RESTORED
					&& this.proxy.struck().isEmpty()) {
				this.proxy.cutAll();
			}
			write();
			return !this.proxy.struck().isEmpty();
		});
		assertThat(this.proxy.struck()).containsExactly(phase);
		awaitRecovered();
		this.client.close();
		awaitGone();
	}

	/** The client ends promptly in whatever phase it is stuck. */
	void closeWhileStuck(Action action, Phase phase, Direction direction, Random random) {
		this.proxy.arm(action, phase, direction, random.nextLong(20));
		this.client.start();
		patiently().until(() -> {
			write();
			return !this.proxy.struck().isEmpty();
		});
		int connections = this.proxy.accepted();
		this.client.close();
		assertThat(this.client.status().state()).isEqualTo(ConnectionState.CLOSED);
		awaitGone();
		assertThat(this.proxy.accepted()).isEqualTo(connections);
	}

	/** A fault while the client says goodbye. */
	void closeDespiteFault(Action action, Direction direction, Random random) {
		connect();
		this.proxy.arm(action, Phase.CLOSE, direction, random.nextLong(4));
		write();
		this.client.close();
		patiently().until(() -> !this.proxy.struck().isEmpty());
		assertThat(this.client.status().state()).isEqualTo(ConnectionState.CLOSED);
		awaitGone();
	}

	/** A client that is up to date, and present once, in one session. */
	void awaitRecovered() {
		this.server.set(this.counter, LAST);
		awaitEqual();
		patiently().untilAsserted(() -> {
			assertThat(sessions()).singleElement().extracting(SessionInfo::watchedKeys).isEqualTo(this.keys.size());
			assertThat(isPresent()).isTrue();
		});
		JsonNode last = this.server.get(this.counter).orElseThrow().value();
		patiently().until(() -> this.deliveries.countOf(this.counter, last) > 0);
		assertTruthful();
	}

	private void awaitEqual() {
		patiently().untilAsserted(() -> {
			assertThat(this.client.status().state()).isEqualTo(ConnectionState.RESTORED);
			assertThat(this.ledger.isSettled()).isTrue();
			for (String key : this.keys) {
				assertThat(this.client.get(key)).as(key).contains(this.server.get(key).orElseThrow().value());
			}
		});
	}

	/** Nothing of the client is left, not even on the server. */
	private void awaitGone() {
		patiently().untilAsserted(() -> {
			assertThat(this.ledger.isSettled()).isTrue();
			assertThat(sessions()).isEmpty();
			assertThat(isPresent()).isFalse();
		});
		assertTruthful();
	}

	private void assertTruthful() {
		this.ledger.assertAgreesWith(this.server);
		this.keys.forEach(this.deliveries::assertNothingTwice);
	}

	private List<SessionInfo> sessions() {
		return this.server.sessions().stream().filter((info) -> this.subject.equals(info.subject())).toList();
	}

	private boolean isPresent() {
		return this.server.get(this.room).filter((snapshot) -> snapshot.value().has("me")).isPresent();
	}

	static ConditionFactory patiently() {
		return Awaitility.await().atMost(30, TimeUnit.SECONDS).pollInterval(10, TimeUnit.MILLISECONDS);
	}

	@Override
	public void close() {
		this.client.close();
		this.proxy.close();
	}

}
