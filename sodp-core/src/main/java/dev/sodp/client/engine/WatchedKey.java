// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import dev.sodp.client.KeyState;
import dev.sodp.client.KeyStatus;
import dev.sodp.protocol.Frame;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A key that the application watches: its replica, its subscribers, and the state of its
 * subscription on the server.
 */
public final class WatchedKey {

	/** Deltas held while a request is unanswered; a replay is at most 1,000 long. */
	private static final int MAX_HELD = 4096;

	enum Status {

		/** Waits for its turn to be requested. */
		WAITING,

		/** A WATCH or RESUME is unanswered. */
		REQUESTED,

		/** Waits for the back-off of a resync to pass. */
		RESYNC_DUE,

		/** The replica follows the server. */
		LIVE,

		/** The server refused the subscription in this session. */
		DENIED

	}

	private final String key;

	private final @Nullable JsonNode params;

	private final Replica replica = new Replica();

	private final FullValueSize fullSize = new FullValueSize();

	/** A set, because a key may have thousands that end one by one. */
	private final Set<Subscriber> subscribers = new SmallSet<>();

	/** The streams of this connection that announced the key. */
	private final Set<Long> streams = new SmallSet<>();

	private List<Frame.Delta> held = List.of();

	private boolean overflown;

	private final Supplier<Instant> clock;

	private Status status = Status.WAITING;

	/** The state when it was last checked, and since when it holds. */
	private KeyState state = KeyState.RESTORING;

	private Instant since;

	/** Not reset by a further attempt that is refused or breaks off. */
	private @Nullable Instant staleSince;

	/**
	 * Whether the next request must be a WATCH of this key alone, after a refusal that
	 * named no key.
	 */
	boolean requestAlone;

	/**
	 * Whether the next request must be a WATCH, because the replica cannot be trusted to
	 * resume from.
	 */
	boolean requestAfresh;

	/** The stream suggested in the last request of this key, which an ERROR may name. */
	long requestedOn;

	/** Version of a write that completed without its delta, which was not expected. */
	long unseenVersion = -1;

	/** Delay of the next resync; null until the first one. */
	@Nullable Backoff resyncBackoff;

	/**
	 * When the last resync was due, and in {@link Status#RESYNC_DUE} when the next one
	 * is.
	 */
	long resyncAt;

	WatchedKey(String key, @Nullable JsonNode params, Supplier<Instant> clock) {
		this.key = key;
		this.params = params;
		this.clock = clock;
		this.since = clock.get();
		this.staleSince = this.since;
	}

	String key() {
		return this.key;
	}

	@Nullable JsonNode params() {
		return this.params;
	}

	public Replica replica() {
		return this.replica;
	}

	FullValueSize fullSize() {
		return this.fullSize;
	}

	/** Whether the futures of all callers report a refusal. */
	boolean isRefusalReported() {
		return !this.subscribers.isEmpty() && this.subscribers.stream().allMatch(Subscriber::reportsRefusal);
	}

	Set<Subscriber> subscribers() {
		return this.subscribers;
	}

	Set<Long> streams() {
		return this.streams;
	}

	/** Whether the replica has reached a version. */
	public boolean shows(long version) {
		return this.replica.current().version() >= version;
	}

	Status status() {
		return this.status;
	}

	void become(Status next) {
		this.status = next;
		noteState();
	}

	/**
	 * Records when the state changed; must be called after anything that may have changed
	 * it.
	 */
	void noteState() {
		KeyState now = state();
		if (now != this.state) {
			this.state = now;
			this.since = this.clock.get();
			if (now == KeyState.LIVE || now == KeyState.GONE) {
				this.staleSince = null;
			}
			else if (this.staleSince == null) {
				this.staleSince = this.since;
			}
		}
	}

	KeyStatus keyStatus() {
		Snapshot current = this.replica.current();
		return new KeyStatus(this.key, state(), current.version(), current.initialized(), this.since,
				Optional.ofNullable(this.staleSince), this.subscribers.size());
	}

	public KeyState state() {
		return switch (this.status) {
			case WAITING, REQUESTED, RESYNC_DUE -> KeyState.RESTORING;
			case DENIED -> KeyState.DENIED;
			case LIVE -> this.replica.current().initialized() ? KeyState.LIVE : KeyState.GONE;
		};
	}

	boolean isPending() {
		return this.status != Status.LIVE && this.status != Status.DENIED;
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

	List<Frame.Delta> takeHeld() {
		List<Frame.Delta> taken = this.held;
		this.held = List.of();
		this.overflown = false;
		return taken;
	}

	@Override
	public String toString() {
		return this.key + " " + this.status;
	}

}
