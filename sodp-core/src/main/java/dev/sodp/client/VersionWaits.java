package dev.sodp.client;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import dev.sodp.client.Deadlines.Timer;
import dev.sodp.client.WatchedKey.Status;
import tools.jackson.databind.JsonNode;

/**
 * What waits until the replica of a key shows a version: applied writes whose delta has
 * not come yet, and applications that asked. Most servers send the delta before the
 * RESULT, and then no write waits here; for the others it completes when its delta has
 * come, or after a second, because a server may answer with a version and send no delta.
 */
final class VersionWaits {

	private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

	private final ClientHost host;

	private final Deadlines deadlines;

	private final List<Wait> waits = new ArrayList<>();

	VersionWaits(ClientHost host, Deadlines deadlines) {
		this.host = host;
		this.deadlines = deadlines;
	}

	/** Completes an applied write once it can be read here. */
	void completeWrite(WatchedKey key, long version, PendingCall<?> call, JsonNode data) {
		Runnable complete = () -> this.host.complete(call, data);
		// A key that is not live follows later by itself; waiting for it would say
		// nothing about this write.
		if (key.status() != Status.LIVE || key.shows(version)) {
			complete.run();
			return;
		}
		add(new Wait(key, version, this.host.nanoTime() + PATIENCE, true, complete, complete));
	}

	/** Does one thing once a key shows a version, or another when the time is up. */
	void await(WatchedKey key, long version, long until, Runnable shown, Runnable late) {
		if (key.status() == Status.LIVE && key.shows(version)) {
			shown.run();
			return;
		}
		add(new Wait(key, version, until, false, shown, late));
	}

	private void add(Wait wait) {
		this.waits.add(wait);
		this.deadlines.atLatest(Timer.VERSION_WAIT, wait.until());
	}

	void advanced(WatchedKey key) {
		if (!this.waits.isEmpty()) {
			end((wait) -> wait.key() == key && key.status() == Status.LIVE && key.shows(wait.version()), true);
		}
	}

	/** Nobody updates this key any more. */
	void forgotten(WatchedKey key) {
		end((wait) -> wait.key() == key && wait.write(), true);
		end((wait) -> wait.key() == key, false);
	}

	/**
	 * The writes are applied, whatever becomes of the connection; the others wait for the
	 * next one.
	 */
	void sessionEnded() {
		end(Wait::write, true);
	}

	void onTimer() {
		long now = this.host.nanoTime();
		end((wait) -> wait.until() <= now, false);
		this.waits.forEach((wait) -> this.deadlines.atLatest(Timer.VERSION_WAIT, wait.until()));
	}

	private void end(Predicate<Wait> which, boolean shown) {
		for (Iterator<Wait> all = this.waits.iterator(); all.hasNext();) {
			Wait wait = all.next();
			if (which.test(wait)) {
				all.remove();
				(shown ? wait.shown() : wait.late()).run();
			}
		}
	}

	/**
	 * One who waits.
	 *
	 * @param write whether it is an applied write, which completes in any case
	 */
	private record Wait(WatchedKey key, long version, long until, boolean write, Runnable shown, Runnable late) {
	}

}
