// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import dev.sodp.protocol.DeltaFrame;
import dev.sodp.server.ChangeOrigin;
import dev.sodp.server.CommittedChange;
import dev.sodp.server.StateRejectedException;
import dev.sodp.server.engine.PendingMutation.Phase;
import dev.sodp.server.journal.Change;
import dev.sodp.server.journal.Commit;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.Proposal;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.Deltas;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What follows the answer of the journal to a proposal: apply, fan-out, listeners, RESULT
 * (protocol section 7).
 */
final class Outcomes {

	private final ServerClock clock;

	private final StateStore store;

	private final Sessions sessions;

	private final PresenceOwners presence;

	private final MutationPipeline pipeline;

	private final PrefixSubscriptions prefixes;

	private final Loads loads;

	private final HeldKeys keys;

	private @Nullable Consumer<CommittedChange> changeConsumer;

	Outcomes(ServerClock clock, StateStore store, Sessions sessions, PresenceOwners presence, MutationPipeline pipeline,
			Loads loads, HeldKeys keys, PrefixSubscriptions prefixes) {
		this.keys = keys;
		this.prefixes = prefixes;
		this.loads = loads;
		this.clock = clock;
		this.store = store;
		this.sessions = sessions;
		this.presence = presence;
		this.pipeline = pipeline;
	}

	void onChange(@Nullable Consumer<CommittedChange> consumer) {
		this.changeConsumer = consumer;
	}

	/**
	 * The version that a client sees of a key.
	 * @param entry the key, or null
	 * @return 0 if it does not exist
	 */
	static long version(@Nullable KeyEntry entry) {
		return (entry != null && entry.isInitialized()) ? entry.version() : 0;
	}

	/**
	 * Answers a mutation that was decided without a proposal.
	 * @param entry the key, or null
	 * @param decided the mutation
	 */
	static void answer(@Nullable KeyEntry entry, PendingMutation decided) {
		decided.done();
		RuntimeException failure = decided.failure();
		if (failure != null) {
			decided.result().failed(failure);
		}
		else {
			decided.result().succeeded(version(entry));
		}
	}

	/**
	 * A change is committed.
	 * @param commit the change, and who proposed it
	 */
	void committed(Commit commit) {
		Proposal proposal = commit.proposal();
		if (proposal == null && this.keys.isMissing(this.store.find(commit.change().key()))) {
			return; // It has left memory meanwhile.
		}
		KeyEntry entry = this.store.obtain(commit.change().key());
		PendingMutation pending = (proposal != null) ? first(entry, proposal) : null;
		if (proposal == null) {
			applyForeign(entry, commit.change());
		}
		else if (pending == null) {
			throw new IllegalStateException(
					"The journal committed what it had answered, or was not asked next: " + proposal);
		}
		else {
			entry.traffic().removeFirst();
			complete(entry, pending, proposal, commit.change().version());
			answerDecided(entry);
		}
		this.pipeline.arrived(entry);
	}

	/**
	 * The journal has committed a proposal at once, before anything was in flight.
	 * @param pending its mutation
	 * @param version the version given to it
	 */
	void committed(PendingMutation pending, long version) {
		KeyEntry entry = this.store.obtain(pending.key());
		complete(entry, pending, Objects.requireNonNull(pending.proposal()), version);
	}

	private void complete(KeyEntry entry, PendingMutation pending, Proposal proposal, long version) {
		this.store.giveBack(pending.growth());
		if (proposal.changesValue()) {
			apply(entry, version, proposal, pending);
		}
		end(entry, pending);
		pending.result().succeeded(proposal.changesValue() ? version : version(entry));
	}

	/**
	 * Another node has changed a key first.
	 * @param proposal what was not committed
	 */
	void conflict(Proposal proposal) {
		KeyEntry entry = this.store.find(proposal.key());
		if (entry != null && first(entry, proposal) != null) {
			undoPresence(entry.traffic().first());
			this.pipeline.restart(entry, true);
			this.pipeline.arrived(entry);
		}
	}

	/**
	 * A proposal was not committed, or it is not known whether it was.
	 * @param proposal the proposal
	 * @param failure why
	 */
	void failed(Proposal proposal, JournalFailure failure) {
		KeyEntry entry = this.store.find(proposal.key());
		PendingMutation pending = (entry != null) ? first(entry, proposal) : null;
		if (entry != null && pending != null) {
			undoPresence(pending);
			entry.traffic().removeFirst();
			fail(entry, pending, failure);
			this.pipeline.restart(entry, false);
			this.pipeline.uncommitted(pending);
			this.pipeline.arrived(entry);
		}
	}

	/**
	 * The journal has refused a proposal at once, so that nothing builds on it.
	 * @param pending its mutation
	 * @param failure why
	 */
	void failed(PendingMutation pending, JournalFailure failure) {
		undoPresence(pending);
		fail(this.store.obtain(pending.key()), pending, failure);
		this.pipeline.uncommitted(pending);
	}

	/** Others may write the key again. */
	private static void end(KeyEntry entry, PendingMutation pending) {
		pending.done();
		KeyTraffic traffic = entry.currentTraffic();
		if (traffic != null) {
			traffic.release(pending);
		}
	}

	private void fail(KeyEntry entry, PendingMutation pending, JournalFailure failure) {
		this.store.giveBack(pending.growth());
		end(entry, pending);
		pending.failed((failure.cause() != null)
				? new StateRejectedException(failure.code(), failure.message(), failure.cause())
				: new StateRejectedException(failure.code(), failure.message()));
	}

	/**
	 * Another node has changed a key, which is going to be applied.
	 * @param key the key
	 * @return to be given to {@link #applied} afterwards; null if the key is not here
	 */
	@Nullable KeyEntry expect(String key) {
		KeyEntry entry = this.store.find(key);
		if (entry != null) {
			entry.traffic().expect();
		}
		return entry;
	}

	/** What was {@link #expect expected} has been applied. */
	void applied(@Nullable KeyEntry entry) {
		if (entry != null) {
			entry.traffic().applied();
			this.pipeline.arrived(entry);
		}
	}

	/**
	 * What is in flight will not become true, even if that is passed on later; so nothing
	 * more is to be built on it.
	 * @param key the key
	 */
	void doom(String key) {
		KeyEntry entry = this.store.find(key);
		KeyTraffic traffic = (entry != null) ? entry.currentTraffic() : null;
		if (traffic != null) {
			traffic.doom();
		}
	}

	/** The mutation of a proposal, if it still waits for this answer. */
	private static @Nullable PendingMutation first(KeyEntry entry, Proposal proposal) {
		KeyTraffic traffic = entry.currentTraffic();
		PendingMutation first = (traffic != null) ? traffic.first() : null;
		return (first != null && first.proposal() == proposal) ? first : null;
	}

	/**
	 * What is in flight is dropped later, and must not bring back then what was there
	 * before another node's change.
	 * @param entry the key
	 */
	void undoPresence(KeyEntry entry) {
		KeyTraffic traffic = entry.currentTraffic();
		undoPresence((traffic != null) ? traffic.first() : null);
	}

	/** All that was proposed for a key after one that failed fails with it. */
	private void undoPresence(@Nullable PendingMutation from) {
		if (from != null) {
			undoPresence(from.next());
			List<PresenceOwners.Former> former = from.takeFormerPresence();
			this.presence.undo(from.key(), former);
			for (PresenceOwners.Former path : former) {
				if (path.binding() != null) {
					this.sessions.present(path.binding().owner());
				}
			}
		}
	}

	private void answerDecided(KeyEntry entry) {
		KeyTraffic traffic = entry.traffic();
		PendingMutation next = traffic.first();
		while (next != null && next.phase() == Phase.DECIDED) {
			traffic.removeFirst();
			answer(entry, next);
			next = traffic.first();
		}
	}

	private void applyForeign(KeyEntry entry, Change change) {
		undoPresence(entry);
		this.presence.apply(change.key(), change.presence(), 0);
		if (change.changesValue()) {
			applyForeign(entry, change.version(), change.ops(), change.encodedOps());
		}
	}

	/**
	 * Applies what another node has done.
	 * @param entry the key
	 * @param version its version afterwards
	 * @param ops what changes
	 * @param encodedOps the same, encoded
	 */
	void applyForeign(KeyEntry entry, long version, List<DeltaOp> ops, byte[] encodedOps) {
		boolean exists = !Deltas.removes(ops);
		long size = exists ? Evaluator.sizeBound(entry.sizeEstimate(), ops, encodedOps.length) : 0;
		apply(entry, version, Deltas.apply(entry.value(), ops), exists, ops, encodedOps, size, ChangeOrigin.OTHER_NODE);
	}

	private void apply(KeyEntry entry, long version, Proposal proposal, PendingMutation pending) {
		apply(entry, version, proposal.value(), proposal.exists(), proposal.ops(), proposal.encodedOps(),
				pending.sizeEstimate(), pending.origin());
	}

	private void apply(KeyEntry entry, long version, JsonNode value, boolean exists, List<DeltaOp> ops,
			byte[] encodedOps, long sizeEstimate, ChangeOrigin origin) {
		EncodedDelta delta = new EncodedDelta(DeltaFrame.encode(entry.stream(), entry.key(), version, encodedOps));
		boolean created = exists && !entry.isInitialized();
		this.store.commit(entry, value, exists, sizeEstimate, version, delta, this.clock.nanos());
		this.loads.committed(entry.key());
		Audience audience = entry.audience();
		OutboxItem.LiveDelta live = new OutboxItem.LiveDelta(delta);
		if (audience != null) {
			audience.fanOut(live).forEach((slow) -> this.sessions.evict(slow, entry.key()));
		}
		if (this.prefixes.isNeeded()) {
			this.prefixes.committed(entry, live, created);
		}
		notifyListeners(entry, ops, origin);
	}

	/** A key is another than before. */
	void notifyListeners(KeyEntry entry, List<DeltaOp> ops, ChangeOrigin origin) {
		if (this.changeConsumer != null) {
			this.changeConsumer.accept(new CommittedChange(entry.key(), entry.version(), entry.value(),
					entry.isInitialized(), ops, origin));
		}
	}

}
