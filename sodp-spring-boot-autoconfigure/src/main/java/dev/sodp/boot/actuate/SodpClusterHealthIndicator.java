// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.time.Duration;
import java.util.Objects;

import dev.sodp.server.SodpServer;
import dev.sodp.server.journal.ClusterStatus;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@link HealthIndicator} for the server that an application hosts as a node of a
 * cluster: out of service while the node refuses sessions or may have missed changes for
 * longer than a lease. A node that is out of service works again without help once it
 * reaches the log; it belongs into no liveness group, as a restart would only close the
 * sessions that it still has.
 */
public final class SodpClusterHealthIndicator extends AbstractHealthIndicator {

	private final SodpServer server;

	private final Duration longestLag;

	/**
	 * Creates an indicator.
	 * @param server the server to check
	 * @param longestLag how far a node that is in service may be behind the others
	 */
	public SodpClusterHealthIndicator(SodpServer server, Duration longestLag) {
		super("SODP cluster health check failed");
		this.server = Objects.requireNonNull(server, "server must not be null");
		this.longestLag = Objects.requireNonNull(longestLag, "longestLag must not be null");
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		this.server.cluster()
			.ifPresentOrElse((status) -> report(status, builder),
					() -> builder.unknown().withDetail("reason", "The server has a journal of its own"));
	}

	private void report(ClusterStatus status, Health.Builder builder) {
		if (status.refusal() != null) {
			builder.outOfService().withDetail("reason", status.refusal());
		}
		else if (status.lag().compareTo(this.longestLag) > 0) {
			builder.outOfService().withDetail("reason", "The log has not been followed for longer than a lease");
		}
		else {
			builder.up();
		}
		builder.withDetail("node", status.node())
			.withDetail("nodes", status.nodes())
			.withDetail("lag", status.lag().toString())
			.withDetail("roundTrip", status.roundTrip().toString())
			.withDetail("heldKeys", status.heldKeys());
		if (status.lastLoss() != null) {
			builder.withDetail("lastLossOfHistory", status.lastLoss());
		}
	}

}
