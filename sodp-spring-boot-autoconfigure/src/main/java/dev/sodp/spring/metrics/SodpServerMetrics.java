// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.metrics;

import java.util.Objects;

import dev.sodp.server.SodpServer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * {@link MeterBinder} for the server that an application hosts: {@code sodp.server.*}
 * meters, without tags. Closing the binder removes the meters from their registries.
 */
public final class SodpServerMetrics implements MeterBinder, AutoCloseable {

	private final SodpServer server;

	private final BoundMeters bound = new BoundMeters();

	/**
	 * Creates a binder.
	 * @param server the server to measure
	 */
	public SodpServerMetrics(SodpServer server) {
		this.server = Objects.requireNonNull(server, "server must not be null");
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.bound.add(registry,
				Gauge.builder("sodp.server.sessions", this.server, (measured) -> measured.statistics().sessions())
					.description("Open sessions")
					.register(registry));
		this.bound.add(registry,
				Gauge.builder("sodp.server.keys", this.server, (measured) -> measured.statistics().keys())
					.description("Keys that exist, are watched or were deleted recently")
					.register(registry));
		this.bound.add(registry, FunctionCounter
			.builder("sodp.server.sessions.opened", this.server, (measured) -> measured.statistics().sessionsOpened())
			.description("Sessions opened")
			.register(registry));
		this.bound.add(registry,
				FunctionCounter
					.builder("sodp.server.mutations", this.server, (measured) -> measured.statistics().mutations())
					.description("Mutations applied")
					.register(registry));
		this.bound.add(registry,
				FunctionCounter
					.builder("sodp.server.evictions", this.server, (measured) -> measured.statistics().evictions())
					.description("Sessions closed because the client was too slow to read")
					.register(registry));
	}

	@Override
	public void close() {
		this.bound.remove();
	}

}
