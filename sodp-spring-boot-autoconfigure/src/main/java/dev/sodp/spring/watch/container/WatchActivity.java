// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.container;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tracks whether a watcher is busy and notifies callers when it no longer is.
 * Thread-safe.
 */
final class WatchActivity {

	private static final Logger logger = LoggerFactory.getLogger(WatchActivity.class);

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

	/** Calls the method, or the error handler, on this thread. */
	<T> T calling(Supplier<T> call) {
		enter();
		try {
			return call.get();
		}
		finally {
			leave();
		}
	}

	private void enter() {
		this.lock.lock();
		try {
			this.callers.add(Thread.currentThread());
		}
		finally {
			this.lock.unlock();
		}
	}

	private void leave() {
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
		idle.forEach(WatchActivity::run);
	}

	/** The event that has ended must not suffer from what waited for its end. */
	private static void run(Runnable callback) {
		try {
			callback.run();
		}
		catch (RuntimeException | Error ex) {
			logger.warn("The callback of a watcher's stop failed", ex);
		}
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
