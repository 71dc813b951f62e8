// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;
import java.util.Optional;

import dev.sodp.server.ChangeOrigin;
import dev.sodp.server.StateRejectedException;
import dev.sodp.server.StateSnapshot;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the hosting application asks of its server, each in a step of the engine.
 */
public final class HostRequests {

	private final ServerClock clock;

	private final StateStore store;

	private final PresenceOwners presence;

	private final Loaders loaders;

	private final Loads loads;

	private final MutationPipeline pipeline;

	/** Ends a step. */
	private final Runnable settle;

	HostRequests(ServerClock clock, StateStore store, PresenceOwners presence, Loaders loaders, Loads loads,
			MutationPipeline pipeline, Runnable settle) {
		this.clock = clock;
		this.store = store;
		this.presence = presence;
		this.loaders = loaders;
		this.loads = loads;
		this.pipeline = pipeline;
		this.settle = settle;
	}

	/**
	 * Changes a key on behalf of the hosting application.
	 * @param key the key
	 * @param mutation what to do
	 * @param ifVersion the version that the key must have, 0 if it must not exist; null
	 * if that does not matter
	 * @param result is given the answer, at once or in a later step
	 * @return for {@link #cancel}
	 * @throws StateRejectedException if the key is invalid
	 */
	public PendingMutation mutate(String key, Mutation mutation, @Nullable Long ifVersion, PendingResult result) {
		Keys.check(key);
		PendingMutation pending = new PendingMutation(ChangeOrigin.HOST, null, key, mutation, result);
		return submit((ifVersion != null) ? pending.ifVersion(ifVersion) : pending);
	}

	/**
	 * Gives up a mutation of the hosting application.
	 * @param pending what {@link #mutate} returned
	 * @return true if it will not be applied; false if it may be
	 */
	public boolean cancel(PendingMutation pending) {
		try {
			return this.pipeline.cancel(pending);
		}
		finally {
			this.settle.run();
		}
	}

	/**
	 * Asks the loader of a key for its value, whether the key is known or not.
	 * @param key the key
	 * @param result is given the answer in a later step
	 * @return for {@link #cancel}
	 * @throws StateRejectedException if the key is invalid
	 * @throws IllegalArgumentException if no loader supports it
	 */
	public PendingMutation reload(String key, PendingResult result) {
		Keys.check(key);
		if (this.loaders.of(key) == null) {
			throw new IllegalArgumentException("No loader supports '" + key + "'");
		}
		return submit(PendingMutation.reload(key, result));
	}

	/**
	 * Reads a key, which is loaded if it is not known.
	 * @param key the key
	 * @param result is given the answer, at once or in a later step
	 * @return the result
	 * @throws StateRejectedException if the key is invalid
	 */
	public PendingRead read(String key, PendingRead result) {
		Keys.check(key);
		this.store.expireLogs(this.clock.nanos());
		if (this.loads.isNeeded(key, this.store.find(key))) {
			load(key, result);
			this.settle.run();
		}
		else {
			result.succeeded(get(key));
		}
		return result;
	}

	/**
	 * Reads what is known of a key.
	 * @param key the key
	 * @return empty if it does not exist, or has to be loaded
	 */
	public Optional<StateSnapshot> get(String key) {
		KeyEntry entry = this.store.find(key);
		if (entry == null) {
			return Optional.empty();
		}
		// So that a key that no one else needs stays a while longer.
		this.store.release(entry);
		return Optional.ofNullable(entry.snapshot());
	}

	/**
	 * Whether what is known of a key is in the memory of this server. Does not count as
	 * use of the key.
	 * @param key the key
	 * @return true if it is held, or exists and everything is held
	 */
	public boolean holds(String key) {
		KeyEntry entry = this.store.find(key);
		return entry != null && (entry.isHeld() || entry.isInitialized());
	}

	private void load(String key, PendingRead result) {
		LoadWaiter waiter = new LoadWaiter() {
			@Override
			public void loaded() {
				result.succeeded(get(key));
			}

			@Override
			public void refused(StateRejectedException reason) {
				result.failed(reason);
			}
		};
		try {
			this.loads.await(key, waiter);
		}
		catch (StateRejectedException ex) {
			waiter.refused(ex);
		}
	}

	/**
	 * Copies what is committed.
	 * @return all keys that exist, in no order, without those that loaders keep elsewhere
	 */
	public List<KeyCopy> copy() {
		return KeyCopy.all(this.store, this.presence, this.loaders);
	}

	/**
	 * Whether a loader keeps a key elsewhere, so that it cannot be imported.
	 * @param key the key
	 * @return true if the loader is asked for the key after each start
	 */
	public boolean isKeptElsewhere(String key) {
		return this.loaders.keep(key);
	}

	/**
	 * Adds a key that was imported. Neither loaders nor interceptors are asked.
	 * @param key a valid key
	 * @param value its value, immutable
	 * @param result is given the answer, at once or in a later step: a refusal if the key
	 * exists
	 * @return the mutation
	 */
	public PendingMutation add(String key, JsonNode value, PendingResult result) {
		return submit(new PendingMutation(ChangeOrigin.IMPORT, null, key, Edits.set(value), result).ifVersion(0));
	}

	/**
	 * Begins to see whether many keys can be added.
	 * @return none yet
	 */
	public NewKeys newKeys() {
		return new NewKeys(this.store);
	}

	private PendingMutation submit(PendingMutation pending) {
		try {
			this.store.expireLogs(this.clock.nanos());
			this.pipeline.submit(pending);
			return pending;
		}
		finally {
			this.settle.run();
		}
	}

}
