// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

import dev.sodp.server.StateRejectedException;
import dev.sodp.server.journal.HeldKey;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.SharedJournal;
import org.jspecify.annotations.Nullable;

/**
 * Which keys of a {@link SharedJournal} are held here: they are read when something needs
 * them, once however many wait, and leave memory some time after nothing needs them any
 * more. Of a journal that is not shared everything is held.
 */
final class HeldKeys {

	/** A key that is not needed leaves memory after one to two of these. */
	private static final Duration SWEEP = Duration.ofSeconds(30);

	private final @Nullable SharedJournal journal;

	private final ServerClock clock;

	private final Timers timers;

	private final StateStore store;

	private final PresenceOwners presence;

	private final HeldPrefixes prefixes;

	private final Map<String, Holding> holdings = new HashMap<>();

	/** Keys whose waiters may go on. */
	private final Queue<Holding> ended = new ArrayDeque<>();

	/** Not needed when they were last used, which is less than a sweep ago. */
	private Set<KeyEntry> unused = new LinkedHashSet<>();

	private Set<KeyEntry> unusedLonger = new LinkedHashSet<>();

	private Timers.@Nullable Timer sweep;

	HeldKeys(@Nullable SharedJournal journal, ServerClock clock, Timers timers, StateStore store,
			PresenceOwners presence, PrefixAudiences audiences) {
		this.journal = journal;
		this.clock = clock;
		this.timers = timers;
		this.store = store;
		this.presence = presence;
		this.prefixes = new HeldPrefixes(journal, clock, timers, this, store, audiences);
		if (journal != null) {
			store.onUnused(this::unused);
		}
	}

	HeldPrefixes prefixes() {
		return this.prefixes;
	}

	/**
	 * Whether a key has to be read before anything can be said about it.
	 * @param entry its entry, or null
	 * @return false if the journal is not shared
	 */
	boolean isMissing(@Nullable KeyEntry entry) {
		return this.journal != null && (entry == null || !entry.isHeld());
	}

	/**
	 * Has a key read.
	 * @param key a key of which {@link #isMissing} is true
	 * @param waiter is notified in a later call of {@link #run}
	 * @throws StateRejectedException if there is no room for the key
	 */
	void await(String key, LoadWaiter waiter) {
		Holding current = this.holdings.get(key);
		if (current == null) {
			KeyEntry entry = this.store.obtain(key);
			current = new Holding(entry);
			this.holdings.put(key, current);
			entry.traffic().pin();
			shared().hold(key);
		}
		current.waiters.add(waiter);
	}

	/**
	 * Something no longer needs a key.
	 * @param key the key
	 * @param waiter what was given to {@link #await}
	 */
	void withdraw(String key, LoadWaiter waiter) {
		Holding current = this.holdings.get(key);
		if (current != null) {
			current.waiters.remove(waiter);
		}
	}

	/** Whether a key is being read. */
	boolean isAwaited(String key) {
		return this.holdings.containsKey(key);
	}

	/**
	 * A key that {@link #isAwaited is awaited} has been read.
	 * @param key what is known of it
	 */
	void read(HeldKey key) {
		Holding current = this.holdings.remove(key.key());
		if (current != null) {
			this.store.replace(current.entry, key, this.clock.nanos());
			current.entry.held(true);
			this.presence.replace(key.key(), key.presence());
			this.ended.add(current);
		}
	}

	/**
	 * A key could not be read.
	 * @param key the key
	 * @param failure why
	 */
	void notRead(String key, JournalFailure failure) {
		Holding current = this.holdings.remove(key);
		if (current != null) {
			current.refusal = new StateRejectedException(failure.code(),
					"'" + key + "' could not be read: " + failure.message());
			this.ended.add(current);
		}
	}

	/** Whether {@link #run} has something to do. */
	boolean isReady() {
		return !this.ended.isEmpty() || this.prefixes.isReady();
	}

	/**
	 * Lets those go on that have waited.
	 * @param pipeline the way of mutations
	 */
	void run(MutationPipeline pipeline) {
		while (isReady()) {
			Holding over = this.ended.poll();
			if (over != null) {
				over.waiters.forEach(over::notify);
				pipeline.unpin(over.entry);
			}
			this.prefixes.run();
		}
	}

	/** Nothing needs a key at this moment. */
	private void unused(KeyEntry entry) {
		this.unusedLonger.remove(entry);
		this.unused.add(entry);
		if (this.sweep == null) {
			this.sweep = this.timers.schedule(this.clock.nanos() + SWEEP.toNanos(), this::sweep);
		}
	}

	private void sweep() {
		this.sweep = null;
		Set<KeyEntry> due = this.unusedLonger;
		this.unusedLonger = this.unused;
		this.unused = new LinkedHashSet<>();
		due.stream().filter(KeyEntry::isUnused).forEach(this::leave);
		if (this.sweep == null && !this.unusedLonger.isEmpty()) {
			this.sweep = this.timers.schedule(this.clock.nanos() + SWEEP.toNanos(), this::sweep);
		}
	}

	private void leave(KeyEntry entry) {
		String key = entry.key();
		if (this.prefixes.isHeld(key) || this.presence.isPresent(key, shared().node())) {
			unused(entry);
			return;
		}
		entry.held(false);
		this.store.leave(entry);
		this.presence.forget(key);
		shared().release(key);
	}

	private SharedJournal shared() {
		if (this.journal == null) {
			throw new IllegalStateException("The journal is not shared");
		}
		return this.journal;
	}

	/** The reading of one key. */
	private static final class Holding {

		private final KeyEntry entry;

		private final Set<LoadWaiter> waiters = new LinkedHashSet<>();

		private @Nullable StateRejectedException refusal;

		Holding(KeyEntry entry) {
			this.entry = entry;
		}

		void notify(LoadWaiter waiter) {
			if (this.refusal != null) {
				waiter.refused(this.refusal);
			}
			else {
				waiter.loaded();
			}
		}

	}

}
