// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.metrics;

import java.util.Objects;

import dev.sodp.spring.watch.SodpWatchInvocationListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Records how long the calls of each watching method take, as {@code sodp.client.watcher}
 * with the tags {@code client}, {@code watcher} (its id) and {@code outcome}
 * ({@code success} or {@code error}).
 */
public final class SodpWatcherMetrics implements SodpWatchInvocationListener {

	private final MeterRegistry registry;

	/**
	 * Creates a listener.
	 * @param registry takes the timers
	 */
	public SodpWatcherMetrics(MeterRegistry registry) {
		this.registry = Objects.requireNonNull(registry, "registry must not be null");
	}

	@Override
	public void invoked(Invocation invocation) {
		Timer.builder("sodp.client.watcher")
			.tag("client", invocation.client())
			.tag("watcher", invocation.watcherId())
			.tag("outcome", (invocation.failure() != null) ? "error" : "success")
			.description("Time that calls of watching methods take")
			.register(this.registry)
			.record(invocation.duration());
	}

}
