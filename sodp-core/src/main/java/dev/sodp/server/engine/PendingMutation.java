// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.ChangeOrigin;
import dev.sodp.server.StateRejectedException;
import dev.sodp.server.engine.Involvement.Consent;
import dev.sodp.server.journal.Proposal;
import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One mutation on its way: from the call, or the hosting application, to its answer.
 */
public final class PendingMutation {

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

	private final ChangeOrigin origin;

	private final @Nullable Session session;

	private final String key;

	private Mutation mutation;

	private final PendingResult result;

	private long ifVersion = ANY_VERSION;

	private @Nullable Registration presence;

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

	/** Of loaders and interceptors; null if there are none. */
	private @Nullable Involvement involvement;

	/** How often the value changed while it was computed. */
	private int losses;

	/** What is being computed now; anything else that comes back is out of date. */
	private @Nullable Computation computation;

	/** The next mutation of the same key that waits for the journal. */
	private @Nullable PendingMutation next;

	PendingMutation(ChangeOrigin origin, @Nullable Session session, String key, Mutation mutation,
			PendingResult result) {
		this.origin = origin;
		this.session = session;
		this.key = key;
		this.mutation = mutation;
		this.result = result;
	}

	/**
	 * The writing of what was loaded for a key that was not known.
	 * @param key the key
	 * @param mutation writes it
	 * @param versionBefore the version of the key, which no one has changed since its
	 * loading began
	 * @param result is given the answer
	 * @return the mutation, which changes nothing if somebody has written the key since
	 */
	static PendingMutation loaded(String key, Mutation mutation, long versionBefore, PendingResult result) {
		PendingMutation loaded = new PendingMutation(ChangeOrigin.LOADER, null, key, mutation, result);
		loaded.involvement().loadedOn(versionBefore);
		return loaded;
	}

	/**
	 * The loading of a key that may be known.
	 * @param key the key
	 * @param result is given the answer
	 * @return the mutation, which replaces the value by what its loader returns
	 */
	static PendingMutation reload(String key, PendingResult result) {
		PendingMutation reload = new PendingMutation(ChangeOrigin.LOADER, null, key, Edits.none(), result);
		reload.involvement().toBeLoaded(true);
		return reload;
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
		this.presence = new Registration(path, order);
		return this;
	}

	ChangeOrigin origin() {
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

	/** What is to be done in place of what was asked for. */
	void mutation(Mutation replacement) {
		this.mutation = replacement;
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

	/** The path that is registered as presence of the session. */
	@Nullable StatePath presence() {
		return (this.presence != null) ? this.presence.path() : null;
	}

	/** Of registrations, the order in which they arrived. */
	long presenceOrder() {
		return (this.presence != null) ? this.presence.order() : 0;
	}

	Phase phase() {
		return this.phase;
	}

	/** Of loaders and interceptors, to be changed. */
	Involvement involvement() {
		if (this.involvement == null) {
			this.involvement = new Involvement();
		}
		return this.involvement;
	}

	/** Whether it is computed on what is committed, not on what is in flight. */
	boolean needsCommitted() {
		return isConditional() || (this.involvement != null
				&& (this.origin == ChangeOrigin.LOADER || !this.involvement.interceptors().isEmpty()));
	}

	/** Whether the loader of the key has to say what is to be written. */
	boolean isToBeLoaded() {
		return this.involvement != null && this.involvement.isToBeLoaded();
	}

	/** Whether it writes what its loader says, whatever others have written. */
	boolean isReload() {
		return this.origin == ChangeOrigin.LOADER && this.involvement != null
				&& this.involvement.loadedOn() == ANY_VERSION;
	}

	/**
	 * The loader has said what is to be written, whatever was called.
	 * @param value is written; null deletes the key
	 */
	void reloaded(@Nullable JsonNode value) {
		this.mutation = (value != null) ? Edits.set(value) : Edits.delete();
		if (this.presence != null && PresenceOwners.at(value, this.presence.path()) == null) {
			this.presence = null;
		}
		this.ifVersion = ANY_VERSION;
		involvement().toBeLoaded(false);
	}

	/** Sets whether it is not known if the key exists. */
	void unseen(boolean isUnseen) {
		if (isUnseen || this.involvement != null) {
			involvement().unseen(isUnseen);
		}
	}

	/** Whether somebody has written the key since it was loaded. */
	boolean isLoadedTooLate(long version) {
		return this.involvement != null && this.involvement.loadedOn() != ANY_VERSION
				&& this.involvement.loadedOn() != version;
	}

	/** Whether interceptors have to be asked before it is proposed. */
	boolean isToBeIntercepted() {
		return this.involvement != null && !this.involvement.interceptors().isEmpty()
				&& this.involvement.consent() == Consent.NOT_ASKED;
	}

	/** Whether interceptors know of it, so that it may have had effects. */
	boolean isIntercepted() {
		return this.involvement != null && this.involvement.consent() != Consent.NOT_ASKED;
	}

	/** Whether interceptors have agreed, so that only its commit is missing. */
	boolean isAgreed() {
		return this.involvement != null && this.involvement.consent() == Consent.GIVEN;
	}

	/** Whether interceptors may have had effects although it is not committed. */
	boolean hasEffects() {
		return isAgreed() || (this.involvement != null && this.involvement.consent() == Consent.FAILED);
	}

	/**
	 * What a failure means for the caller: after interceptors have agreed, a refusal must
	 * not say that nothing has happened.
	 */
	private RuntimeException known(RuntimeException cause) {
		return (isAgreed() && cause instanceof StateRejectedException)
				? new StateRejectedException(ErrorCode.TIMEOUT,
						"It was not committed, but may have had effects elsewhere: " + cause.getMessage(), cause)
				: cause;
	}

	/**
	 * Computes the change without making it.
	 * @param current the value, or null if the key does not exist
	 * @return what it becomes
	 */
	Edit edit(@Nullable JsonNode current) {
		boolean unseen = this.involvement != null && this.involvement.isUnseen() && current == null;
		return unseen ? this.mutation.editUnseen() : this.mutation.edit(current);
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
		this.failure = (newFailure != null) ? known(newFailure) : null;
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

	/**
	 * Answers that it is not committed.
	 * @param cause why
	 */
	void failed(RuntimeException cause) {
		this.result.failed(known(cause));
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

	@Override
	public String toString() {
		return "a mutation of '" + this.key + "'";
	}

	/**
	 * A registration of presence.
	 *
	 * @param path where
	 * @param order counts the registrations as they arrive
	 */
	private record Registration(StatePath path, long order) {
	}

}
