// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.ChangeOrigin;
import dev.sodp.server.StateRejectedException;
import dev.sodp.server.engine.PendingMutation.Phase;
import dev.sodp.server.journal.Author;
import dev.sodp.server.journal.Journal;
import dev.sodp.server.journal.PresenceChange;
import dev.sodp.server.journal.Proposal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The way of a mutation from its call to the journal (protocol section 7): version,
 * schema, delta, proposal. What comes after the journal's answer is done by
 * {@link Outcomes}.
 *
 * <p>
 * A mutation is computed on the head of its key, which includes what is proposed but not
 * committed. A small one is computed at once; a large one outside the engine, on the
 * value that was seen, and it counts only if that is still the value afterwards. After
 * two attempts in vain it holds the key: later mutations of the key queue up behind it,
 * while other keys go on.
 */
final class MutationPipeline {

	/** Attempts to compute a large mutation before it holds the key. */
	private static final int MOST_LOSSES = 2;

	private final ServerClock clock;

	private final StateStore store;

	private final PresenceOwners presence;

	private final Journal journal;

	private final LargeWork largeWork;

	private final Evaluator evaluator;

	private final Consultation consultation;

	private final FrameEncoder encoder = new FrameEncoder();

	private @Nullable PendingMutation appending;

	/** Keys on which the next mutation may begin. */
	private final Queue<KeyEntry> readyKeys = new ArrayDeque<>();

	private final CallOrder order = new CallOrder(this);

	MutationPipeline(ServerClock clock, StateStore store, PresenceOwners presence, Journal journal, LargeWork largeWork,
			Evaluator evaluator, Loaders loaders, HeldKeys keys, Loads loads, Interceptions interceptions,
			Repairs repairs) {
		this.consultation = new Consultation(this, store, loaders, keys, loads, interceptions, repairs);
		this.clock = clock;
		this.store = store;
		this.presence = presence;
		this.journal = journal;
		this.largeWork = largeWork;
		this.evaluator = evaluator;
	}

	/**
	 * A call of a session.
	 * @param session the session
	 * @param call its mutation
	 */
	void submit(Session session, PendingMutation call) {
		this.order.submit(session, call);
	}

	/**
	 * Begins a mutation, or queues it behind others of its key.
	 * @param pending a mutation of a valid key, which its origin may write
	 */
	void submit(PendingMutation pending) {
		this.consultation.involve(pending);
		KeyEntry entry = this.store.find(pending.key());
		KeyTraffic traffic = (entry != null) ? entry.currentTraffic() : null;
		if (traffic != null && (traffic.isReserved() || waitsForCommit(pending, traffic))) {
			traffic.enqueue(pending);
		}
		else {
			begin(entry, pending, false);
		}
	}

	/**
	 * The mutation whose proposal the journal is being given.
	 * @return null if it is given none right now
	 */
	@Nullable PendingMutation appending() {
		return this.appending;
	}

	/** Whether {@link #run()} has something to do. */
	boolean isReady() {
		return !this.readyKeys.isEmpty() || this.order.isReady();
	}

	/** Begins what has become ready, until nothing is. */
	void run() {
		while (isReady()) {
			KeyEntry entry = this.readyKeys.poll();
			if (entry != null) {
				beginWaiting(entry);
			}
			this.order.run();
		}
	}

	/**
	 * A large mutation has been computed.
	 * @param computation with its result
	 */
	void computed(Computation computation) {
		PendingMutation pending = computation.pending();
		KeyEntry entry = Objects.requireNonNull(this.store.find(pending.key()), "A key in use is kept");
		KeyTraffic traffic = entry.traffic();
		traffic.unpin();
		if (computation.equals(pending.computation())) {
			pending.computation(null);
			take(entry, traffic, computation);
		}
		arrived(entry);
	}

	/** Uses a result, unless the value or version it was computed for is gone. */
	private void take(KeyEntry entry, KeyTraffic traffic, Computation computation) {
		PendingMutation pending = computation.pending();
		boolean holds = traffic.isHeldBy(pending);
		traffic.release(pending);
		if (computation.isBasedOn(entry.headIfInitialized()) && !waitsForCommit(pending, traffic)
				&& matches(entry, pending)) {
			decide(entry, pending, computation.evaluation());
			return;
		}
		this.consultation.again(pending);
		if ((!holds && traffic.isReserved()) || waitsForCommit(pending, traffic)) {
			traffic.enqueue(pending);
		}
		else {
			begin(entry, pending, holds || pending.lost() >= MOST_LOSSES);
		}
	}

	/**
	 * Gives up a mutation of the hosting application.
	 * @param pending the mutation
	 * @return false if it is too late for that
	 */
	boolean cancel(PendingMutation pending) {
		if (pending.phase() != Phase.WAITING || pending.isIntercepted()) {
			return false;
		}
		pending.computation(null);
		pending.done();
		KeyEntry entry = this.store.find(pending.key());
		KeyTraffic traffic = (entry != null) ? entry.currentTraffic() : null;
		if (entry != null && traffic != null) {
			traffic.removeWaiting(pending);
			traffic.release(pending);
			arrived(entry);
		}
		return true;
	}

	/**
	 * Nothing outside the engine will come back to a key any more.
	 * @param entry the key
	 */
	void unpin(KeyEntry entry) {
		entry.traffic().unpin();
		arrived(entry);
	}

	/**
	 * Something has arrived, so that others may go on.
	 * @param entry the key
	 */
	void arrived(KeyEntry entry) {
		KeyTraffic traffic = entry.currentTraffic();
		if (traffic != null && traffic.nextWaiting() != null) {
			this.readyKeys.add(entry);
		}
		entry.tidyTraffic();
		this.store.release(entry);
	}

	/**
	 * A mutation was proposed and will not be committed.
	 * @param failed the mutation, whose proposal has been answered
	 */
	void uncommitted(PendingMutation failed) {
		this.consultation.repair(failed);
	}

	/**
	 * Mutations that were computed on what did not become true begin again.
	 * @param entry the key
	 * @param proposalsToo whether proposals in flight are dropped, or will be answered
	 */
	void restart(KeyEntry entry, boolean proposalsToo) {
		for (PendingMutation dropped : entry.traffic().restart(proposalsToo)) {
			if (dropped.phase() == Phase.PROPOSED) {
				this.store.giveBack(dropped.growth());
			}
			dropped.dropped();
			this.consultation.again(dropped);
		}
	}

	private void beginWaiting(KeyEntry entry) {
		KeyTraffic traffic = entry.currentTraffic();
		PendingMutation next = (traffic != null) ? traffic.nextWaiting() : null;
		while (traffic != null && next != null && !waitsForCommit(next, traffic)) {
			traffic.removeWaiting(next);
			begin(entry, next, true);
			next = traffic.nextWaiting();
		}
		entry.tidyTraffic();
		this.store.release(entry);
	}

	private boolean waitsForCommit(PendingMutation pending, KeyTraffic traffic) {
		return traffic.isInFlight() && (pending.needsCommitted() || !this.journal.isPipelined());
	}

	void begin(@Nullable KeyEntry entry, PendingMutation pending, boolean holding) {
		if (this.consultation.defer(entry, pending)) {
			return;
		}
		pending.mutation().begin();
		JsonNode current = (entry != null) ? entry.headIfInitialized() : null;
		long size = (entry != null) ? entry.headSizeEstimate() : 0;
		if (!matches(entry, pending)) {
			// What was loaded and came too late is no fault of its loader.
			decided(entry, pending, pending.isConditional() ? mismatch(entry, pending) : null);
		}
		else if (this.evaluator.mayTakeLong(pending, current, size)) {
			compute(pending, holding || pending.origin() != ChangeOrigin.SESSION || pending.isToBeIntercepted());
		}
		else {
			decide(entry, pending, this.evaluator.evaluate(pending, current, size, this.encoder));
		}
	}

	/**
	 * Has a large mutation computed.
	 * @param holding whether it holds the key from the start: only a session keeps the
	 * order of its calls itself, and another call of the key must not be under way when
	 * interceptors are asked
	 */
	private void compute(PendingMutation pending, boolean holding) {
		KeyEntry entry;
		try {
			entry = this.store.obtain(pending.key());
		}
		catch (StateRejectedException ex) {
			decided(null, pending, ex);
			return;
		}
		if (holding) {
			entry.traffic().hold(pending);
		}
		entry.traffic().pin();
		Computation computation = new Computation(this.evaluator, pending, entry.headIfInitialized(),
				entry.headSizeEstimate());
		pending.computation(computation);
		if (!pending.result().compute(computation)) {
			this.largeWork.compute(computation);
		}
	}

	private static boolean matches(@Nullable KeyEntry entry, PendingMutation pending) {
		return (!pending.isConditional() || pending.ifVersion() == Outcomes.version(entry))
				&& !pending.isLoadedTooLate((entry != null) ? entry.version() : 0);
	}

	private static StateRejectedException mismatch(@Nullable KeyEntry entry, PendingMutation pending) {
		return StateRejectedException.versionMismatch(pending.ifVersion(), Outcomes.version(entry));
	}

	void decide(@Nullable KeyEntry entry, PendingMutation pending, Evaluation evaluation) {
		RuntimeException failure = isTooLate(pending) ? new StateRejectedException(ErrorCode.UNAVAILABLE,
				"Another session has been present there since, or this one has ended") : evaluation.failure();
		if (failure == null && (evaluation.changesValue() || takesPresenceOver(pending))) {
			try {
				if (evaluation.changesValue() && pending.isToBeIntercepted()) {
					this.consultation.intercept(pending, evaluation);
				}
				else {
					propose(pending, evaluation);
				}
				return;
			}
			catch (StateRejectedException ex) {
				failure = ex;
			}
		}
		decided(entry, pending, failure);
	}

	/**
	 * A registration that had to wait must not take over what another session registered
	 * meanwhile, which may be the same client on a new connection.
	 */
	private boolean isTooLate(PendingMutation pending) {
		Session session = pending.session();
		return pending.presence() != null && session != null && (session.isEnded()
				|| this.presence.isOvertaken(pending.key(), pending.presence(), pending.presenceOrder()));
	}

	private boolean takesPresenceOver(PendingMutation pending) {
		Session session = pending.session();
		return pending.presence() != null && session != null
				&& !this.presence.isBound(session.owner(), pending.key(), pending.presence());
	}

	/** Nothing is proposed; the answer waits for what it was decided by. */
	void decided(@Nullable KeyEntry entry, PendingMutation pending, @Nullable RuntimeException failure) {
		pending.decided(failure);
		KeyTraffic traffic = (entry != null) ? entry.currentTraffic() : null;
		if (traffic != null && traffic.isInFlight()) {
			traffic.add(pending);
		}
		else {
			Outcomes.answer(entry, pending);
		}
		if (failure == null && pending.origin() == ChangeOrigin.LOADER && entry != null && !entry.isKnown()) {
			this.store.absent(entry, this.clock.nanos());
		}
		this.order.decided(pending);
		if (failure != null) {
			this.consultation.repair(pending);
		}
	}

	private void propose(PendingMutation pending, Evaluation evaluation) {
		KeyEntry entry = this.store.obtain(pending.key());
		try {
			JsonNode before = entry.headIfInitialized();
			Edit edit = evaluation.changesValue() ? evaluation.edit() : unchanged(before);
			long growth = evaluation.changesValue() ? this.store.reserve(entry, edit) : 0;
			PresenceChange presenceChange = this.presence.of(pending, before, edit.initialized() ? edit.value() : null);
			long size = evaluation.changesValue() ? evaluation.size() : entry.headSizeEstimate();
			long base = (entry.head() != null) ? Proposal.ON_PREDECESSOR : entry.version();
			Proposal proposal = new Proposal(pending.key(), base, edit.value(), edit.initialized(), edit.ops(),
					evaluation.encodedOps(), this.clock.millis(), author(pending), presenceChange,
					this.consultation.isPersistent(pending.key()));
			pending.proposed(proposal, size, growth,
					this.presence.apply(pending.key(), presenceChange, pending.presenceOrder()));
			this.order.decided(pending);
			append(entry, pending, proposal);
		}
		finally {
			this.store.release(entry);
		}
	}

	/** The journal may answer before this returns; else the mutation is in flight. */
	private void append(KeyEntry entry, PendingMutation pending, Proposal proposal) {
		if (pending.isAgreed()) {
			entry.traffic().hold(pending);
		}
		this.appending = pending;
		try {
			this.journal.append(proposal);
		}
		finally {
			this.appending = null;
		}
		if (pending.phase() == Phase.PROPOSED) {
			entry.traffic().add(pending);
		}
	}

	private static Edit unchanged(@Nullable JsonNode value) {
		return (value != null) ? Edit.changed(value, List.of()) : Edit.none();
	}

	private static @Nullable Author author(PendingMutation pending) {
		return (pending.session() != null) ? pending.session().author() : null;
	}

}
