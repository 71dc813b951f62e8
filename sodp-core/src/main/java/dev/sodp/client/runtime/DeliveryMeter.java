// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import dev.sodp.client.ClientStatistics;
import dev.sodp.client.engine.KeyEvent;

/**
 * Counts the events delivered to the callbacks of a client, and their lag. Thread-safe.
 */
final class DeliveryMeter {

	private final LongSupplier clock;

	private final LongAdder delivered = new LongAdder();

	private final LongAdder merged = new LongAdder();

	private final LongAdder lag = new LongAdder();

	private final LongAccumulator maxLag = new LongAccumulator(Math::max, 0);

	/**
	 * Creates a meter.
	 * @param clock the one that {@link KeyEvent#at()} is read from
	 */
	DeliveryMeter(LongSupplier clock) {
		this.clock = clock;
	}

	/** An event is about to be passed to its callback. */
	void delivering(KeyEvent event) {
		long late = Math.max(0, this.clock.getAsLong() - event.at());
		this.delivered.increment();
		this.lag.add(late);
		this.maxLag.accumulate(late);
	}

	/** An event was merged into a later one. */
	void merged() {
		this.merged.increment();
	}

	ClientStatistics.Deliveries snapshot() {
		return new ClientStatistics.Deliveries(this.delivered.sum(), this.merged.sum(),
				Duration.ofNanos(this.lag.sum()), Duration.ofNanos(this.maxLag.get()));
	}

}
