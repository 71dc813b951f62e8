// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.metrics;

import java.util.Objects;
import java.util.function.ToLongFunction;

import dev.sodp.server.ServerStatistics;
import dev.sodp.server.SodpServer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * {@link MeterBinder} for the server that an application hosts: {@code sodp.server.*}
 * meters. Only {@code sodp.server.memory} has a tag, {@code area}. Closing the binder
 * removes the meters from their registries.
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
		bindMemory(registry, "values", ServerStatistics::valueBytes);
		bindMemory(registry, "logs", ServerStatistics::logBytes);
		this.bound.add(registry,
				FunctionCounter
					.builder("sodp.server.refusals", this.server, (measured) -> measured.statistics().refusals())
					.description("Writes and subscriptions refused for want of memory or keys")
					.register(registry));
		bindJournal(registry);
	}

	private void bindJournal(MeterRegistry registry) {
		this.bound.add(registry,
				Gauge.builder("sodp.server.journal.waiting", this.server, (measured) -> measured.journal().waiting())
					.description("Changes that wait to be stored")
					.register(registry));
		this.bound.add(registry,
				Gauge.builder("sodp.server.journal.size", this.server, (measured) -> measured.journal().bytes())
					.baseUnit(BaseUnits.BYTES)
					.description("Size of the stored state on disk, 0 if it is in memory only")
					.register(registry));
		this.bound.add(registry,
				FunctionCounter
					.builder("sodp.server.journal.commits", this.server, (measured) -> measured.journal().commits())
					.description("Batches of changes written to the disk")
					.register(registry));
	}

	private void bindMemory(MeterRegistry registry, String area, ToLongFunction<ServerStatistics> bytes) {
		this.bound.add(registry,
				Gauge.builder("sodp.server.memory", this.server, (measured) -> bytes.applyAsLong(measured.statistics()))
					.tag("area", area)
					.baseUnit(BaseUnits.BYTES)
					.description("Estimated heap of keys and values, and of the logs for clients that reconnect")
					.register(registry));
	}

	@Override
	public void close() {
		this.bound.remove();
	}

}
