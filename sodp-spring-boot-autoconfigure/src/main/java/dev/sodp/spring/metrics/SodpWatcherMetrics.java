// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.metrics;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.sodp.spring.watch.SodpWatchInvocationListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Records the duration of the calls of each {@code @SodpWatch} method as
 * {@code sodp.client.watcher}, with the tags {@code client}, {@code watcher} (its id) and
 * {@code outcome} ({@code success} or {@code error}). Closing the listener removes the
 * timers from the registry.
 */
public final class SodpWatcherMetrics implements SodpWatchInvocationListener, AutoCloseable {

	private final MeterRegistry registry;

	private final Set<Timer> timers = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	/**
	 * Creates a listener.
	 * @param registry the registry to create the timers in
	 */
	public SodpWatcherMetrics(MeterRegistry registry) {
		this.registry = Objects.requireNonNull(registry, "registry must not be null");
	}

	@Override
	public void invoked(Invocation invocation) {
		Timer timer = Timer.builder("sodp.client.watcher")
			.tag("client", invocation.client())
			.tag("watcher", invocation.watcherId())
			.tag("outcome", (invocation.failure() != null) ? "error" : "success")
			.description("Duration of calls of @SodpWatch methods")
			.register(this.registry);
		timer.record(invocation.duration());
		this.timers.add(timer);
		if (this.closed) {
			// A call may outlast the time that the context waits for it.
			this.registry.remove(timer);
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.timers.forEach(this.registry::remove);
	}

}
