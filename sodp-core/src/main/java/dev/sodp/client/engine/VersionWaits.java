// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.sodp.client.engine.Deadlines.Timer;
import dev.sodp.client.engine.WatchedKey.Status;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What waits until the replica of a key shows a version: applied writes whose delta has
 * not come yet, and applications that asked. A server may answer with a version and send
 * no delta. If it was seen to send deltas before the RESULT, that is known at once; else
 * a write completes when its delta has come, or after a second.
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

	/** Completes an applied write once it can be read here. */
	void completeWrite(WatchedKey key, long version, PendingCall<?> call, JsonNode data) {
		Runnable complete = () -> this.host.complete(call, data);
		if (key.status() != Status.LIVE) {
			// It follows later by itself; waiting for it would say nothing about this
			// write.
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
			add(new Wait(key, version, this.host.nanoTime() + PATIENCE, true, complete, (reason) -> complete.run()));
		}
	}

	/** Does one thing once a key shows a version, or another when the time is up. */
	void await(WatchedKey key, long version, long until, Runnable shown, Consumer<@Nullable Throwable> failed) {
		if (key.status() == Status.LIVE && key.shows(version)) {
			shown.run();
			return;
		}
		add(new Wait(key, version, until, false, shown, failed));
	}

	private void add(Wait wait) {
		this.waits.add(wait);
		this.deadlines.atLatest(Timer.VERSION_WAIT, wait.until());
	}

	/** A delta was applied, perhaps that of a call which was answered before. */
	void followed(WatchedKey key) {
		long version = key.replica().current().version();
		this.deltaSeenLater |= version == key.unseenVersion || isAwaitedByWrite(key, version);
		advanced(key);
	}

	/** Asked for each delta, most of which nobody waits for. */
	private boolean isAwaitedByWrite(WatchedKey key, long version) {
		for (Wait wait : this.waits) {
			if (wait.write() && wait.key() == key && wait.version() == version) {
				return true;
			}
		}
		return false;
	}

	/** The replica of a key shows another version. */
	void advanced(WatchedKey key) {
		if (!this.waits.isEmpty()) {
			show((wait) -> wait.key() == key && key.status() == Status.LIVE && key.shows(wait.version()));
		}
	}

	/** Nobody updates this key any more. */
	void forgotten(WatchedKey key) {
		show((wait) -> wait.key() == key && wait.write());
		fail((wait) -> wait.key() == key, null);
	}

	/**
	 * The writes are applied, whatever becomes of the connection; the others wait for the
	 * next one.
	 */
	void sessionEnded() {
		this.deltaSeenFirst = false;
		this.deltaSeenLater = false;
		show(Wait::write);
	}

	/** No session follows that could bring what is waited for. */
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
	 * One who waits.
	 *
	 * @param write whether it is an applied write, which completes in any case
	 * @param failed takes the reason, or null if the time is up or the watch ended
	 */
	private record Wait(WatchedKey key, long version, long until, boolean write, Runnable shown,
			Consumer<@Nullable Throwable> failed) {
	}

}
