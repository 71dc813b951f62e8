// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimiterTests {

	private static final long SECOND = 1_000_000_000;

	@Test
	void windowsAreFixedNotSliding() {
		RateLimiter limiter = new RateLimiter(1, 0);

		assertThat(limiter.tryAcquire(SECOND - 1)).isTrue();
		assertThat(limiter.tryAcquire(SECOND)).isTrue();
		assertThat(limiter.tryAcquire(2 * SECOND - 1)).isFalse();
		assertThat(limiter.tryAcquire(2 * SECOND)).isTrue();
	}

	@Test
	void idleTimeSavesNothingUp() {
		RateLimiter limiter = new RateLimiter(1, 0);

		assertThat(limiter.tryAcquire(100 * SECOND)).isTrue();
		assertThat(limiter.tryAcquire(100 * SECOND + 1)).isFalse();
	}

	@Test
	void zeroIsNoLimit() {
		RateLimiter limiter = new RateLimiter(0, 0);

		for (int i = 0; i < 100; i++) {
			assertThat(limiter.tryAcquire(0)).isTrue();
		}
	}

	@Test
	void clockMayWrapAround() {
		RateLimiter limiter = new RateLimiter(1, Long.MAX_VALUE - 1);

		assertThat(limiter.tryAcquire(Long.MAX_VALUE)).isTrue();
		assertThat(limiter.tryAcquire(Long.MIN_VALUE + 10)).isFalse();
		assertThat(limiter.tryAcquire(Long.MIN_VALUE + SECOND)).isTrue();
	}

}
