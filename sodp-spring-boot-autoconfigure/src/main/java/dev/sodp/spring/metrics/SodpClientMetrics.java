// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sodp.spring.SodpClients;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * {@link MeterBinder} for every client of an application: one set of
 * {@code sodp.client.*} meters per client, distinguished by the tag {@code client} alone,
 * so that their number does not depend on keys or data. Reading a meter never waits for
 * the network; its value is at most one second old. Closing the binder removes the meters
 * from their registries.
 */
public final class SodpClientMetrics implements MeterBinder, AutoCloseable {

	private static final Duration MAX_AGE = Duration.ofSeconds(1);

	private final SodpClients clients;

	private final Duration maxAge;

	/** Meter registries hold only weak references to what they read from. */
	private final List<ClientMeters> measured = new CopyOnWriteArrayList<>();

	private final BoundMeters bound = new BoundMeters();

	/**
	 * Creates a binder.
	 * @param clients the clients to measure
	 */
	public SodpClientMetrics(SodpClients clients) {
		this(clients, MAX_AGE);
	}

	SodpClientMetrics(SodpClients clients, Duration maxAge) {
		this.clients = Objects.requireNonNull(clients, "clients must not be null");
		this.maxAge = maxAge;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.clients.all().forEach((name, client) -> {
			ClientMeters meters = new ClientMeters(name, client, this.maxAge, this.bound);
			this.measured.add(meters);
			meters.bindTo(registry);
		});
	}

	@Override
	public void close() {
		this.bound.remove();
		this.measured.clear();
	}

}
