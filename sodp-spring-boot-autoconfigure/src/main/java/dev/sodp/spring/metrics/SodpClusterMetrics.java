// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import dev.sodp.server.SodpServer;
import dev.sodp.server.journal.ClusterStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * {@link MeterBinder} for the server that an application hosts as a node of a cluster:
 * {@code sodp.server.cluster.*} meters, without tags. Binds nothing if the state of the
 * server is not shared. Closing the binder removes the meters from their registries.
 */
public final class SodpClusterMetrics implements MeterBinder, AutoCloseable {

	private static final String PREFIX = "sodp.server.cluster.";

	private static final double NANOS_PER_SECOND = 1e9;

	private final SodpServer server;

	private final BoundMeters bound = new BoundMeters();

	/**
	 * Creates a binder.
	 * @param server the server to measure
	 */
	public SodpClusterMetrics(SodpServer server) {
		this.server = Objects.requireNonNull(server, "server must not be null");
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		if (this.server.cluster().isEmpty()) {
			return;
		}
		gauge(registry, "nodes", "Nodes that are alive", (status) -> status.nodes().size());
		gauge(registry, "held.keys", "Keys that this node holds", ClusterStatus::heldKeys);
		time(registry, "lag", "How long the log has not been known to be followed to its end", ClusterStatus::lag);
		time(registry, "round.trip", "Duration of the last renewal of the membership", ClusterStatus::roundTrip);
		time(registry, "last.loss", "When a part of the log was last found to be lost, since 1970; 0 if never",
				SodpClusterMetrics::lastLoss);
		counter(registry, "proposals", "Changes proposed to the log", ClusterStatus::proposals);
		counter(registry, "conflicts", "Proposals computed again, as another node was first", ClusterStatus::conflicts);
		counter(registry, "retries", "Proposals sent again after the connection was lost", ClusterStatus::retries);
		counter(registry, "reloads", "Keys read again, as their chain of changes was broken", ClusterStatus::reloads);
	}

	private static Duration lastLoss(ClusterStatus status) {
		return (status.lastLoss() != null) ? Duration.between(Instant.EPOCH, status.lastLoss()) : Duration.ZERO;
	}

	private void gauge(MeterRegistry registry, String name, String description, ToLongFunction<ClusterStatus> value) {
		this.bound.add(registry,
				Gauge.builder(PREFIX + name, this.server, (measured) -> read(measured, value))
					.description(description)
					.register(registry));
	}

	private void time(MeterRegistry registry, String name, String description,
			Function<ClusterStatus, Duration> value) {
		this.bound.add(registry,
				TimeGauge
					.builder(PREFIX + name, this.server, TimeUnit.SECONDS,
							(measured) -> read(measured, (status) -> value.apply(status).toNanos()) / NANOS_PER_SECOND)
					.description(description)
					.register(registry));
	}

	private void counter(MeterRegistry registry, String name, String description, ToLongFunction<ClusterStatus> value) {
		this.bound.add(registry,
				FunctionCounter.builder(PREFIX + name, this.server, (measured) -> read(measured, value))
					.description(description)
					.register(registry));
	}

	private static double read(SodpServer server, ToLongFunction<ClusterStatus> value) {
		return server.cluster().map(value::applyAsLong).orElse(0L);
	}

	@Override
	public void close() {
		this.bound.remove();
	}

}
