// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.util.SplittableRandom;

/** What happens to the {@link SimulatedStore} of a cluster and to the way to it. */
final class StoreTrouble {

	private final SimulatedStore store;

	private final SplittableRandom random;

	/** Whether the store may lose what it has answered. */
	private final boolean forgetful;

	StoreTrouble(SimulatedStore store, SplittableRandom random, boolean forgetful) {
		this.store = store;
		this.random = random;
		this.forgetful = forgetful;
	}

	void strike(SimulatedLog log) {
		switch (this.random.nextInt(12)) {
			case 0, 1, 2 -> log.cut();
			case 3, 4 -> log.stall(millis(12_000));
			case 5 -> log.refuse(millis(20_000));
			case 6 -> this.store.stop(millis(8_000));
			case 7, 8 -> this.store.restart(millis(5_000));
			case 9 -> this.store.partition().trim(1 + this.random.nextInt(5));
			case 10 -> {
				if (this.forgetful) {
					this.store.loseTail(millis(3_000), millis(5_000));
				}
			}
			default -> {
				if (this.forgetful && this.random.nextInt(10) == 0) {
					this.store.loseAll(millis(5_000));
				}
			}
		}
	}

	private Duration millis(int most) {
		return Duration.ofMillis(this.random.nextInt(1, most));
	}

}
