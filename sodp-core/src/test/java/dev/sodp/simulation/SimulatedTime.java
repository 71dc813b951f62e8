// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A clock and everything that is going to happen. One thread, no waiting: time jumps from
 * event to event, and events of the same moment happen in the order in which they were
 * planned.
 */
public final class SimulatedTime {

	private final PriorityQueue<Event> events = new PriorityQueue<>(
			Comparator.comparingLong(Event::at).thenComparingLong(Event::number));

	private long now;

	private long planned;

	private long steps;

	/** Time since the start of the simulation. */
	public long nanos() {
		return this.now;
	}

	public Instant instant() {
		return Instant.EPOCH.plusNanos(this.now);
	}

	public void at(long time, Runnable action) {
		this.events.add(new Event(Math.max(time, this.now), this.planned++, action));
	}

	public void after(Duration delay, Runnable action) {
		at(this.now + delay.toNanos(), action);
	}

	/** Lets everything happen that is due within a span. */
	public void run(Duration span, Runnable afterEachStep) {
		long end = this.now + span.toNanos();
		while (!this.events.isEmpty() && this.events.element().at() <= end) {
			Event event = this.events.remove();
			this.now = event.at();
			event.action().run();
			this.steps++;
			afterEachStep.run();
		}
		this.now = end;
	}

	public long steps() {
		return this.steps;
	}

	private record Event(long at, long number, Runnable action) {
	}

}
