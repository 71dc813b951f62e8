// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

import dev.sodp.boot.properties.InvalidSodpPropertyException;
import dev.sodp.boot.properties.ServerPropertiesMapper;
import dev.sodp.boot.properties.SodpServerProperties;
import dev.sodp.netty.NettySodpEndpoint;
import dev.sodp.spring.SodpServerLifecycle;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

/**
 * Has the endpoint on {@code sodp.server.port} listen while the application runs, and
 * publishes the port that it has got.
 */
final class NettyEndpointLifecycle implements SmartLifecycle {

	/**
	 * Phase of this lifecycle. It starts after the server accepts sessions, and before
	 * clients of this application connect. It stops after the clients, and after
	 * {@link dev.sodp.spring.SodpServerDrain}.
	 */
	static final int PHASE = SodpServerLifecycle.PHASE + 128;

	private static final String PORT = "local.sodp.port";

	private static final String PORTS = "sodpServerPorts";

	private final NettySodpEndpoint endpoint;

	private final SodpServerProperties properties;

	private final ConfigurableEnvironment environment;

	private volatile boolean running;

	NettyEndpointLifecycle(NettySodpEndpoint endpoint, SodpServerProperties properties,
			ConfigurableEnvironment environment) {
		this.endpoint = endpoint;
		this.properties = properties;
		this.environment = environment;
	}

	@Override
	public void start() {
		try {
			this.endpoint.start();
		}
		catch (UncheckedIOException ex) {
			throw new UnusablePortException(new ServerPropertiesMapper(this.properties).port(), ex);
		}
		catch (IllegalStateException ex) {
			throw new InvalidSodpPropertyException("sodp.server.netty.transport",
					this.properties.netty().transport().name().toLowerCase(Locale.ROOT).replace('_', '-'),
					String.valueOf(ex.getMessage()), "Use 'auto' for the best one that works", ex);
		}
		this.running = true;
		publish(this.endpoint.localPort());
	}

	private void publish(int port) {
		MutablePropertySources sources = this.environment.getPropertySources();
		sources.remove(PORTS);
		sources.addFirst(new MapPropertySource(PORTS, Map.of(PORT, port)));
	}

	@Override
	public void stop() {
		this.running = false;
		this.endpoint.stop();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
