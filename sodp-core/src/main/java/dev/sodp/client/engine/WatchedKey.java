// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import dev.sodp.protocol.Frame;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A key that the application watches, by itself or by its prefix: its replica, and what
 * arrived before it can be told what to make of it.
 */
public final class WatchedKey extends Watched {

	/** Deltas held while a request is unanswered; a replay is at most 1,000 long. */
	private static final int MAX_HELD = 4096;

	private final Replica replica = new Replica();

	private final FullValueSize fullSize = new FullValueSize();

	/** The streams of this connection that announced the key. */
	private final Set<Long> streams = new SmallSet<>();

	private List<Frame.Delta> held = List.of();

	private boolean overflown;

	/** What the next snapshot decides. */
	private @Nullable Doubt doubt;

	/** Version of a write that completed without its delta, which was not expected. */
	long unseenVersion = -1;

	/**
	 * Whether changes were lost that a prefix counts as known, so that only a request of
	 * the key itself helps.
	 */
	boolean suspect;

	/** Whether the server may have a subscription of the key itself. */
	boolean subscribed;

	/** Whether subscribers of a prefix know of the key. */
	boolean member;

	/** Whether the last request was a RESUME, which deltas answer too. */
	private boolean resuming;

	/** Whether what is held may follow from a snapshot that was not taken. */
	private boolean interrupted;

	WatchedKey(String key, @Nullable JsonNode params, Supplier<Instant> clock) {
		super(key, params, clock);
	}

	public Replica replica() {
		return this.replica;
	}

	FullValueSize fullSize() {
		return this.fullSize;
	}

	/** Whether it is watched by itself, and not by its prefix only. */
	boolean isSingle() {
		return isWatched();
	}

	/** Whether a caller waits for the answer to a request of the key. */
	boolean isRead() {
		return subscribers().stream().anyMatch(FetchSubscriber.class::isInstance);
	}

	/** Whether a RESUME is unanswered. */
	boolean isResuming() {
		return this.resuming && status() == Status.REQUESTED;
	}

	Set<Long> streams() {
		return this.streams;
	}

	/** Whether the replica has reached a version. */
	public boolean shows(long version) {
		return this.replica.current().version() >= version;
	}

	/**
	 * A prefix counts changes as known that were not applied while the key was requested
	 * by itself.
	 */
	void sessionEnded() {
		this.suspect |= status() == Status.RESYNC_DUE || !this.held.isEmpty();
		this.subscribed = false;
		this.requestedOn = NOT_REQUESTED;
		become(Status.WAITING);
		abandoned();
		this.streams.clear();
	}

	@Override
	long version() {
		return this.replica.current().version();
	}

	@Override
	boolean isInitialized() {
		return this.replica.current().initialized();
	}

	/** Keeps a delta until the snapshot it belongs to arrives. */
	void hold(Frame.Delta delta) {
		if (this.held.isEmpty()) {
			this.held = new ArrayList<>();
		}
		if (this.held.size() < MAX_HELD) {
			this.held.add(delta);
		}
		else {
			this.overflown = true;
		}
	}

	/**
	 * Whether deltas were lost for lack of room since {@link #takeHeld()} was last
	 * called.
	 */
	boolean hasOverflown() {
		return this.overflown;
	}

	/** What waits to be requested is not subscribed, or not any longer. */
	@Override
	void changed(Status previous) {
		this.subscribed &= status() != Status.WAITING;
	}

	boolean isHolding() {
		return !this.held.isEmpty() || this.overflown;
	}

	List<Frame.Delta> takeHeld() {
		List<Frame.Delta> taken = this.held;
		this.held = List.of();
		this.overflown = false;
		return taken;
	}

	/** A frame that might have followed was lost before the snapshot arrived. */
	void lost() {
		this.overflown = true;
	}

	/**
	 * A snapshot of a subscription that has ended arrived, whose deltas cannot be told
	 * from a replay.
	 */
	void interrupted() {
		this.interrupted = true;
	}

	boolean isInterrupted() {
		return this.interrupted;
	}

	void doubt(Doubt begun) {
		this.doubt = begun;
	}

	@Override
	boolean isDoubtful() {
		return this.doubt != null;
	}

	@Override
	long resumesFrom() {
		return (this.doubt != null) ? this.doubt.since() : version();
	}

	@Override
	boolean isRequestedAlone() {
		return this.requestAlone;
	}

	@Override
	void requested(boolean resume) {
		this.subscribed = true;
		this.resuming = resume;
		this.interrupted = false;
		takeHeld();
	}

	@Override
	void abandoned() {
		takeHeld();
		takeDoubt();
	}

	/** Another delta arrived while one is in doubt. */
	void doubted(Frame.Delta delta) {
		if (this.doubt != null) {
			this.doubt.followed(delta);
		}
	}

	@Nullable Doubt takeDoubt() {
		Doubt taken = this.doubt;
		this.doubt = null;
		return taken;
	}

}
