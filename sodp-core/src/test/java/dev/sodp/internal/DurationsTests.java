// SPDX-License-Identifier: Apache-2.0

package dev.sodp.internal;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DurationsTests {

	private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

	@Test
	void settingLiesBetweenNothingAndTheLongest() {
		Duration shortest = Duration.ofNanos(1);

		assertThat(Durations.bounded(shortest, "interval")).isEqualTo(shortest);
		assertThat(Durations.bounded(Durations.LONGEST, "interval")).isEqualTo(Durations.LONGEST);
		assertThatIllegalArgumentException().isThrownBy(() -> Durations.bounded(Duration.ZERO, "interval"))
			.withMessage("interval must be positive (was PT0S)");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Durations.bounded(Durations.LONGEST.plusNanos(1), "interval"))
			.withMessage("interval must be at most 365 days (was PT8760H0.000000001S)");
	}

	@Test
	void waitMayBeOfAnyLength() {
		assertThat(Durations.positive(FOR_EVER, "timeout")).isEqualTo(FOR_EVER);
		assertThatIllegalArgumentException().isThrownBy(() -> Durations.positive(Duration.ofNanos(-1), "timeout"))
			.withMessage("timeout must be positive (was PT-0.000000001S)");
	}

	@Test
	void nanosecondsAreTheDurationsWithinTheBounds() {
		assertThat(Durations.toNanos(Duration.ofMillis(1500))).isEqualTo(1_500_000_000);
		assertThat(Durations.toNanos(Durations.LONGEST)).isEqualTo(Durations.LONGEST.toNanos());
		assertThat(Durations.toNanos(FOR_EVER)).isEqualTo(Durations.LONGEST.toNanos());
		assertThat(Durations.toNanos(FOR_EVER.negated())).isZero();
	}

}
