// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
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
 * held, and keys that come to be are read as soon as they appear. A view begins only
 * while all are known, since a key that it leaves out does not exist for its client.
 */
final class HeldPrefixes {

	private static final int PAGE = 1_000;

	/** Until what could not be read is read again. */
	private static final Duration RETRY = Duration.ofSeconds(5);

	private final @Nullable SharedJournal journal;

	private final ServerClock clock;

	private final Timers timers;

	private final HeldKeys keys;

	private final StateStore store;

	private final PrefixAudiences audiences;

	private final Map<String, Holding> holdings = new HashMap<>();

	/** Prefixes whose waiters may go on. */
	private final Queue<Holding> ended = new ArrayDeque<>();

	HeldPrefixes(@Nullable SharedJournal journal, ServerClock clock, Timers timers, HeldKeys keys, StateStore store,
			PrefixAudiences audiences) {
		this.journal = journal;
		this.clock = clock;
		this.timers = timers;
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
		return this.journal != null && (current == null || !current.isComplete());
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
			current.list();
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
			unwatched(prefix);
		}
	}

	/**
	 * A key that is not held was changed somewhere.
	 * @param key the key
	 */
	void appeared(String key) {
		if (isHeld(key) && this.keys.isMissing(this.store.find(key))) {
			Appeared waiter = new Appeared(key);
			try {
				this.keys.await(key, waiter);
			}
			catch (StateRejectedException ex) {
				waiter.refused(ex);
			}
		}
	}

	/** Keys may have appeared that were not reported. */
	void listAgain() {
		List.copyOf(this.holdings.values()).forEach(Holding::listAgain);
	}

	boolean isReady() {
		return !this.ended.isEmpty();
	}

	void run() {
		Holding over = this.ended.poll();
		if (over != null) {
			List<LoadWaiter> waiters = List.copyOf(over.waiters);
			over.waiters.clear();
			StateRejectedException refusal = over.refusal;
			if (refusal != null) {
				waiters.forEach((waiter) -> waiter.refused(refusal));
			}
			else {
				waiters.forEach(LoadWaiter::loaded);
			}
			unwatched(over.prefix);
		}
	}

	/** Forgets a prefix that nothing needs. */
	private void unwatched(String prefix) {
		Holding current = this.holdings.get(prefix);
		if (current != null && current.pass == null && current.waiters.isEmpty() && !this.audiences.isWatched(prefix)) {
			current.cancelRetry();
			this.holdings.remove(prefix);
			shared().unfollow(prefix);
		}
	}

	private SharedJournal shared() {
		if (this.journal == null) {
			throw new IllegalStateException("The journal is not shared");
		}
		return this.journal;
	}

	/** A key that is read because it was changed. */
	private final class Appeared implements LoadWaiter {

		private final String key;

		Appeared(String key) {
			this.key = key;
		}

		@Override
		public void loaded() {
			// Whoever watches the prefix has been notified.
		}

		@Override
		public void refused(StateRejectedException reason) {
			for (Holding holding : HeldPrefixes.this.holdings.values()) {
				if (this.key.startsWith(holding.prefix)) {
					holding.listLater();
				}
			}
		}

	}

	/** A prefix all of whose keys are held, or are going to be. */
	private final class Holding {

		private final String prefix;

		private final Set<LoadWaiter> waiters = new LinkedHashSet<>();

		/** Null unless keys are being read. */
		private @Nullable Pass pass;

		/** Whether to begin again after the pass. */
		private boolean again;

		private Timers.@Nullable Timer retry;

		/** Why the last pass failed, or null. */
		private @Nullable StateRejectedException refusal;

		Holding(String prefix) {
			this.prefix = prefix;
		}

		boolean isComplete() {
			return this.pass == null && this.retry == null && this.refusal == null;
		}

		void list() {
			cancelRetry();
			this.refusal = null;
			this.again = false;
			this.pass = new Pass(this);
			this.pass.list(null);
		}

		void listAgain() {
			if (this.pass == null) {
				list();
			}
			else {
				this.again = true;
			}
		}

		void listLater() {
			if (this.pass != null) {
				this.again = true;
			}
			else if (this.retry == null) {
				this.retry = HeldPrefixes.this.timers.schedule(HeldPrefixes.this.clock.nanos() + RETRY.toNanos(),
						this::list);
			}
		}

		void cancelRetry() {
			if (this.retry != null) {
				HeldPrefixes.this.timers.cancel(this.retry);
				this.retry = null;
			}
		}

		private void passed() {
			this.pass = null;
			if (this.again) {
				list();
			}
			else {
				HeldPrefixes.this.ended.add(this);
			}
		}

		private void failed(StateRejectedException reason) {
			this.pass = null;
			this.refusal = reason;
			HeldPrefixes.this.ended.add(this);
			listLater();
		}

	}

	/** One reading of all keys with a prefix, page by page. */
	private final class Pass implements LoadWaiter, SharedJournal.Listing {

		private final Holding holding;

		private int missing;

		/** The last key of the page, or null if no other follows. */
		private @Nullable String last;

		Pass(Holding holding) {
			this.holding = holding;
		}

		void list(@Nullable String after) {
			this.missing = 1;
			shared().list(this.holding.prefix, after, PAGE, this);
		}

		private boolean isOver() {
			return this.holding.pass != this;
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
					"The keys below '" + this.holding.prefix + "' could not be listed: " + failure.message()));
		}

		@Override
		public void loaded() {
			this.missing--;
			if (this.missing > 0 || isOver()) {
				return;
			}
			if (this.last != null) {
				list(this.last);
			}
			else {
				this.holding.passed();
			}
		}

		@Override
		public void refused(StateRejectedException reason) {
			if (!isOver()) {
				this.holding.failed(reason);
			}
		}

	}

}
