package dev.sodp.boot;

import java.util.Objects;

import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.SodpClient;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@link HealthIndicator} of a client: up while its session is live, also while keys
 * still wait for their value.
 */
public final class SodpHealthIndicator extends AbstractHealthIndicator {

	private final SodpClient client;

	/**
	 * Creates an indicator.
	 * @param client asked for its status
	 */
	public SodpHealthIndicator(SodpClient client) {
		super("SODP health check failed");
		this.client = Objects.requireNonNull(client, "client must not be null");
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		ConnectionStatus status = this.client.status();
		if (status.state().isLive()) {
			builder.up();
		}
		else {
			builder.down();
		}
		builder.withDetail("state", status.state().name())
			.withDetail("since", status.since())
			.withDetail("url", SafeUri.of(status.uri()))
			.withDetail("watchedKeys", status.watchedKeys())
			.withDetail("pendingKeys", status.pendingKeys());
		if (status.server() != null) {
			builder.withDetail("server", status.server());
		}
		if (status.protocolVersion() != null) {
			builder.withDetail("protocolVersion", status.protocolVersion());
		}
		if (status.nextAttempt() != null) {
			builder.withDetail("nextAttempt", status.since().plus(status.nextAttempt()));
		}
		Throwable failure = status.lastFailure();
		if (failure != null) {
			String message = failure.getMessage();
			builder.withDetail("lastFailure",
					(message != null) ? SafeUri.in(message) : failure.getClass().getSimpleName());
		}
	}

}
