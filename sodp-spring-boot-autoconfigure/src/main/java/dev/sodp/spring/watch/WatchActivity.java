// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tracks whether a watcher is busy and notifies callers when it no longer is.
 * Thread-safe.
 */
final class WatchActivity {

	/** Guards all fields below; never held while calling out. */
	private final ReentrantLock lock = new ReentrantLock();

	private int events;

	private final Set<Thread> callers = new HashSet<>();

	private final List<Runnable> whenIdle = new ArrayList<>();

	void begin() {
		this.lock.lock();
		try {
			this.events++;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Called before the current thread calls the method or the error handler. */
	void enter() {
		this.lock.lock();
		try {
			this.callers.add(Thread.currentThread());
		}
		finally {
			this.lock.unlock();
		}
	}

	void leave() {
		this.lock.lock();
		try {
			this.callers.remove(Thread.currentThread());
		}
		finally {
			this.lock.unlock();
		}
	}

	void end() {
		List<Runnable> idle = List.of();
		this.lock.lock();
		try {
			this.events--;
			if (this.events == 0) {
				idle = List.copyOf(this.whenIdle);
				this.whenIdle.clear();
			}
		}
		finally {
			this.lock.unlock();
		}
		idle.forEach(Runnable::run);
	}

	/**
	 * Runs a callback when idle; immediately when called from a call of the watcher,
	 * which would wait for itself.
	 */
	void whenIdle(Runnable callback) {
		this.lock.lock();
		try {
			if (this.events > 0 && !this.callers.contains(Thread.currentThread())) {
				this.whenIdle.add(callback);
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		callback.run();
	}

}
