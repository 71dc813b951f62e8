// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.util.SplittableRandom;

/** What goes wrong between a node and a {@link SimulatedStore}. */
final class StoreFaults {

	private final SplittableRandom random;

	private final boolean none;

	private boolean healed;

	private boolean refusing;

	private StoreFaults(SplittableRandom random, boolean none) {
		this.random = random;
		this.none = none;
		this.healed = none;
	}

	static StoreFaults any(SplittableRandom random) {
		return new StoreFaults(random, false);
	}

	static StoreFaults none() {
		return new StoreFaults(new SplittableRandom(0), true);
	}

	/** Nothing goes wrong any more, although things go on to take their time. */
	void heal() {
		this.healed = true;
		this.refusing = false;
	}

	void refuse(boolean refuse) {
		this.refusing = refuse && !this.healed;
	}

	boolean refuses() {
		return this.refusing || rarely(10);
	}

	/** Whether what was stored reached enough replicas. */
	boolean confirms() {
		return !rarely(100);
	}

	/** Something that happens once in so many cases. */
	boolean rarely(int cases) {
		return !this.healed && this.random.nextInt(cases) == 0;
	}

	/** How long a message takes. */
	Duration latency() {
		if (this.none) {
			return Duration.ofNanos(1);
		}
		return micros(rarely(20) ? 200_000 : 1_000);
	}

	/** How long it takes until a follower learns of a change. */
	Duration lag() {
		if (this.none) {
			return Duration.ofNanos(1);
		}
		return micros(rarely(100) ? 3_000_000 : rarely(10) ? 300_000 : 1_000);
	}

	/** How long something goes on that should have ended. */
	Duration lateness() {
		return micros(this.random.nextBoolean() ? 10_000 : 5_000_000);
	}

	private Duration micros(int most) {
		return Duration.ofNanos(1_000L * this.random.nextInt(most) + 1);
	}

}
