// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sodp.server.journal.PresenceOwner;
import org.jspecify.annotations.Nullable;

/**
 * Ends the sessions of remote clients in small groups, before the server stops.
 *
 * <p>
 * Clients that lose their sessions in the same moment return in the same moment, to
 * servers that have work enough. So a group leaves every 100 ms, the last one when three
 * quarters of the time are over. The presence of a session that has left stays for a
 * while, until the end at the latest: a client that has found another server by then
 * takes it over there, and the others never see it leave.
 */
final class Draining {

	private static final Duration PACE = Duration.ofMillis(100);

	/**
	 * How long presence stays. A client waits between attempts, and a load balancer takes
	 * a few seconds to find out that this server is leaving.
	 */
	private static final Duration LONGEST_ABSENCE = Duration.ofSeconds(10);

	private final ServerClock clock;

	private final Timers timers;

	private final Sessions sessions;

	private final PresenceOwners presence;

	private final PresenceCleanup cleanup;

	private final long duration;

	/** Sessions that have left, and until when their presence stays. */
	private final Map<PresenceOwner, Long> absent = new LinkedHashMap<>();

	/** Null unless this is going on. */
	private @Nullable Runnable whenDone;

	private Timers.@Nullable Timer next;

	private long lastGroup;

	private long end;

	Draining(ServerClock clock, Timers timers, Sessions sessions, PresenceOwners presence, PresenceCleanup cleanup,
			Duration duration) {
		this.clock = clock;
		this.timers = timers;
		this.sessions = sessions;
		this.presence = presence;
		this.cleanup = cleanup;
		this.duration = duration.toNanos();
	}

	/**
	 * Begins with the first group.
	 * @param done called in the middle of a step, when no session of a remote client is
	 * left, nor presence of one that has left
	 */
	void begin(Runnable done) {
		long now = this.clock.nanos();
		this.whenDone = done;
		this.end = now + this.duration;
		this.lastGroup = this.end - this.duration / 4;
		step();
	}

	/** Ends no further sessions, and has the presence of those that have left removed. */
	void cancel() {
		this.absent.keySet().forEach(this.cleanup::add);
		this.absent.clear();
		finish();
	}

	/**
	 * A session has ended and may be present somewhere.
	 * @param owner the session
	 */
	void ended(PresenceOwner owner) {
		if (!this.absent.containsKey(owner)) {
			this.cleanup.add(owner);
		}
	}

	private void step() {
		this.next = null;
		long now = this.clock.nanos();
		endGroup(now);
		this.absent.entrySet().removeIf((entry) -> {
			boolean over = entry.getValue() - now <= 0;
			if (over) {
				this.cleanup.add(entry.getKey());
			}
			return over || this.presence.keys(entry.getKey()).isEmpty();
		});
		if (this.absent.isEmpty() && !this.sessions.hasRemote()) {
			finish();
		}
		else {
			this.next = this.timers.schedule(now + Math.min(PACE.toNanos(), this.end - now), this::step);
		}
	}

	private void endGroup(long now) {
		List<Session> remote = this.sessions.remote();
		long groups = Math.max(0, this.lastGroup - now) / PACE.toNanos() + 1;
		long until = now + Math.min(this.end - now, LONGEST_ABSENCE.toNanos());
		remote.stream().limit((remote.size() + groups - 1) / groups).forEach((session) -> {
			this.absent.put(session.owner(), until);
			this.sessions.close(session, CloseCode.GOING_AWAY, "The server is stopping");
		});
	}

	private void finish() {
		if (this.next != null) {
			this.timers.cancel(this.next);
			this.next = null;
		}
		Runnable done = this.whenDone;
		this.whenDone = null;
		if (done != null) {
			done.run();
		}
	}

}
