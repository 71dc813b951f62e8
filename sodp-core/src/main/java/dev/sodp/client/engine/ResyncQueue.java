// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import dev.sodp.client.engine.Deadlines.Timer;
import dev.sodp.client.engine.Watched.Status;

/**
 * Keys to be requested afresh from the server (protocol section 3): at once the first
 * time, then with a back-off per key until it has stayed in sync for a while.
 */
final class ResyncQueue {

	/** A key that stayed in sync for this long starts its back-off over. */
	private static final long FORGIVEN_AFTER = TimeUnit.MINUTES.toNanos(1);

	private static final long VERIFY_INTERVAL = TimeUnit.SECONDS.toNanos(1);

	private final ClientHost host;

	private final Deadlines deadlines;

	private final RandomGenerator random;

	private final Set<Watched> keys = new LinkedHashSet<>();

	ResyncQueue(ClientHost host, Deadlines deadlines, RandomGenerator random) {
		this.host = host;
		this.deadlines = deadlines;
		this.random = random;
	}

	boolean isEmpty() {
		return this.keys.isEmpty();
	}

	/** Something was wrong with the key. */
	void add(Watched key) {
		add(key, dueAt(key));
	}

	/**
	 * The server sends what only a snapshot can explain, and may well do so again: that
	 * is no reason to ask ever more rarely.
	 */
	void verify(Watched key) {
		boolean recent = key.resyncBackoff != null;
		add(key, recent ? Math.max(this.host.nanoTime(), key.resyncAt + VERIFY_INTERVAL) : dueAt(key));
	}

	private void add(Watched key, long dueAt) {
		key.requestAfresh = true;
		key.become(Status.RESYNC_DUE);
		key.resyncAt = dueAt;
		this.keys.add(key);
		this.deadlines.atLatest(Timer.RESYNC, key.resyncAt);
	}

	private long dueAt(Watched key) {
		long now = this.host.nanoTime();
		if (key.resyncBackoff == null || now - key.resyncAt > FORGIVEN_AFTER) {
			key.resyncBackoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
			return now;
		}
		return now + key.resyncBackoff.next(this.random);
	}

	void remove(Watched key) {
		this.keys.remove(key);
	}

	void clear() {
		this.keys.clear();
		this.deadlines.clear(Timer.RESYNC);
	}

	/** Removes and returns the keys that are due. */
	List<Watched> takeDue() {
		long now = this.host.nanoTime();
		List<Watched> due = new ArrayList<>();
		for (Watched key : this.keys) {
			if (key.resyncAt <= now) {
				due.add(key);
			}
			else {
				this.deadlines.atLatest(Timer.RESYNC, key.resyncAt);
			}
		}
		due.forEach(this.keys::remove);
		return due;
	}

}
