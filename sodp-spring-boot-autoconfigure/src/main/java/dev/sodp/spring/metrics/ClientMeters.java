// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.metrics;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

import dev.sodp.client.ClientStatistics;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpClient;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.BaseUnits;
import org.jspecify.annotations.Nullable;

/**
 * The meters of a single client.
 */
final class ClientMeters {

	private final SodpClient client;

	private final Tags tags;

	private final RecentStatistics statistics;

	private final BoundMeters bound;

	ClientMeters(String name, SodpClient client, Duration maxAge, BoundMeters bound) {
		this.client = client;
		this.tags = Tags.of("client", name);
		this.statistics = new RecentStatistics(client::statistics, maxAge);
		this.bound = bound;
	}

	void bindTo(MeterRegistry registry) {
		bindConnection(registry);
		bindKeys(registry);
		bindWrites(registry);
		bindDeliveries(registry);
		bindQueues(registry);
		bindTraffic(registry);
	}

	private void bindConnection(MeterRegistry registry) {
		for (ConnectionState state : ConnectionState.values()) {
			this.bound.add(registry,
					Gauge.builder("sodp.client.state", this, (meters) -> meters.isIn(state) ? 1 : 0)
						.tags(this.tags.and("state", state.name().toLowerCase(Locale.ROOT)))
						.description("1 for the current connection state, 0 for all others")
						.register(registry));
		}
		counter("sodp.client.connection.attempts", Tags.empty(), "Connection attempts, successful or not", null,
				(statistics) -> statistics.connections().attempts(), registry);
		counter("sodp.client.reconnects", Tags.empty(), "Sessions established after the first one", null,
				(statistics) -> statistics.connections().reconnects(), registry);
		counter("sodp.client.errors", Tags.empty(), "Errors not reported through a future", null,
				ClientStatistics::errors, registry);
	}

	private boolean isIn(ConnectionState state) {
		return this.client.status().state() == state;
	}

	private void bindKeys(MeterRegistry registry) {
		this.bound.add(registry,
				Gauge.builder("sodp.client.keys.watched", this, (meters) -> meters.client.status().watchedKeys())
					.tags(this.tags)
					.description("Watched keys")
					.register(registry));
		this.bound.add(registry,
				Gauge.builder("sodp.client.keys.pending", this, (meters) -> meters.client.status().pendingKeys())
					.tags(this.tags)
					.description("Watched keys waiting for the server's value")
					.register(registry));
		String restores = "Keys restored after a connect, by replay or by snapshot";
		counter("sodp.client.restores", Tags.of("outcome", "resumed"), restores, null,
				(statistics) -> statistics.restores().resumed(), registry);
		counter("sodp.client.restores", Tags.of("outcome", "snapshot"), restores, null,
				(statistics) -> statistics.restores().snapshots(), registry);
		counter("sodp.client.resyncs", Tags.empty(), "Keys found out of sync and requested again", null,
				(statistics) -> statistics.restores().resyncs(), registry);
		String deltas = "Deltas received from the server";
		counter("sodp.client.deltas", Tags.of("outcome", "applied"), deltas, null,
				(statistics) -> statistics.deltas().applied(), registry);
		counter("sodp.client.deltas", Tags.of("outcome", "duplicate"), deltas, null,
				(statistics) -> statistics.deltas().duplicates(), registry);
		counter("sodp.client.deltas", Tags.of("outcome", "rejected"), deltas, null,
				(statistics) -> statistics.deltas().rejected(), registry);
	}

	private void bindWrites(MeterRegistry registry) {
		String writes = "Writes and other calls by outcome";
		counter("sodp.client.writes", Tags.of("outcome", "applied"), writes, null,
				(statistics) -> statistics.writes().applied(), registry);
		counter("sodp.client.writes", Tags.of("outcome", "rejected"), writes, null,
				(statistics) -> statistics.writes().rejected(), registry);
		counter("sodp.client.writes", Tags.of("outcome", "not_sent"), writes, null,
				(statistics) -> statistics.writes().notSent(), registry);
		counter("sodp.client.writes", Tags.of("outcome", "unknown"), writes, null,
				(statistics) -> statistics.writes().unknown(), registry);
	}

	private void bindDeliveries(MeterRegistry registry) {
		this.bound.add(registry,
				FunctionTimer
					.builder("sodp.client.delivery.lag", this, (meters) -> meters.deliveries().delivered(),
							(meters) -> meters.deliveries().lag().toNanos(), TimeUnit.NANOSECONDS)
					.tags(this.tags)
					.description("Time between the arrival of an event and the start of its callback")
					.register(registry));
		this.bound.add(registry,
				TimeGauge
					.builder("sodp.client.delivery.lag.longest", this, TimeUnit.NANOSECONDS,
							(meters) -> meters.deliveries().maxLag().toNanos())
					.tags(this.tags)
					.description(
							"Longest time between the arrival of an event and the start of its callback since startup")
					.register(registry));
		// Without a unit: some registries would append it to the name, which contains it.
		counter("sodp.client.events.conflated", Tags.empty(), "Events conflated into later ones", null,
				(statistics) -> statistics.deliveries().merged(), registry);
	}

	private ClientStatistics.Deliveries deliveries() {
		return this.statistics.get().deliveries();
	}

	private void bindQueues(MeterRegistry registry) {
		queue("calls", (statistics) -> statistics.queues().calls(), registry);
		queue("unanswered", (statistics) -> statistics.queues().unanswered(), registry);
		queue("events", (statistics) -> statistics.queues().events(), registry);
	}

	private void queue(String queue, ToLongFunction<ClientStatistics> size, MeterRegistry registry) {
		this.bound.add(registry,
				Gauge.builder("sodp.client.queue.size", this, (meters) -> size.applyAsLong(meters.statistics.get()))
					.tags(this.tags.and("queue", queue))
					.description("Unsent calls, unanswered requests and undelivered events")
					.register(registry));
	}

	private void bindTraffic(MeterRegistry registry) {
		String frames = "Protocol frames";
		counter("sodp.client.frames", Tags.of("direction", "in"), frames, null,
				(statistics) -> statistics.traffic().framesIn(), registry);
		counter("sodp.client.frames", Tags.of("direction", "out"), frames, null,
				(statistics) -> statistics.traffic().framesOut(), registry);
		String traffic = "Bytes of protocol frames";
		counter("sodp.client.traffic", Tags.of("direction", "in"), traffic, BaseUnits.BYTES,
				(statistics) -> statistics.traffic().bytesIn(), registry);
		counter("sodp.client.traffic", Tags.of("direction", "out"), traffic, BaseUnits.BYTES,
				(statistics) -> statistics.traffic().bytesOut(), registry);
		// Not a counter: the delta of a tiny value may take more bytes than the value
		// itself.
		this.bound.add(registry,
				Gauge.builder("sodp.client.saved", this, (meters) -> meters.statistics.get().traffic().bytesSaved())
					.tags(this.tags)
					.baseUnit(BaseUnits.BYTES)
					.description("Estimated bytes saved since startup by sending deltas instead of whole values")
					.register(registry));
	}

	private void counter(String name, Tags more, String description, @Nullable String unit,
			ToLongFunction<ClientStatistics> count, MeterRegistry registry) {
		this.bound.add(registry,
				FunctionCounter.builder(name, this, (meters) -> count.applyAsLong(meters.statistics.get()))
					.tags(this.tags.and(more))
					.description(description)
					.baseUnit(unit)
					.register(registry));
	}

}
