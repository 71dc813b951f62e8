// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.StateRejectedException;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.SharedJournal;
import org.jspecify.annotations.Nullable;

/**
 * The prefixes of a {@link SharedJournal} that are watched here: all keys below them are
 * held, and keys that come to be are read as soon as they appear.
 */
final class HeldPrefixes {

	private static final int PAGE = 1_000;

	private final @Nullable SharedJournal journal;

	private final HeldKeys keys;

	private final StateStore store;

	private final PrefixAudiences audiences;

	private final Map<String, Holding> holdings = new HashMap<>();

	/** Prefixes whose waiters may go on. */
	private final Queue<Holding> ended = new ArrayDeque<>();

	HeldPrefixes(@Nullable SharedJournal journal, HeldKeys keys, StateStore store, PrefixAudiences audiences) {
		this.journal = journal;
		this.keys = keys;
		this.store = store;
		this.audiences = audiences;
		if (journal != null) {
			audiences.onUnwatched(this::unwatched);
		}
	}

	/**
	 * Whether some keys with a prefix may not be known.
	 * @param prefix the prefix
	 * @return false if the journal is not shared
	 */
	boolean isMissing(String prefix) {
		Holding current = this.holdings.get(prefix);
		return this.journal != null && (current == null || !current.complete);
	}

	/** Whether a key is held for the sake of a prefix. */
	boolean isHeld(String key) {
		return this.holdings.keySet().stream().anyMatch(key::startsWith);
	}

	/**
	 * Has all keys with a prefix read.
	 * @param prefix a prefix of which {@link #isMissing} is true
	 * @param waiter is notified in a later call of {@link #run}
	 */
	void await(String prefix, LoadWaiter waiter) {
		Holding current = this.holdings.get(prefix);
		if (current == null) {
			current = new Holding(prefix);
			this.holdings.put(prefix, current);
			shared().follow(prefix);
			current.list(null);
		}
		current.waiters.add(waiter);
	}

	/**
	 * Something no longer needs a prefix.
	 * @param prefix the prefix
	 * @param waiter what was given to {@link #await}
	 */
	void withdraw(String prefix, LoadWaiter waiter) {
		Holding current = this.holdings.get(prefix);
		if (current != null) {
			current.waiters.remove(waiter);
		}
	}

	/**
	 * A key that is not held was changed somewhere.
	 * @param key the key
	 */
	void appeared(String key) {
		if (isHeld(key) && this.keys.isMissing(this.store.find(key))) {
			try {
				this.keys.await(key, new Appeared());
			}
			catch (StateRejectedException ex) {
				// The store has reported that it is full.
			}
		}
	}

	/** Keys may have appeared that were not reported. */
	void listAgain() {
		List.copyOf(this.holdings.values()).forEach((holding) -> holding.listAgain());
	}

	boolean isReady() {
		return !this.ended.isEmpty();
	}

	void run() {
		Holding over = this.ended.poll();
		if (over == null) {
			return;
		}
		Set<LoadWaiter> waiters = Set.copyOf(over.waiters);
		over.waiters.clear();
		StateRejectedException refusal = over.refusal;
		if (refusal != null) {
			remove(over);
			waiters.forEach((waiter) -> waiter.refused(refusal));
		}
		else {
			waiters.forEach(LoadWaiter::loaded);
			unwatched(over.prefix);
		}
	}

	/** No one watches a prefix any more. */
	private void unwatched(String prefix) {
		Holding current = this.holdings.get(prefix);
		if (current != null && current.complete && current.waiters.isEmpty() && !this.audiences.isWatched(prefix)) {
			remove(current);
		}
	}

	private void remove(Holding holding) {
		if (this.holdings.remove(holding.prefix, holding)) {
			shared().unfollow(holding.prefix);
		}
	}

	private SharedJournal shared() {
		if (this.journal == null) {
			throw new IllegalStateException("The journal is not shared");
		}
		return this.journal;
	}

	/** A key that is read because it was changed. */
	private static final class Appeared implements LoadWaiter {

		@Override
		public void loaded() {
			// Whoever watches the prefix has been notified.
		}

		@Override
		public void refused(StateRejectedException reason) {
			// The next change of the key makes it appear again.
		}

	}

	/** A prefix whose keys are read page by page. */
	private final class Holding implements LoadWaiter, SharedJournal.Listing {

		private final String prefix;

		private final Set<LoadWaiter> waiters = new LinkedHashSet<>();

		private int missing;

		/** The last key of the page, or null if no other follows. */
		private @Nullable String last;

		private boolean complete;

		/** Whether to begin again after the last page. */
		private boolean again;

		private @Nullable StateRejectedException refusal;

		Holding(String prefix) {
			this.prefix = prefix;
		}

		/** What is complete remains so meanwhile. */
		void listAgain() {
			if (this.complete && this.missing == 0) {
				list(null);
			}
			else {
				this.again = true;
			}
		}

		void list(@Nullable String after) {
			this.missing = 1;
			shared().list(this.prefix, after, PAGE, this);
		}

		@Override
		public void listed(List<String> names) {
			this.last = (names.size() == PAGE) ? names.get(PAGE - 1) : null;
			try {
				for (String name : names) {
					if (HeldPrefixes.this.keys.isMissing(HeldPrefixes.this.store.find(name))) {
						this.missing++;
						HeldPrefixes.this.keys.await(name, this);
					}
				}
				loaded();
			}
			catch (StateRejectedException ex) {
				refused(ex);
			}
		}

		@Override
		public void notListed(JournalFailure failure) {
			refused(new StateRejectedException(ErrorCode.UNAVAILABLE,
					"The keys below '" + this.prefix + "' could not be listed: " + failure.message()));
		}

		@Override
		public void loaded() {
			this.missing--;
			if (this.missing > 0 || this.refusal != null) {
				return;
			}
			if (this.last != null || this.again) {
				this.again = this.again && this.last != null;
				list(this.last);
			}
			else if (!this.complete) {
				this.complete = true;
				HeldPrefixes.this.ended.add(this);
			}
		}

		@Override
		public void refused(StateRejectedException reason) {
			if (this.refusal == null) {
				this.refusal = reason;
				HeldPrefixes.this.ended.add(this);
			}
		}

	}

}
