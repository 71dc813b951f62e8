// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A clock that stands still unless a test moves it, and that overflows soon.
 */
final class ManualTimer implements KeyFetchTimer {

	private static final long START = Long.MAX_VALUE - 1;

	private final PriorityQueue<Alarm> alarms = new PriorityQueue<>(Comparator.comparingLong(Alarm::due));

	private long elapsed;

	@Override
	public long nanoTime() {
		return START + this.elapsed;
	}

	@Override
	public void after(long nanos, Runnable action) {
		this.alarms.add(new Alarm(this.elapsed + nanos, action));
	}

	void advance(Duration duration) {
		long end = this.elapsed + duration.toNanos();
		for (Alarm next = this.alarms.peek(); next != null && next.due <= end; next = this.alarms.peek()) {
			this.alarms.remove();
			this.elapsed = next.due;
			next.action.run();
		}
		this.elapsed = end;
	}

	int alarms() {
		return this.alarms.size();
	}

	private record Alarm(long due, Runnable action) {
	}

}
