// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.event;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sodp.client.SodpClient;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.SodpClients;
import dev.sodp.transport.InMemoryTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

class SodpIdleMonitorTests {

	private final SodpServer server = SodpServer.builder().build();

	private final SodpClient client = SodpClient.builder("ws://in-memory")
		.transport(new InMemoryTransport(this.server))
		.build();

	private final List<Object> events = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.client.close();
		this.server.close();
	}

	private SodpIdleMonitor monitor(Duration interval) {
		return new SodpIdleMonitor(SodpClients.of(this.client), interval, this.events::add);
	}

	@Test
	void idleClientIsToldAgainAndAgain() {
		SodpIdleMonitor monitor = monitor(Duration.ofMillis(20));
		monitor.start();
		await().until(() -> this.events.size() >= 2);
		monitor.stop();
		assertThat(this.events).allSatisfy((event) -> assertThat(event).isInstanceOfSatisfying(SodpIdleEvent.class,
				(idle) -> assertThat(idle.getIdleTime()).isGreaterThanOrEqualTo(Duration.ofMillis(20))));
	}

	@Test
	void listenerThatThrowsDoesNotEndIt() {
		SodpIdleMonitor monitor = new SodpIdleMonitor(SodpClients.of(this.client), Duration.ofMillis(20), (event) -> {
			this.events.add(event);
			throw new IllegalStateException("for the test");
		});
		monitor.start();
		await().until(() -> this.events.size() >= 2);
		monitor.stop();
		assertThat(monitor.isRunning()).isFalse();
	}

	@Test
	void canBeStartedAgain() {
		SodpIdleMonitor monitor = monitor(Duration.ofMillis(20));
		monitor.start();
		monitor.stop();
		assertThat(monitor.isRunning()).isFalse();
		monitor.start();
		await().until(() -> !this.events.isEmpty());
		monitor.stop();
	}

	@Test
	void intervalMustBePositive() {
		assertThatIllegalArgumentException().isThrownBy(() -> monitor(Duration.ZERO)).withMessageContaining("PT0S");
	}

}
