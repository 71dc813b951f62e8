// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.ArrayDeque;
import java.util.Deque;

import dev.sodp.client.engine.KeyEvent;
import org.jspecify.annotations.Nullable;

/**
 * The events of one key that wait for a callback. Bounded: where there is no room the
 * newest ones are merged. Not thread-safe.
 */
final class WaitingEvents {

	private final int capacity;

	private final boolean withOps;

	private final Deque<KeyEvent> queue;

	WaitingEvents(int capacity, boolean withOps) {
		this.capacity = capacity;
		this.withOps = withOps;
		this.queue = new ArrayDeque<>(1);
	}

	/** Adds an event; false if it was merged with another one. */
	boolean add(KeyEvent event) {
		if (this.queue.size() < this.capacity) {
			return this.queue.add(event);
		}
		this.queue.add(event.mergedWith(this.queue.removeLast(), this.withOps));
		return false;
	}

	@Nullable KeyEvent poll() {
		return this.queue.poll();
	}

	int size() {
		return this.queue.size();
	}

	void clear() {
		this.queue.clear();
	}

}
