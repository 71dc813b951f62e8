// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Removes the presence of ended sessions (protocol section 5): one delta for each key,
 * and no faster than the watchers of that key read.
 *
 * <p>
 * Deltas evict a session that has no room for them, since whoever writes never waits. But
 * a session that ends may leave thousands of keys behind, and many sessions may end at
 * once; that must not cost healthy watchers theirs. So a key waits while a watcher's
 * queue is half full, for a limited time, as a watcher that does not read must not keep
 * presence alive. Until a path is removed it belongs to the ended session, so that
 * another session can still take it over.
 */
final class PresenceCleanup {

	/** How long a removal waits for watchers that do not read. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final Duration RETRY = Duration.ofMillis(5);

	private final ServerClock clock;

	private final Timers timers;

	private final StateStore store;

	private final PresenceOwners presence;

	private final MutationPipeline pipeline;

	/** Sessions to clean up after, and until when that may wait. */
	private final Map<Session, Long> pending = new LinkedHashMap<>();

	private Timers.@Nullable Timer retry;

	PresenceCleanup(ServerClock clock, Timers timers, StateStore store, PresenceOwners presence,
			MutationPipeline pipeline) {
		this.clock = clock;
		this.timers = timers;
		this.store = store;
		this.presence = presence;
		this.pipeline = pipeline;
	}

	void add(Session ended) {
		this.pending.put(ended, this.clock.nanos() + PATIENCE.toNanos());
	}

	/**
	 * Removes what watchers have room for, and schedules another attempt for the rest.
	 */
	void run() {
		if (this.pending.isEmpty()) {
			return;
		}
		long now = this.clock.nanos();
		Iterator<Map.Entry<Session, Long>> sessions = this.pending.entrySet().iterator();
		while (sessions.hasNext()) {
			Map.Entry<Session, Long> next = sessions.next();
			if (removeFrom(next.getKey(), next.getValue() - now <= 0)) {
				this.presence.forget(next.getKey());
				sessions.remove();
			}
		}
		if (!this.pending.isEmpty() && this.retry == null) {
			this.retry = this.timers.schedule(now + RETRY.toNanos(), () -> this.retry = null);
		}
	}

	private boolean haveRoom(String key) {
		KeyEntry entry = this.store.find(key);
		return entry == null || entry.subscribers().stream().allMatch((session) -> session.outbox().hasRoomForDelta());
	}

	/** Whether nothing is left. */
	private boolean removeFrom(Session ended, boolean overdue) {
		boolean complete = true;
		for (String key : this.presence.keys(ended)) {
			if (overdue || haveRoom(key)) {
				this.pipeline.mutateUnchecked(key, PathEdits.removeMembers(this.presence.releaseAll(ended, key)));
			}
			else {
				complete = false;
			}
		}
		return complete;
	}

}
