// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.StateRejectedException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Has the keys loaded that are asked for and not known: once each, however many wait.
 * What was loaded becomes an ordinary mutation, which counts only if no one has written
 * the key meanwhile.
 */
final class Loads {

	private final StateStore store;

	private final Loaders loaders;

	private final HeldKeys keys;

	private final ApplicationCalls calls;

	private final CallSlots<Load> slots;

	private final Map<String, Loading> loading = new HashMap<>();

	/** Values to be proposed. */
	private final Queue<Loading> answered = new ArrayDeque<>();

	/** Keys whose waiters may go on. */
	private final Queue<Loading> ended = new ArrayDeque<>();

	Loads(StateStore store, Loaders loaders, HeldKeys keys, ApplicationCalls calls, CallSlots<Load> slots) {
		this.keys = keys;
		this.store = store;
		this.loaders = loaders;
		this.calls = calls;
		this.slots = slots;
	}

	/**
	 * Whether a key has to be loaded before it can be said whether it exists.
	 * @param key the key
	 * @param entry its entry, or null
	 * @return false if it is known, or no one can load it
	 */
	boolean isNeeded(String key, @Nullable KeyEntry entry) {
		return (entry == null || !entry.isKnown()) && (this.keys.isMissing(entry) || this.loaders.of(key) != null);
	}

	/**
	 * Has a key loaded, unless it is being loaded already.
	 * @param key a key of which {@link #isNeeded} is true
	 * @param waiter is notified in a later call of {@link #run}
	 * @throws StateRejectedException if there is no room for the key
	 */
	void await(String key, LoadWaiter waiter) {
		Loading current = this.loading.get(key);
		if (current == null) {
			current = new Loading(this.store.obtain(key));
			this.loading.put(key, current);
			current.begin();
		}
		current.waiters.add(waiter);
	}

	/**
	 * Something no longer needs a key.
	 * @param key the key
	 * @param waiter what was given to {@link #await}
	 */
	void withdraw(String key, LoadWaiter waiter) {
		Loading current = this.loading.get(key);
		if (current != null) {
			current.waiters.remove(waiter);
		}
	}

	/** Whether a write of the host waits for the loading of a key. */
	boolean isAwaitedByHost(String key) {
		Loading current = this.loading.get(key);
		return current != null && current.waiters.stream().anyMatch(LoadWaiter::isWriteOfHost);
	}

	/**
	 * A change of a key is committed, so that it is known, whatever its loader says.
	 * @param key the key
	 */
	void committed(String key) {
		if (!this.loading.isEmpty()) {
			Loading overtaken = this.loading.get(key);
			if (overtaken != null) {
				overtaken.end(null);
			}
		}
	}

	/**
	 * Has a key loaded, whether it is known or not.
	 * @param pending the mutation that is to write what is loaded
	 * @param entry its key, which has a loader
	 * @param consultation is given what was loaded
	 */
	void reload(PendingMutation pending, KeyEntry entry, Consultation consultation) {
		new Reloading(pending, entry.version(), consultation).begin();
	}

	private Load newLoad(String key, ApplicationCall.Listener listener) {
		return new Load(key, Objects.requireNonNull(this.loaders.of(key), "No loader supports the key"), listener);
	}

	/** What a load that has ended means for whoever needs the value. */
	private @Nullable StateRejectedException refusal(Load load) {
		Throwable failure = load.failure();
		if (failure == null) {
			return null;
		}
		failed(load, failure);
		return unavailable(load.key(), "could not be loaded");
	}

	private void failed(Load load, Throwable cause) {
		this.calls.failed(Loaders.source(load.loader()), load.toString(), cause);
	}

	private StateRejectedException refusal(Load load, String since) {
		StateRejectedException refusal = unavailable(load.key(), "could not be loaded " + since);
		failed(load, refusal);
		return refusal;
	}

	/** Whether {@link #run} has something to do. */
	boolean isReady() {
		return !this.answered.isEmpty() || !this.ended.isEmpty();
	}

	/**
	 * Proposes what was loaded, and lets those go on that have waited.
	 * @param pipeline the way of mutations
	 */
	void run(MutationPipeline pipeline) {
		while (isReady()) {
			Loading arrived = this.answered.poll();
			if (arrived != null) {
				pipeline.submit(arrived.mutation());
			}
			Loading over = this.ended.poll();
			if (over != null) {
				over.notifyWaiters();
				pipeline.unpin(over.entry);
			}
		}
	}

	private static StateRejectedException unavailable(String key, String why) {
		return new StateRejectedException(ErrorCode.UNAVAILABLE, "'" + key + "' " + why);
	}

	/**
	 * The loading of one key for those who need it: from a shared journal, and by its
	 * loader if that does not know it.
	 */
	private final class Loading implements ApplicationCall.Listener, PendingResult, LoadWaiter {

		private final KeyEntry entry;

		private final Set<LoadWaiter> waiters = new LinkedHashSet<>();

		private @Nullable Load load;

		private @Nullable StateRejectedException refusal;

		private boolean over;

		Loading(KeyEntry entry) {
			this.entry = entry;
		}

		void begin() {
			this.entry.traffic().pin();
			if (Loads.this.keys.isMissing(this.entry)) {
				Loads.this.keys.await(this.entry.key(), this);
			}
			else {
				askLoader();
			}
		}

		private void askLoader() {
			this.load = newLoad(this.entry.key(), this);
			Loads.this.slots.add(this.load);
		}

		@Override
		public void loaded() {
			if (this.over) {
				return;
			}
			if (isNeeded(this.entry.key(), this.entry)) {
				askLoader();
			}
			else {
				end(null);
			}
		}

		@Override
		public void refused(StateRejectedException reason) {
			end(reason);
		}

		private Load load() {
			return Objects.requireNonNull(this.load, "The loader was not asked");
		}

		PendingMutation mutation() {
			JsonNode value = load().value();
			return PendingMutation.loaded(this.entry.key(), (value != null) ? Edits.set(value) : Edits.none(),
					this.entry.version(), this);
		}

		@Override
		public void answered() {
			if (this.over) {
				return;
			}
			StateRejectedException failure = refusal(load());
			if (failure != null) {
				end(failure);
			}
			else {
				Loads.this.answered.add(this);
			}
		}

		@Override
		public void notMade(StateRejectedException reason) {
			Loads.this.failed(load(), reason);
			end(reason);
		}

		@Override
		public void givenUp(String since) {
			if (!this.over) {
				end(refusal(load(), since));
			}
		}

		@Override
		public void succeeded(long version) {
			end(null);
		}

		@Override
		public void failed(RuntimeException failure) {
			Loads.this.failed(load(), failure);
			boolean full = failure instanceof StateRejectedException refused && refused.code() == ErrorCode.FULL;
			end(full ? (StateRejectedException) failure : unavailable(this.entry.key(), "could not be loaded"));
		}

		/** Later reasons do not count. */
		void end(@Nullable StateRejectedException reason) {
			if (!this.over) {
				this.over = true;
				this.refusal = reason;
				Loads.this.loading.remove(this.entry.key());
				Loads.this.ended.add(this);
			}
		}

		void notifyWaiters() {
			for (LoadWaiter waiter : this.waiters) {
				if (this.refusal != null) {
					waiter.refused(this.refusal);
				}
				else {
					waiter.loaded();
				}
			}
		}

		@Override
		public String toString() {
			return "the loading of '" + this.entry.key() + "' for " + this.waiters.size() + " waiters";
		}

	}

	/** The loading of a key by a mutation that holds it. */
	private final class Reloading implements ApplicationCall.Listener {

		private final PendingMutation pending;

		private final long versionBefore;

		private final Consultation consultation;

		private final Load load;

		Reloading(PendingMutation pending, long versionBefore, Consultation consultation) {
			this.pending = pending;
			this.versionBefore = versionBefore;
			this.consultation = consultation;
			this.load = newLoad(pending.key(), this);
		}

		void begin() {
			Loads.this.slots.add(this.load);
		}

		@Override
		public void answered() {
			StateRejectedException failure = refusal(this.load);
			if (failure != null) {
				this.consultation.refused(this.pending, failure);
			}
			else {
				this.consultation.reloaded(this.pending, this.load.value(), this.versionBefore);
			}
		}

		@Override
		public void notMade(StateRejectedException reason) {
			Loads.this.failed(this.load, reason);
			this.consultation.refused(this.pending, reason);
		}

		@Override
		public void givenUp(String since) {
			this.consultation.refused(this.pending, refusal(this.load, since));
		}

	}

}
