// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * When keys may be fetched: a clock and an alarm.
 */
interface KeyFetchTimer {

	/** The alarm runs on a thread that the whole process shares. */
	KeyFetchTimer SYSTEM = new KeyFetchTimer() {

		@Override
		public long nanoTime() {
			return System.nanoTime();
		}

		@Override
		public void after(long nanos, Runnable action) {
			CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(action);
		}

	};

	long nanoTime();

	void after(long nanos, Runnable action);

}
