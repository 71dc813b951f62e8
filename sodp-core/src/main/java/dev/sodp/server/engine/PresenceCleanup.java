// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sodp.server.ChangeOrigin;
import dev.sodp.server.journal.PresenceOwner;
import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

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
 * another session can still take it over. While the journal refuses, removals are
 * repeated.
 */
final class PresenceCleanup {

	/** How long a removal waits for watchers that do not read. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final Duration RETRY = Duration.ofMillis(5);

	/** When the journal did not take a removal. */
	private static final Duration RETRY_REFUSED = Duration.ofSeconds(1);

	private final ServerClock clock;

	private final Timers timers;

	private final Watchers watchers;

	private final PresenceOwners presence;

	private final MutationPipeline pipeline;

	/** Sessions to clean up after, and until when that may wait. */
	private final Map<PresenceOwner, Long> pending = new LinkedHashMap<>();

	/** Keys of which a removal is on its way. */
	private final Set<String> underWay = new HashSet<>();

	private Timers.@Nullable Timer retry;

	private @Nullable Runnable whenDone;

	PresenceCleanup(ServerClock clock, Timers timers, Watchers watchers, PresenceOwners presence,
			MutationPipeline pipeline) {
		this.clock = clock;
		this.timers = timers;
		this.watchers = watchers;
		this.presence = presence;
		this.pipeline = pipeline;
	}

	void add(PresenceOwner ended) {
		this.pending.put(ended, this.clock.nanos() + PATIENCE.toNanos());
	}

	/**
	 * Does something once nothing is left to be removed.
	 * @param action called in the middle of a step
	 */
	void whenDone(Runnable action) {
		this.whenDone = action;
	}

	/**
	 * Removes what watchers have room for, and schedules another attempt for the rest.
	 */
	void run() {
		if (!this.pending.isEmpty()) {
			removeAll();
		}
		Runnable done = this.whenDone;
		if (done != null && this.underWay.isEmpty() && this.pending.keySet().stream().allMatch(this::isNowhere)) {
			this.whenDone = null;
			done.run();
		}
	}

	/** Whether the removal of something in a key has been proposed and not answered. */
	boolean isUnderWay(String key) {
		return this.underWay.contains(key);
	}

	private boolean isNowhere(PresenceOwner owner) {
		return this.presence.keys(owner).isEmpty();
	}

	private void removeAll() {
		long now = this.clock.nanos();
		Map<String, Boolean> overdueKeys = new LinkedHashMap<>();
		Iterator<Map.Entry<PresenceOwner, Long>> sessions = this.pending.entrySet().iterator();
		while (sessions.hasNext()) {
			Map.Entry<PresenceOwner, Long> next = sessions.next();
			List<String> keys = this.presence.keys(next.getKey());
			if (keys.isEmpty()) {
				sessions.remove();
				continue;
			}
			boolean overdue = next.getValue() - now <= 0;
			keys.forEach((key) -> overdueKeys.merge(key, overdue, Boolean::logicalOr));
		}
		boolean complete = true;
		for (Map.Entry<String, Boolean> next : overdueKeys.entrySet()) {
			complete &= remove(next.getKey(), next.getValue());
		}
		if (!complete && this.retry == null) {
			this.retry = this.timers.schedule(now + RETRY.toNanos(), () -> this.retry = null);
		}
	}

	/** Whether the removal of a key is on its way. */
	private boolean remove(String key, boolean overdue) {
		if (this.underWay.contains(key)) {
			return true;
		}
		if (!overdue && !this.watchers.haveRoom(key)) {
			return false;
		}
		this.underWay.add(key);
		Removal removal = new Removal(key);
		this.pipeline.submit(new PendingMutation(ChangeOrigin.CLEANUP, null, key, removal, removal));
		return true;
	}

	/** The removal of what ended sessions have left in one key. */
	private final class Removal implements Mutation, PendingResult {

		private final String key;

		/** To be kept, as they count as present nowhere while this is on its way. */
		private final Set<PresenceOwner> owners = new LinkedHashSet<>();

		private Mutation removal = PathEdits.removeMembers(List.of());

		Removal(String key) {
			this.key = key;
		}

		/**
		 * Decided when its turn has come, as others may have taken paths over by then.
		 */
		@Override
		public void begin() {
			this.owners.addAll(PresenceCleanup.this.pending.keySet());
			Set<StatePath> paths = new LinkedHashSet<>();
			this.owners.forEach((owner) -> paths.addAll(PresenceCleanup.this.presence.paths(owner, this.key)));
			this.removal = PathEdits.removeMembers(paths);
		}

		@Override
		public Edit edit(@Nullable JsonNode current) {
			return this.removal.edit(current);
		}

		@Override
		public boolean isLarge(@Nullable JsonNode current) {
			return this.removal.isLarge(current);
		}

		@Override
		public List<StatePath> targets() {
			return this.removal.targets();
		}

		@Override
		public void succeeded(long version) {
			PresenceCleanup.this.underWay.remove(this.key);
		}

		@Override
		public void failed(RuntimeException failure) {
			PresenceCleanup.this.timers.schedule(PresenceCleanup.this.clock.nanos() + RETRY_REFUSED.toNanos(), () -> {
				this.owners.forEach(PresenceCleanup.this::add);
				PresenceCleanup.this.underWay.remove(this.key);
			});
		}

	}

}
