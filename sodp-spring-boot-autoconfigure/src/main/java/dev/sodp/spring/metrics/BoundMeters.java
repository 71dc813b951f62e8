// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.metrics;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Meters that are removed from their registry together. A registry may outlive what they
 * measure: it would return them, without anything to read from, to whoever registers
 * meters of the same name next. Thread-safe.
 */
final class BoundMeters {

	private final Queue<Bound> meters = new ConcurrentLinkedQueue<>();

	void add(MeterRegistry registry, Meter meter) {
		this.meters.add(new Bound(registry, meter));
	}

	void remove() {
		for (Bound next = this.meters.poll(); next != null; next = this.meters.poll()) {
			next.registry().remove(next.meter());
		}
	}

	private record Bound(MeterRegistry registry, Meter meter) {
	}

}
