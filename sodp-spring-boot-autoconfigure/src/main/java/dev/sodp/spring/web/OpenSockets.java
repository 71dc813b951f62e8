// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts open sockets and notifies a callback when none is left.
 */
final class OpenSockets {

	private final ReentrantLock lock = new ReentrantLock();

	private int count;

	private final List<Runnable> waiting = new ArrayList<>();

	void add() {
		this.lock.lock();
		try {
			this.count++;
		}
		finally {
			this.lock.unlock();
		}
	}

	void remove() {
		List<Runnable> notified = List.of();
		this.lock.lock();
		try {
			this.count--;
			if (this.count == 0) {
				notified = List.copyOf(this.waiting);
				this.waiting.clear();
			}
		}
		finally {
			this.lock.unlock();
		}
		notified.forEach(Runnable::run);
	}

	/**
	 * Runs the callback immediately if no socket is open, otherwise when the last one has
	 * been closed.
	 */
	void whenNone(Runnable callback) {
		boolean none;
		this.lock.lock();
		try {
			none = this.count == 0;
			if (!none) {
				this.waiting.add(callback);
			}
		}
		finally {
			this.lock.unlock();
		}
		if (none) {
			callback.run();
		}
	}

}
