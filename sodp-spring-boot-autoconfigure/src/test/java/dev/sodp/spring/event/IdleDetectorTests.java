// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.event;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;

import dev.sodp.client.ClientStatistics;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.SodpClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class IdleDetectorTests {

	private static final long SECOND = 1_000_000_000;

	private final SodpClient client = mock();

	private final IdleDetector detector = new IdleDetector(this.client, Duration.ofSeconds(10));

	@BeforeEach
	void live() {
		state(ConnectionState.RESTORED);
		applied(1);
	}

	private void state(ConnectionState state) {
		given(this.client.status()).willReturn(new ConnectionStatus(state, Instant.EPOCH, URI.create("ws://test"), null,
				null, null, 1, 0, null, null));
	}

	private void applied(long deltas) {
		given(this.client.statistics()).willReturn(
				new ClientStatistics(new ClientStatistics.Connections(1, 1), new ClientStatistics.Restores(0, 1, 0),
						new ClientStatistics.Deltas(deltas, 0, 0), new ClientStatistics.Writes(0, 0, 0, 0),
						new ClientStatistics.Deliveries(0, 0, Duration.ZERO, Duration.ZERO),
						new ClientStatistics.Queues(0, 0, 0), new ClientStatistics.Traffic(0, 0, 0, 0, 0, 0), 0));
	}

	@Test
	void clientIsIdleWhenTheIntervalHasPassedWithoutAChange() {
		assertThat(this.detector.check(0)).isEmpty();
		assertThat(this.detector.check(9 * SECOND)).isEmpty();
		assertThat(this.detector.check(10 * SECOND)).contains(Duration.ofSeconds(10));
	}

	@Test
	void changeBeginsTheIntervalAnew() {
		this.detector.check(0);
		applied(2);
		assertThat(this.detector.check(9 * SECOND)).isEmpty();
		assertThat(this.detector.check(18 * SECOND)).isEmpty();
		assertThat(this.detector.check(19 * SECOND)).contains(Duration.ofSeconds(10));
	}

	@Test
	void idleClientIsToldOnceInEachInterval() {
		this.detector.check(0);
		this.detector.check(10 * SECOND);
		assertThat(this.detector.check(11 * SECOND)).isEmpty();
		assertThat(this.detector.check(20 * SECOND)).contains(Duration.ofSeconds(20));
	}

	@Test
	void clientWithoutSessionIsNotIdle() {
		state(ConnectionState.WAITING);
		this.detector.check(0);
		assertThat(this.detector.check(60 * SECOND)).isEmpty();
	}

	@Test
	void intervalCountsFromTheSession() {
		state(ConnectionState.WAITING);
		this.detector.check(0);
		this.detector.check(60 * SECOND);
		state(ConnectionState.CONNECTED);
		assertThat(this.detector.check(65 * SECOND)).isEmpty();
		assertThat(this.detector.check(70 * SECOND)).contains(Duration.ofSeconds(10));
	}

}
