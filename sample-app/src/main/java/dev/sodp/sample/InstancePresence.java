package dev.sodp.sample;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.sodp.client.ConnectionListener;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.ConnectionStatus;
import dev.sodp.spring.SodpOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Shows this instance to all others for as long as it is connected. The server removes
 * the entry however the connection ends, and the client registers it again on the next
 * one.
 */
@Component
final class InstancePresence implements ConnectionListener {

	private static final Logger logger = LoggerFactory.getLogger(InstancePresence.class);

	private final InstanceId id;

	private final SodpOperations sodp;

	private final Environment environment;

	private final String role;

	private final AtomicBoolean registered = new AtomicBoolean();

	InstancePresence(InstanceId id, SodpOperations sodp, Environment environment,
			@Value("${sodp.server.enabled:false}") boolean server) {
		this.id = id;
		this.sodp = sodp;
		this.environment = environment;
		this.role = server ? "server" : "client";
	}

	/**
	 * Waits for the first connection, because a presence that could not be sent in time
	 * is given up.
	 */
	@Override
	public void onStateChange(ConnectionState previous, ConnectionStatus status) {
		if (status.state() == ConnectionState.CONNECTED && this.registered.compareAndSet(false, true)) {
			register();
		}
	}

	private void register() {
		int port = this.environment.getProperty("local.server.port", Integer.class, 0);
		this.sodp.presence(Instance.KEY, "/" + this.id, new Instance(this.role, port, Instant.now()))
			.whenComplete((result, failure) -> {
				if (failure == null) {
					logger.info("Instance {} is present, see http://localhost:{}/", this.id, port);
				}
				else {
					logger.warn("Instance {} could not register itself: {}", this.id, failure.getMessage());
					this.registered.set(false);
				}
			});
	}

}
