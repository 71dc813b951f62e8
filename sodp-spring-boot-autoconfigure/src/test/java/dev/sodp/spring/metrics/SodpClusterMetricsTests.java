// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.sodp.server.SodpServer;
import dev.sodp.server.journal.ClusterStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class SodpClusterMetricsTests {

	private final SodpServer server = mock(SodpServer.class);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private void cluster(@Nullable Instant lastLoss) {
		given(this.server.cluster()).willReturn(Optional.of(new ClusterStatus("a", List.of("a", "b"), null,
				Duration.ofMillis(1500), Duration.ofMillis(3), lastLoss, 7, 40, 4, 3, 2)));
		new SodpClusterMetrics(this.server).bindTo(this.registry);
	}

	private double read(String name) {
		return this.registry.get("sodp.server.cluster." + name).meter().measure().iterator().next().getValue();
	}

	@Test
	void theStateOfTheNodeIsMeasured() {
		cluster(null);

		assertThat(read("nodes")).isEqualTo(2);
		assertThat(read("held.keys")).isEqualTo(7);
		assertThat(read("lag")).isEqualTo(1.5);
		assertThat(read("round.trip")).isEqualTo(0.003);
	}

	@Test
	void theWorkOfTheNodeIsCounted() {
		cluster(null);

		assertThat(read("proposals")).isEqualTo(40);
		assertThat(read("conflicts")).isEqualTo(4);
		assertThat(read("retries")).isEqualTo(3);
		assertThat(read("reloads")).isEqualTo(2);
	}

	@Test
	void aLossOfHistoryHasATime() {
		cluster(Instant.ofEpochSecond(1_800_000_000));

		assertThat(read("last.loss")).isEqualTo(1_800_000_000);
	}

	@Test
	void noLossOfHistoryIsZero() {
		cluster(null);

		assertThat(read("last.loss")).isZero();
	}

	@Test
	void aServerThatSharesNothingHasNoMeters() {
		given(this.server.cluster()).willReturn(Optional.empty());

		new SodpClusterMetrics(this.server).bindTo(this.registry);

		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void closingRemovesTheMeters() {
		cluster(null);
		SodpClusterMetrics metrics = new SodpClusterMetrics(this.server);
		SimpleMeterRegistry other = new SimpleMeterRegistry();
		metrics.bindTo(other);

		metrics.close();

		assertThat(other.getMeters()).isEmpty();
		assertThat(this.registry.getMeters()).isNotEmpty();
	}

}
