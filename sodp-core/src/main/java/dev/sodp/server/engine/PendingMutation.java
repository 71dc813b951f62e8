// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;

import dev.sodp.server.StateRejectedException;
import dev.sodp.server.journal.Proposal;
import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;

/**
 * One mutation on its way: from the call, or the hosting application, to its answer.
 */
public final class PendingMutation {

	/** Whose mutation it is. */
	enum Origin {

		/** A session's call. */
		SESSION,

		/** The hosting application. */
		HOST,

		/** The server itself, which ends presence. Nothing may prevent it. */
		CLEANUP

	}

	/** What has become of it. */
	enum Phase {

		/** Not begun: it waits for its turn, or is being computed. */
		WAITING,

		/** Appended to the journal. */
		PROPOSED,

		/** Decided without a change, by what others have proposed. */
		DECIDED,

		/** Answered. */
		DONE

	}

	/** The mutation does not depend on a version. */
	static final long ANY_VERSION = -1;

	private final Origin origin;

	private final @Nullable Session session;

	private final String key;

	private final Mutation mutation;

	private final PendingResult result;

	private long ifVersion = ANY_VERSION;

	/** The path that is registered as presence of the session. */
	private @Nullable StatePath presence;

	private long presenceOrder;

	private Phase phase = Phase.WAITING;

	private @Nullable Proposal proposal;

	/** Encoded size of the value proposed, never an underestimate. */
	private long sizeEstimate;

	/** What bindings of presence were before it. */
	private List<PresenceOwners.Former> formerPresence = List.of();

	/** By how much the heap that the value takes grows. */
	private long growth;

	/** Why it is refused, once that is decided. */
	private @Nullable RuntimeException failure;

	/** How often the value changed while it was computed. */
	private int losses;

	/** What is being computed now; anything else that comes back is out of date. */
	private @Nullable Computation computation;

	/** The next mutation of the same key that waits for the journal. */
	private @Nullable PendingMutation next;

	PendingMutation(Origin origin, @Nullable Session session, String key, Mutation mutation, PendingResult result) {
		this.origin = origin;
		this.session = session;
		this.key = key;
		this.mutation = mutation;
		this.result = result;
	}

	/**
	 * Makes the mutation depend on the version of the key.
	 * @param version the version that it must have, 0 if it must not exist
	 * @return this
	 */
	PendingMutation ifVersion(long version) {
		this.ifVersion = version;
		return this;
	}

	/**
	 * Registers what is written as presence of the session.
	 * @param path where
	 * @param order counts the registrations as they arrive
	 * @return this
	 */
	PendingMutation presence(StatePath path, long order) {
		this.presence = path;
		this.presenceOrder = order;
		return this;
	}

	Origin origin() {
		return this.origin;
	}

	@Nullable Session session() {
		return this.session;
	}

	String key() {
		return this.key;
	}

	Mutation mutation() {
		return this.mutation;
	}

	PendingResult result() {
		return this.result;
	}

	boolean isConditional() {
		return this.ifVersion != ANY_VERSION;
	}

	long ifVersion() {
		return this.ifVersion;
	}

	@Nullable StatePath presence() {
		return this.presence;
	}

	/** Of registrations, the order in which they arrived. */
	long presenceOrder() {
		return this.presenceOrder;
	}

	Phase phase() {
		return this.phase;
	}

	void proposed(Proposal newProposal, long newSizeEstimate, long newGrowth, List<PresenceOwners.Former> former) {
		this.formerPresence = former;
		this.phase = Phase.PROPOSED;
		this.proposal = newProposal;
		this.sizeEstimate = newSizeEstimate;
		this.growth = newGrowth;
	}

	void decided(@Nullable RuntimeException newFailure) {
		this.phase = Phase.DECIDED;
		this.failure = newFailure;
	}

	/** Back to the start. */
	void dropped() {
		this.phase = Phase.WAITING;
		this.proposal = null;
		this.failure = null;
		this.computation = null;
		this.next = null;
	}

	void done() {
		this.phase = Phase.DONE;
	}

	/** What to restore if it is not committed. */
	List<PresenceOwners.Former> takeFormerPresence() {
		List<PresenceOwners.Former> former = this.formerPresence;
		this.formerPresence = List.of();
		return former;
	}

	@Nullable Proposal proposal() {
		return this.proposal;
	}

	long sizeEstimate() {
		return this.sizeEstimate;
	}

	long growth() {
		return this.growth;
	}

	/**
	 * Why it is refused.
	 * @return a {@link StateRejectedException}, or what the mutation threw; null if it
	 * changes nothing
	 */
	@Nullable RuntimeException failure() {
		return this.failure;
	}

	/**
	 * Counts that the value changed while this was computed.
	 * @return how often that has happened
	 */
	int lost() {
		return ++this.losses;
	}

	@Nullable Computation computation() {
		return this.computation;
	}

	void computation(@Nullable Computation current) {
		this.computation = current;
	}

	List<PresenceOwners.Former> formerPresence() {
		return this.formerPresence;
	}

	@Nullable PendingMutation next() {
		return this.next;
	}

	void next(@Nullable PendingMutation successor) {
		this.next = successor;
	}

}
