// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Holds back all bytes of a network while it is shut.
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

	/** Makes waiting threads check again. */
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
	 * @param givenUp returns whether to stop waiting; call {@link #wake()} after its
	 * result changes
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
