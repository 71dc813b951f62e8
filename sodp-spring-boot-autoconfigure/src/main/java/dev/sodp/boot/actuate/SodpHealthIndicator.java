// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;

import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.SodpClient;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@link HealthIndicator} for a client: up while its session is live, even while keys are
 * still waiting for their value, unless a key has been waiting for longer than a limit.
 * The details contain the number of stale keys and the names of the stalest ones.
 */
public final class SodpHealthIndicator extends AbstractHealthIndicator {

	private final SodpClient client;

	private final @Nullable Duration staleLimit;

	private final Clock clock;

	/**
	 * Creates an indicator that tolerates stale keys.
	 * @param client the client to check
	 */
	public SodpHealthIndicator(SodpClient client) {
		this(client, null);
	}

	/**
	 * Creates an indicator.
	 * @param client the client to check
	 * @param staleLimit how long the value of a watched key may lag behind the server
	 * before health is down; null to tolerate stale keys
	 */
	public SodpHealthIndicator(SodpClient client, @Nullable Duration staleLimit) {
		this(client, staleLimit, Clock.systemUTC());
	}

	SodpHealthIndicator(SodpClient client, @Nullable Duration staleLimit, Clock clock) {
		super("SODP health check failed");
		this.client = Objects.requireNonNull(client, "client must not be null");
		this.staleLimit = staleLimit;
		this.clock = clock;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		ConnectionStatus status = this.client.status();
		StaleKeys stale = new StaleKeys(this.client.keyStatuses(), this.clock.instant());
		boolean tooStale = this.staleLimit != null && stale.exceed(this.staleLimit);
		if (status.state().isLive() && !tooStale) {
			builder.up();
		}
		else {
			builder.down();
		}
		ConnectionDetails.of(status).forEach(builder::withDetail);
		builder.withDetail("staleKeys", stale.count());
		if (stale.count() > 0) {
			builder.withDetail("stalestKeys", stale.stalest());
		}
		if (this.staleLimit != null) {
			builder.withDetail("staleLimit", this.staleLimit.toString());
		}
	}

}
