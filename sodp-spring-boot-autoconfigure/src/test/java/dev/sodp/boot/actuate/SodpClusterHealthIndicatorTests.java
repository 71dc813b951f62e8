// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.time.Duration;
import java.util.List;

import dev.sodp.server.SodpServer;
import dev.sodp.server.journal.ClusterStatus;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static dev.sodp.boot.actuate.ClusterStatuses.LOSS;
import static dev.sodp.boot.actuate.ClusterStatuses.status;
import static org.assertj.core.api.Assertions.assertThat;

class SodpClusterHealthIndicatorTests {

	private static final Duration LEASE = Duration.ofSeconds(10);

	private static Health health(ClusterStatus status) {
		return new SodpClusterHealthIndicator(ClusterStatuses.server(status), LEASE).health();
	}

	@Test
	void aNodeThatFollowsTheLogIsUp() {
		Health health = health(status(null, LEASE, null));

		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("node", "a")
			.containsEntry("nodes", List.of("a", "b"))
			.containsEntry("lag", "PT10S")
			.containsEntry("roundTrip", "PT0.003S")
			.containsEntry("heldKeys", 7)
			.doesNotContainKeys("reason", "lastLossOfHistory");
	}

	@Test
	void aNodeThatRefusesSessionsIsOutOfService() {
		Health health = health(status("The cluster's log cannot be reached", Duration.ZERO, null));

		assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health.getDetails()).containsEntry("reason", "The cluster's log cannot be reached")
			.containsKeys("node", "nodes");
	}

	@Test
	void aNodeThatIsBehindForLongerThanALeaseIsOutOfService() {
		Health health = health(status(null, LEASE.plusMillis(1), null));

		assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health.getDetails()).containsKey("reason");
	}

	@Test
	void aLossOfHistoryIsReportedButNoReasonToLeave() {
		Health health = health(status(null, Duration.ZERO, LOSS));

		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("lastLossOfHistory", LOSS);
	}

	@Test
	void aServerThatSharesNothingIsUnknown() {
		try (SodpServer server = SodpServer.builder().build()) {
			Health health = new SodpClusterHealthIndicator(server, LEASE).health();

			assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
		}
	}

	@Test
	void theHealthOfTheServerNamesTheCluster() {
		SodpServer server = ClusterStatuses.server(status(null, Duration.ZERO, null));

		assertThat(new SodpServerHealthIndicator(server).health().getDetails()).containsEntry("durability", "cluster")
			.doesNotContainKey("bytes");
	}

}
