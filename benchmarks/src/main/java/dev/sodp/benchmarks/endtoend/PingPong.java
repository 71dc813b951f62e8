// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.util.concurrent.CountDownLatch;

/** Sends again as soon as the answer is there, and notes how long each one took. */
final class PingPong {

	private final Runnable send;

	private final long[] nanos;

	private final CountDownLatch over = new CountDownLatch(1);

	private int count;

	private long sentAt;

	PingPong(int roundTrips, Runnable send) {
		this.nanos = new long[roundTrips];
		this.send = send;
	}

	long[] run() throws InterruptedException {
		next();
		this.over.await();
		return this.nanos;
	}

	private void next() {
		this.sentAt = System.nanoTime();
		this.send.run();
	}

	void answered() {
		this.nanos[this.count++] = System.nanoTime() - this.sentAt;
		if (this.count < this.nanos.length) {
			next();
		}
		else {
			this.over.countDown();
		}
	}

}
