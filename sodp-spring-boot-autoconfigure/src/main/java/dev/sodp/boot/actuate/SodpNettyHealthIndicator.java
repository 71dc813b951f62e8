// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.util.Locale;
import java.util.Objects;

import dev.sodp.netty.NettySodpEndpoint;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@link HealthIndicator} for an endpoint on a port of its own: down while clients cannot
 * connect, for example because the process has reached its limit of open files.
 */
public final class SodpNettyHealthIndicator extends AbstractHealthIndicator {

	private final NettySodpEndpoint endpoint;

	/**
	 * Creates an indicator.
	 * @param endpoint the endpoint to check
	 */
	public SodpNettyHealthIndicator(NettySodpEndpoint endpoint) {
		super("SODP Netty endpoint health check failed");
		this.endpoint = Objects.requireNonNull(endpoint, "endpoint must not be null");
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		if (!this.endpoint.isAccepting()) {
			builder.down().withDetail("reason", "Connections are not accepted");
			return;
		}
		builder.up()
			.withDetail("transport", this.endpoint.transport().name().toLowerCase(Locale.ROOT).replace('_', '-'));
	}

}
