// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import dev.sodp.client.KeyStatus;
import dev.sodp.client.WatchMeta;
import dev.sodp.client.WatchMeta.Source;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Collects the events of a watch of all keys with a prefix. Thread-safe: events of
 * different keys may arrive at the same time.
 */
final class PrefixTree {

	/** Guards the fields below; the view may be read without it. */
	private final ReentrantLock lock = new ReentrantLock();

	private volatile PrefixView view = PrefixView.NONE;

	/** The keys that have changed since they were last taken, or null if all may have. */
	private @Nullable Set<String> changed;

	/** Counts the watches; events of earlier ones are ignored. */
	private int watch;

	/** Since when the watch had been in sync when its last view was complete. */
	private volatile @Nullable Instant completeSince;

	/** Forgets everything because a new watch begins; returns its number. */
	int begin() {
		this.lock.lock();
		try {
			this.view = this.view.restarted();
			this.changed = null;
			this.completeSince = null;
			return ++this.watch;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Takes an event; returns whether there is a view that can be read. */
	boolean accept(int ofWatch, @Nullable JsonNode value, WatchMeta meta) {
		this.lock.lock();
		try {
			if (ofWatch != this.watch) {
				return false;
			}
			PrefixView before = this.view;
			JsonNode known = before.values().get(meta.key());
			if (isSame(known, value, meta.source())) {
				this.view = before.atVersion(Math.max(before.version(), meta.version()));
				return false;
			}
			this.view = before.with(meta.key(), value, meta.version(), meta.source());
			noteChange(meta.key());
			return before.complete();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Beyond the number of keys, a comparison of all costs no more, and names of keys
	 * that come and go must not accumulate while the state is not read.
	 */
	private void noteChange(String key) {
		if (this.changed != null) {
			this.changed.add(key);
			if (this.changed.size() > this.view.values().size() + 1) {
				this.changed = null;
			}
		}
	}

	/** After a reconnect, most values are those that are known. */
	@SuppressWarnings("ReferenceEquality") // the same instance means that nothing changed
	private static boolean isSame(@Nullable JsonNode known, @Nullable JsonNode value, Source source) {
		return known == value
				|| (known != null && value != null && source == Source.INIT && Values.equal(known, value));
	}

	/** The view has all keys; returns whether it can be read now and could not before. */
	boolean complete(int ofWatch, KeyStatus status) {
		this.lock.lock();
		try {
			if (ofWatch != this.watch) {
				return false;
			}
			boolean first = !this.view.complete();
			this.view = (first ? this.view.completed() : this.view).atVersion(status.version());
			this.completeSince = status.since();
			return first;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether the view shows what the server had sent when the watch became in sync. */
	boolean isCompleteSince(Instant since) {
		return since.equals(this.completeSince);
	}

	PrefixView view() {
		return this.view;
	}

	/** Returns the view and what has changed since this method was called last. */
	Changes take() {
		this.lock.lock();
		try {
			Set<String> keys = this.changed;
			this.changed = new HashSet<>();
			return new Changes(this.view, keys);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What has changed.
	 *
	 * @param view the view
	 * @param keys the keys that have changed, or null if all may have
	 */
	record Changes(PrefixView view, @Nullable Set<String> keys) {
	}

}
