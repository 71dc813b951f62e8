// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Holds up all bytes of a network while it is shut.
 */
final class Gate {

	private final ReentrantLock gateLock = new ReentrantLock();

	private final Condition moved = this.gateLock.newCondition();

	private boolean shut;

	void shut(boolean newShut) {
		this.gateLock.lock();
		try {
			this.shut = newShut;
			this.moved.signalAll();
		}
		finally {
			this.gateLock.unlock();
		}
	}

	/** Lets those look again who wait. */
	void wake() {
		this.gateLock.lock();
		try {
			this.moved.signalAll();
		}
		finally {
			this.gateLock.unlock();
		}
	}

	/**
	 * Waits while the gate is shut.
	 * @param givenUp whether there is no point in waiting any more; after it changes,
	 * {@link #wake()} must be called
	 */
	void pass(BooleanSupplier givenUp) {
		this.gateLock.lock();
		try {
			while (this.shut && !givenUp.getAsBoolean()) {
				this.moved.awaitUninterruptibly();
			}
		}
		finally {
			this.gateLock.unlock();
		}
	}

}
