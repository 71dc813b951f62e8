// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * How long the callback of a watch takes, from nothing to as long as the trouble lasts.
 */
final class Pace {

	private final SimulatedTime time;

	private final SplittableRandom random;

	private final Duration trouble;

	private final int longestMillis;

	Pace(SimulatedTime time, SplittableRandom random, Duration trouble, int longestMillis) {
		this.time = time;
		this.random = random;
		this.trouble = trouble;
		this.longestMillis = longestMillis;
	}

	/** Prompt mostly, sometimes slow, and rarely stuck. */
	static Pace any(SimulatedTime time, SplittableRandom random, Duration trouble) {
		int longest = switch (random.nextInt(10)) {
			case 0 -> Integer.MAX_VALUE;
			case 1, 2 -> 20_000;
			default -> 0;
		};
		return new Pace(time, random, trouble, longest);
	}

	/** Completes when the callback is done with an event. */
	CompletionStage<?> takeTime() {
		CompletableFuture<Void> done = new CompletableFuture<>();
		long left = this.trouble.toNanos() - this.time.nanos();
		if (this.longestMillis == 0 || left <= 0) {
			done.complete(null);
		}
		else {
			Duration span = Duration.ofMillis(this.random.nextInt(this.longestMillis));
			this.time.after((span.toNanos() < left) ? span : Duration.ofNanos(left), () -> done.complete(null));
		}
		return done;
	}

}
