// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.time.Duration;
import java.util.Arrays;

import dev.sodp.spring.web.SodpWebSocketHandler;
import org.eclipse.jetty.server.AbstractConnector;

import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Leaves it to the SODP server to end its sessions when the application stops. From the
 * beginning of its graceful shutdown on, Jetty ends every connection that is idle for a
 * second, also WebSockets, and whatever idle timeout these have.
 */
final class JettyIdleTimeoutCustomizer implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> {

	private final Duration idleTimeout;

	/**
	 * Creates the customizer.
	 * @param phase maximum duration of a phase of the shutdown, in one of which the
	 * sessions end
	 */
	JettyIdleTimeoutCustomizer(Duration phase) {
		this.idleTimeout = phase.plus(SodpWebSocketHandler.SEND_TIMEOUT);
	}

	@Override
	public void customize(ConfigurableJettyWebServerFactory factory) {
		factory.addServerCustomizers((server) -> Arrays.stream(server.getConnectors())
			.filter(AbstractConnector.class::isInstance)
			.map(AbstractConnector.class::cast)
			.forEach((connector) -> connector
				.setShutdownIdleTimeout(Math.max(this.idleTimeout.toMillis(), connector.getShutdownIdleTimeout()))));
	}

}
