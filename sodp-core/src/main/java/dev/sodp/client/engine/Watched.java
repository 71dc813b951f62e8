// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import dev.sodp.client.KeyState;
import dev.sodp.client.KeyStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the application watches, a key or all keys with a prefix: its subscribers, and the
 * state of its subscription on the server.
 */
abstract sealed class Watched permits WatchedKey, WatchedPrefix {

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

	static final long NOT_REQUESTED = -1;

	private final String name;

	private @Nullable JsonNode params;

	/** A set, because a key may have thousands that end one by one. */
	private final Set<Subscriber> subscribers = new SmallSet<>();

	private final Supplier<Instant> clock;

	private Status status = Status.WAITING;

	/** The state when it was last checked, and since when it holds. */
	private KeyState state = KeyState.RESTORING;

	private Instant since;

	/** Not reset by a further attempt that is refused or breaks off. */
	private @Nullable Instant staleSince;

	/**
	 * Whether the next request must be a WATCH of this alone, after a refusal that named
	 * no key.
	 */
	boolean requestAlone;

	/**
	 * Whether the next request must be a WATCH, because what is known cannot be trusted
	 * to resume from.
	 */
	boolean requestAfresh;

	/**
	 * Whether what is known is not of the history that the server has now, and was not
	 * requested since, as after a refusal.
	 */
	boolean outdated;

	/**
	 * The stream suggested in the last request of this, which an ERROR may name, or -1.
	 */
	long requestedOn = NOT_REQUESTED;

	/** Delay of the next resync; null until the first one. */
	@Nullable Backoff resyncBackoff;

	/**
	 * When the last resync was due, and in {@link Status#RESYNC_DUE} when the next one
	 * is.
	 */
	long resyncAt;

	Watched(String name, @Nullable JsonNode params, Supplier<Instant> clock) {
		this.name = name;
		this.params = params;
		this.clock = clock;
		this.since = clock.get();
		this.staleSince = this.since;
	}

	/** The key, or the pattern of a prefix, as requests name it. */
	final String key() {
		return this.name;
	}

	final @Nullable JsonNode params() {
		return this.params;
	}

	/** The first subscriber decides about the parameters. */
	final void params(@Nullable JsonNode newParams) {
		this.params = newParams;
	}

	final Set<Subscriber> subscribers() {
		return this.subscribers;
	}

	final boolean isWatched() {
		return !this.subscribers.isEmpty();
	}

	/** Whether the futures of all callers report a refusal. */
	final boolean isRefusalReported() {
		return !this.subscribers.isEmpty() && this.subscribers.stream().allMatch(Subscriber::reportsRefusal);
	}

	final Status status() {
		return this.status;
	}

	final void become(Status next) {
		Status previous = this.status;
		this.status = next;
		noteState();
		changed(previous);
	}

	/** The status has changed. */
	void changed(Status previous) {
	}

	/**
	 * Records when the state changed; must be called after anything that may have changed
	 * it.
	 */
	final void noteState() {
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

	final KeyStatus keyStatus() {
		return new KeyStatus(this.name, state(), version(), isInitialized(), this.since,
				Optional.ofNullable(this.staleSince), this.subscribers.size());
	}

	final KeyState state() {
		return switch (this.status) {
			case WAITING, REQUESTED, RESYNC_DUE -> KeyState.RESTORING;
			case DENIED -> KeyState.DENIED;
			case LIVE -> isInitialized() ? KeyState.LIVE : KeyState.GONE;
		};
	}

	final boolean isPending() {
		return this.status != Status.LIVE && this.status != Status.DENIED;
	}

	/** The highest version that is known, or 0. */
	abstract long version();

	abstract boolean isInitialized();

	/** Whether RESUME would reveal whose a doubtful delta is. */
	abstract boolean isDoubtful();

	/** What a RESUME names as the version that is known. */
	abstract long resumesFrom();

	/** Whether a request may not name anything else. */
	abstract boolean isRequestedAlone();

	/** A request was sent. */
	abstract void requested(boolean resume);

	/** What arrived while a request was unanswered will not be of use. */
	abstract void abandoned();

	@Override
	public final String toString() {
		return this.name + " " + this.status;
	}

}
