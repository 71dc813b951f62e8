// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.sodp.client.engine.Deadlines.Timer;
import dev.sodp.client.engine.Watched.Status;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What waits until the replica of a key reaches a version: applied writes whose delta has
 * not arrived yet, and calls of {@code await}. A server may answer with a version and
 * send no delta. If it is known to send deltas before the RESULT, a write need not wait;
 * otherwise it completes when its delta has arrived, or after a second.
 */
final class VersionWaits {

	private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

	private final ClientHost host;

	private final Deadlines deadlines;

	private final List<Wait> waits = new ArrayList<>();

	/**
	 * Whether the server of this session has sent the delta of a call before its RESULT.
	 */
	private boolean deltaSeenFirst;

	/** Whether it has ever sent it afterwards. */
	private boolean deltaSeenLater;

	VersionWaits(ClientHost host, Deadlines deadlines) {
		this.host = host;
		this.deadlines = deadlines;
	}

	/** Completes an applied write once the replica contains it. */
	void completeWrite(WatchedKey key, long version, PendingCall<?> call, JsonNode data) {
		Runnable complete = () -> this.host.complete(call, data);
		if (key.status() != Status.LIVE) {
			// The restored value will contain the write anyway, so there is nothing to
			// wait for.
			complete.run();
		}
		else if (key.shows(version)) {
			this.deltaSeenFirst |= key.replica().wasAdvancedTo(version, call.sentAt());
			complete.run();
		}
		else if (this.deltaSeenFirst && !this.deltaSeenLater) {
			key.unseenVersion = version;
			complete.run();
		}
		else {
			add(new Wait(key.key(), version, this.host.nanoTime() + PATIENCE, true, complete,
					(reason) -> complete.run()));
		}
	}

	/**
	 * Runs one action once a key reaches a version, or another when the time is up.
	 * @param reached the version that it has reached, or -1 if it is not in sync
	 */
	void await(String key, long version, long reached, long until, Runnable shown,
			Consumer<@Nullable Throwable> failed) {
		if (reached >= version) {
			shown.run();
			return;
		}
		add(new Wait(key, version, until, false, shown, failed));
	}

	private void add(Wait wait) {
		this.waits.add(wait);
		this.deadlines.atLatest(Timer.VERSION_WAIT, wait.until());
	}

	/** A delta was applied, perhaps that of a call answered earlier. */
	void followed(WatchedKey key) {
		long version = key.replica().current().version();
		this.deltaSeenLater |= version == key.unseenVersion || isAwaitedByWrite(key, version);
		advanced(key);
	}

	/** Called for each delta, although few of them are awaited. */
	private boolean isAwaitedByWrite(WatchedKey key, long version) {
		for (Wait wait : this.waits) {
			if (wait.write() && wait.key().equals(key.key()) && wait.version() == version) {
				return true;
			}
		}
		return false;
	}

	/** The replica of a key has a new version. */
	void advanced(WatchedKey key) {
		if (!this.waits.isEmpty()) {
			show((wait) -> wait.key().equals(key.key()) && key.status() == Status.LIVE && key.shows(wait.version()));
		}
	}

	/**
	 * Keys are no longer known.
	 * @param covered whether a key is watched all the same, by a prefix
	 */
	void forgotten(Collection<WatchedKey> keys, Predicate<String> covered) {
		if (this.waits.isEmpty()) {
			return;
		}
		Set<String> names = keys.stream().map(WatchedKey::key).collect(Collectors.toSet());
		show((wait) -> wait.write() && names.contains(wait.key()));
		fail((wait) -> names.contains(wait.key()) && !covered.test(wait.key()), null);
	}

	/**
	 * The writes have been applied in any case; the other waits continue in the next
	 * session.
	 */
	void sessionEnded() {
		this.deltaSeenFirst = false;
		this.deltaSeenLater = false;
		show(Wait::write);
	}

	/** No session will follow that could bring the version. */
	void noMoreSessions(Throwable reason) {
		fail((wait) -> true, reason);
	}

	void onTimer() {
		long now = this.host.nanoTime();
		fail((wait) -> wait.until() <= now, null);
		this.waits.forEach((wait) -> this.deadlines.atLatest(Timer.VERSION_WAIT, wait.until()));
	}

	private void show(Predicate<Wait> which) {
		end(which, (wait) -> wait.shown().run());
	}

	private void fail(Predicate<Wait> which, @Nullable Throwable reason) {
		end(which, (wait) -> wait.failed().accept(reason));
	}

	private void end(Predicate<Wait> which, Consumer<Wait> how) {
		for (Iterator<Wait> all = this.waits.iterator(); all.hasNext();) {
			Wait wait = all.next();
			if (which.test(wait)) {
				all.remove();
				how.accept(wait);
			}
		}
	}

	/**
	 * A pending wait.
	 *
	 * @param write whether it is an applied write, which completes in any case
	 * @param failed takes the reason, or null if the time is up or the watch ended
	 */
	private record Wait(String key, long version, long until, boolean write, Runnable shown,
			Consumer<@Nullable Throwable> failed) {
	}

}
