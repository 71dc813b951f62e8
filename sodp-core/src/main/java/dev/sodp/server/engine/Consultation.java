// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.Objects;

import dev.sodp.server.ChangeOrigin;
import dev.sodp.server.StateRejectedException;
import dev.sodp.server.engine.PendingMutation.Phase;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The part that loaders and interceptors of the hosting application have in a mutation.
 * One that waits for them holds its key, except for the first loading of a key.
 */
final class Consultation {

	private final MutationPipeline pipeline;

	private final StateStore store;

	private final Loaders loaders;

	private final HeldKeys keys;

	private final Loads loads;

	private final Interceptions interceptions;

	private final Repairs repairs;

	Consultation(MutationPipeline pipeline, StateStore store, Loaders loaders, HeldKeys keys, Loads loads,
			Interceptions interceptions, Repairs repairs) {
		this.keys = keys;
		this.pipeline = pipeline;
		this.store = store;
		this.loaders = loaders;
		this.loads = loads;
		this.interceptions = interceptions;
		this.repairs = repairs;
	}

	/** Whether the journal is to store a key. */
	boolean isPersistent(String key) {
		return !this.loaders.keep(key);
	}

	/**
	 * Finds out which interceptors have a part in a mutation.
	 * @param pending the mutation, which has not begun
	 */
	void involve(PendingMutation pending) {
		this.interceptions.involve(pending);
	}

	/**
	 * Lets a mutation wait for a shared journal or a loader, if it has to.
	 * @param entry its key, or null
	 * @param pending the mutation
	 * @return true if it will come back
	 */
	boolean defer(@Nullable KeyEntry entry, PendingMutation pending) {
		if (this.keys.isMissing(entry)) {
			awaitKey(pending);
			return true;
		}
		if (pending.isToBeLoaded()) {
			load(pending);
			return true;
		}
		return deferUntilKnown(entry, pending);
	}

	/** Without an interceptor, what replaces the value does not depend on it. */
	private boolean deferUntilKnown(@Nullable KeyEntry entry, PendingMutation pending) {
		boolean called = pending.origin() == ChangeOrigin.SESSION || pending.origin() == ChangeOrigin.HOST;
		if (!called || pending.isAgreed()) {
			return false;
		}
		boolean needed = this.loads.isNeeded(pending.key(), entry);
		boolean waits = needed && (pending.needsCommitted() || !pending.mutation().ignoresValue()
				|| (pending.origin() == ChangeOrigin.HOST && this.loads.isAwaitedByHost(pending.key())));
		if (waits) {
			awaitLoad(pending);
		}
		else {
			pending.unseen(needed);
		}
		return waits;
	}

	private void awaitKey(PendingMutation pending) {
		try {
			this.keys.await(pending.key(), new WaitingMutation(pending));
		}
		catch (StateRejectedException ex) {
			this.pipeline.decided(null, pending, ex);
		}
	}

	private void awaitLoad(PendingMutation pending) {
		try {
			this.loads.await(pending.key(), new WaitingMutation(pending));
		}
		catch (StateRejectedException ex) {
			this.pipeline.decided(null, pending, ex);
		}
	}

	/** No one else writes the key until what is loaded is written. */
	private void load(PendingMutation pending) {
		try {
			KeyEntry entry = this.store.obtain(pending.key());
			entry.traffic().hold(pending);
			this.loads.reload(pending, entry, this);
		}
		catch (StateRejectedException ex) {
			this.pipeline.decided(null, pending, ex);
		}
	}

	/**
	 * A key was loaded.
	 * @param pending the mutation that is to write what was loaded
	 * @param value the value, or null if there is none
	 * @param versionBefore the version that the key had when its loading began
	 */
	void reloaded(PendingMutation pending, @Nullable JsonNode value, long versionBefore) {
		if (pending.phase() != Phase.WAITING) {
			return;
		}
		KeyEntry entry = Objects.requireNonNull(this.store.find(pending.key()), "A key in use is kept");
		entry.traffic().release(pending);
		// Else others have changed the key since, and it is loaded again.
		if (entry.version() == versionBefore) {
			pending.reloaded(value);
		}
		this.pipeline.begin(entry, pending, true);
		this.pipeline.arrived(entry);
	}

	/**
	 * What has had effects elsewhere, or was loaded, is not repeated on another value.
	 */
	void again(PendingMutation pending) {
		if ((pending.isAgreed() || pending.isReload()) && this.loaders.of(pending.key()) != null) {
			pending.involvement().toBeLoaded(true);
		}
	}

	/** No one else writes the key until the mutation is committed. */
	void intercept(PendingMutation pending, Evaluation evaluation) {
		KeyEntry entry = this.store.obtain(pending.key());
		try {
			this.store.giveBack(this.store.reserve(entry, evaluation.edit()));
			entry.traffic().hold(pending);
			this.interceptions.ask(pending, entry, evaluation, this);
		}
		finally {
			this.store.release(entry);
		}
	}

	/**
	 * All interceptors have agreed.
	 * @param pending the mutation
	 * @param interception what they were asked, and their answer
	 */
	void agreed(PendingMutation pending, Interception interception) {
		KeyEntry entry = Objects.requireNonNull(this.store.find(pending.key()), "A key in use is kept");
		entry.traffic().release(pending);
		boolean current = interception.isBasedOn(entry.headIfInitialized());
		if (!current) {
			again(pending);
		}
		if (!interception.isUnchanged()) {
			pending.mutation(interception.decision());
		}
		if (current && interception.isUnchanged()) {
			this.pipeline.decide(entry, pending, interception.trial());
		}
		else {
			this.pipeline.begin(entry, pending, true);
		}
		this.pipeline.arrived(entry);
	}

	/**
	 * A mutation that waited for the application is not to be carried out.
	 * @param pending the mutation
	 * @param failure why
	 */
	void refused(PendingMutation pending, RuntimeException failure) {
		if (pending.phase() == Phase.WAITING) {
			KeyEntry entry = Objects.requireNonNull(this.store.find(pending.key()), "A key in use is kept");
			entry.traffic().release(pending);
			this.pipeline.decided(entry, pending, failure);
			this.pipeline.arrived(entry);
		}
	}

	/**
	 * Has a key loaded if a mutation had effects, but was not committed; before anything
	 * else happens to the key.
	 * @param failed the mutation
	 */
	void repair(PendingMutation failed) {
		if (failed.hasEffects() && this.loaders.of(failed.key()) != null) {
			this.pipeline.begin(this.store.find(failed.key()), newRepair(failed.key()), true);
		}
	}

	/**
	 * Has a key loaded that may have been changed elsewhere.
	 * @param key the key
	 */
	void repair(String key) {
		if (this.loaders.of(key) != null) {
			this.pipeline.submit(newRepair(key));
		}
	}

	private PendingMutation newRepair(String key) {
		return this.repairs.repair(key, this.pipeline::submit);
	}

	/** A mutation that needs a value which is being loaded. */
	private final class WaitingMutation implements LoadWaiter {

		private final PendingMutation pending;

		WaitingMutation(PendingMutation pending) {
			this.pending = pending;
		}

		@Override
		public boolean isWriteOfHost() {
			return this.pending.origin() == ChangeOrigin.HOST;
		}

		@Override
		public void loaded() {
			if (this.pending.phase() == Phase.WAITING) {
				Consultation.this.pipeline.submit(this.pending);
			}
		}

		@Override
		public void refused(StateRejectedException reason) {
			if (this.pending.phase() == Phase.WAITING) {
				Consultation.this.pipeline.decided(null, this.pending, reason);
			}
		}

	}

}
