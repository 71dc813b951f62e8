// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server counts in windows of a second whose beginning is unknown; the tenth more is
 * for frames that bunch up on the way.
 */
class SendWindowTests {

	private static final long SPAN = TimeUnit.MILLISECONDS.toNanos(1100);

	@Test
	void placeIsFreeAgain1100MillisecondsAfterItsFrame() {
		SendWindow window = new SendWindow(OptionalInt.of(2));
		window.sent(0);
		window.sent(10);

		assertThat(window.opensAt()).isEqualTo(SPAN);
		assertThat(window.available(SPAN - 1)).isZero();
		assertThat(window.available(SPAN)).isEqualTo(1);
		assertThat(window.available(SPAN + 9)).isEqualTo(1);
		assertThat(window.available(SPAN + 10)).isEqualTo(2);
	}

	@Test
	void withoutALimitEverythingMayBeSent() {
		SendWindow window = new SendWindow(OptionalInt.empty());
		window.sent(0);

		assertThat(window.isLimited()).isFalse();
		assertThat(window.available(0)).isEqualTo(Integer.MAX_VALUE);
	}

}
