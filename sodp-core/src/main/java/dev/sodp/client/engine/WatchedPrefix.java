// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.sodp.state.StateKeys;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * All keys with a prefix, which the application watches as one (protocol section 3). The
 * server answers a request with a view: a snapshot of each key, and an end.
 */
final class WatchedPrefix extends Watched {

	private final String prefix;

	/** Every change up to this version is known; 0 before the first view has ended. */
	private long since;

	private boolean viewed;

	/** Keys of the view that the server is sending. */
	private Set<String> view = Set.of();

	/**
	 * Whether a frame of the view has arrived; deltas before it belong to an earlier one.
	 */
	private boolean begun;

	/** Keys of the view that were not in it as snapshots. */
	private Set<String> byDelta = Set.of();

	/** Whether a watch of the same keys has ended since the last request. */
	private boolean overlapped;

	/**
	 * Whether one has ended in this session before the last request, so that its deltas
	 * may still arrive until the view begins.
	 */
	private boolean preceded;

	/** Whether the last request was a RESUME, so that no earlier view is on its way. */
	private boolean resuming;

	/** Whether the server of this session answers on the stream that is suggested. */
	private boolean takesSuggestion;

	/** The stream on which its last view ended. */
	private long announcedOn = NOT_REQUESTED;

	/** Notified when its keys are no longer kept in sync by it. */
	private final Consumer<WatchedPrefix> left;

	WatchedPrefix(String pattern, @Nullable JsonNode params, Supplier<Instant> clock, Consumer<WatchedPrefix> left) {
		super(pattern, params, clock);
		this.prefix = StateKeys.prefix(pattern);
		this.left = left;
	}

	@Override
	void changed(Status previous) {
		boolean followed = previous == Status.LIVE || previous == Status.REQUESTED;
		if (followed && status() != Status.LIVE) {
			this.left.accept(this);
		}
	}

	boolean covers(String key) {
		return key.startsWith(this.prefix);
	}

	/** Whether the server sends the changes of its keys, or is about to. */
	boolean isFollowed() {
		return status() == Status.REQUESTED || status() == Status.LIVE;
	}

	/**
	 * Whether a snapshot on a stream belongs to the request that was sent last. A server
	 * that chooses streams itself leaves open what it belongs to.
	 */
	boolean isAnsweredOn(long stream) {
		return stream == this.requestedOn || !(this.takesSuggestion || FrameSender.isSuggested(stream));
	}

	/** A snapshot of a key arrived that belongs to the last request. */
	void snapshot(String key, long stream) {
		this.takesSuggestion |= stream == this.requestedOn;
		if (status() == Status.REQUESTED) {
			this.begun = true;
			this.view.add(key);
			this.byDelta.remove(key);
		}
	}

	/**
	 * A delta of a key arrived. In a view it means that the key was created behind the
	 * cursor, or is unchanged since the last view.
	 * @return false if it may as well be the last of another watch
	 */
	boolean delta(String key, long version) {
		if (status() == Status.LIVE) {
			this.since = Math.max(this.since, version);
		}
		else if (status() == Status.REQUESTED && (this.begun || this.resuming) && !this.view.contains(key)) {
			if (this.overlapped || (this.preceded && !this.begun)) {
				return false;
			}
			this.view.add(key);
			this.byDelta.add(key);
		}
		return true;
	}

	/**
	 * A watch of some of the keys has ended, of which deltas may still arrive.
	 * @return keys that have arrived by deltas, which may have been its own
	 */
	Set<String> doubtDeltasOf(Watched ended) {
		boolean overlaps = (ended instanceof WatchedPrefix other)
				? other.covers(this.prefix) || covers(StateKeys.prefix(other.key())) : covers(ended.key());
		if (status() != Status.REQUESTED) {
			this.preceded |= overlaps;
			return Set.of();
		}
		Set<String> doubtful = new HashSet<>();
		for (String key : this.byDelta) {
			if ((ended instanceof WatchedPrefix other) ? other.covers(key) : key.equals(ended.key())) {
				doubtful.add(key);
			}
		}
		this.byDelta.removeAll(doubtful);
		this.view.removeAll(doubtful);
		this.overlapped |= overlaps;
		return doubtful;
	}

	/** Whether the view that is being sent contains a key. */
	boolean isInView(String key) {
		return this.view.contains(key);
	}

	/** Whether it keeps a key in sync, whose changes arrive in full. */
	boolean vouchesFor(String key) {
		return status() == Status.LIVE || (status() == Status.REQUESTED && this.view.contains(key));
	}

	/** Whether an ERROR on a stream is about it. */
	boolean isAnnouncedOn(long stream) {
		return status() == Status.LIVE && this.announcedOn == stream;
	}

	void sessionEnded() {
		this.takesSuggestion = false;
		this.requestedOn = NOT_REQUESTED;
		this.announcedOn = NOT_REQUESTED;
		this.preceded = false;
		abandoned();
		become(Status.WAITING);
	}

	/** The view has ended. */
	void complete(long stream, long version) {
		this.announcedOn = stream;
		this.since = version;
		this.outdated = false;
		this.viewed = true;
		abandoned();
		become(Status.LIVE);
	}

	@Override
	long version() {
		return this.since;
	}

	/** Whether a view has ever been complete. */
	@Override
	boolean isInitialized() {
		return this.viewed;
	}

	@Override
	boolean isDoubtful() {
		return false;
	}

	@Override
	long resumesFrom() {
		return this.since;
	}

	@Override
	boolean isRequestedAlone() {
		return true;
	}

	@Override
	void requested(boolean resume) {
		this.resuming = resume;
		this.view = new HashSet<>();
		this.byDelta = new HashSet<>();
		this.begun = false;
		this.overlapped = false;
	}

	@Override
	void abandoned() {
		this.view = Set.of();
		this.byDelta = Set.of();
	}

}
