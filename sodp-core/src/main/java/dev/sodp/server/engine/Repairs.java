// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Has keys loaded again of which an interceptor may have changed what is stored elsewhere
 * although the state did not follow. Repeated until it succeeds, since what watchers see
 * is wrong until then.
 */
final class Repairs {

	private static final Duration FIRST_DELAY = Duration.ofSeconds(1);

	private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

	private final ServerClock clock;

	private final Timers timers;

	private final ApplicationCalls calls;

	/** Keys of which another attempt is planned. */
	private final Set<String> planned = new HashSet<>();

	Repairs(ServerClock clock, Timers timers, ApplicationCalls calls) {
		this.clock = clock;
		this.timers = timers;
		this.calls = calls;
	}

	/**
	 * The first attempt.
	 * @param key a key that has a loader
	 * @param submit carries out an attempt
	 * @return the mutation that makes it
	 */
	PendingMutation repair(String key, Consumer<PendingMutation> submit) {
		return new Attempt(key, FIRST_DELAY, submit).mutation();
	}

	/** One attempt to load a key. */
	private final class Attempt implements PendingResult {

		private final String key;

		private final Duration delay;

		private final Consumer<PendingMutation> submit;

		Attempt(String key, Duration delay, Consumer<PendingMutation> submit) {
			this.key = key;
			this.delay = delay;
			this.submit = submit;
		}

		PendingMutation mutation() {
			return PendingMutation.reload(this.key, this);
		}

		@Override
		public void succeeded(long version) {
		}

		@Override
		public void failed(RuntimeException failure) {
			Repairs.this.calls.failed(Repairs.this, "the repair of '" + this.key + "'", failure);
			if (Repairs.this.planned.add(this.key)) {
				long due = Repairs.this.clock.nanos() + this.delay.toNanos();
				Repairs.this.timers.schedule(due, this::repeat);
			}
		}

		private void repeat() {
			Repairs.this.planned.remove(this.key);
			Duration doubled = this.delay.multipliedBy(2);
			Duration next = (doubled.compareTo(LONGEST_DELAY) < 0) ? doubled : LONGEST_DELAY;
			this.submit.accept(new Attempt(this.key, next, this.submit).mutation());
		}

	}

}
