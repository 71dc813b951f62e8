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
 * while: a client that has found another server by then takes it over there, and the
 * others never see it leave.
 *
 * <p>
 * A server that is alone removes at the end what no one has taken over. A node of a
 * cluster leaves that to the others, so that those who leave last are not given less
 * time.
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

	private final boolean shared;

	private final long duration;

	/** Sessions that have left, and until when their presence stays. */
	private final Map<PresenceOwner, Long> absent = new LinkedHashMap<>();

	/** Null unless this is going on. */
	private @Nullable Runnable whenDone;

	private Timers.@Nullable Timer next;

	private long lastGroup;

	private long end;

	Draining(ServerClock clock, Timers timers, Sessions sessions, PresenceOwners presence, PresenceCleanup cleanup,
			boolean shared, Duration duration) {
		this.clock = clock;
		this.timers = timers;
		this.sessions = sessions;
		this.presence = presence;
		this.cleanup = cleanup;
		this.shared = shared;
		this.duration = duration.toNanos();
	}

	/**
	 * Begins with the first group.
	 * @param done called in the middle of a step, when no session of a remote client is
	 * left, nor presence of one that has left unless other nodes take care of it
	 */
	void begin(Runnable done) {
		long now = this.clock.nanos();
		this.whenDone = done;
		this.end = now + this.duration;
		this.lastGroup = this.end - this.duration / 4;
		step();
	}

	/**
	 * Ends no further sessions. The presence of those that have left is removed now if
	 * this server is alone, and when its time is over otherwise.
	 */
	void cancel() {
		if (!this.shared) {
			this.absent.keySet().forEach(this.cleanup::add);
			this.absent.clear();
		}
		finish();
		scheduleNext(this.clock.nanos());
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
		long now = this.clock.nanos();
		if (this.whenDone != null) {
			endGroup(now);
		}
		this.absent.entrySet().removeIf((entry) -> {
			boolean over = entry.getValue() - now <= 0;
			if (over) {
				this.cleanup.add(entry.getKey());
			}
			return over || this.presence.keys(entry.getKey()).isEmpty();
		});
		if (!this.sessions.hasRemote() && (this.shared || this.absent.isEmpty())) {
			finish();
		}
		scheduleNext(now);
	}

	private void scheduleNext(long now) {
		if (this.next != null) {
			this.timers.cancel(this.next);
			this.next = null;
		}
		if (this.whenDone != null || !this.absent.isEmpty()) {
			long untilEnd = this.end - now;
			long pause = (untilEnd > 0) ? Math.min(PACE.toNanos(), untilEnd) : PACE.toNanos();
			this.next = this.timers.schedule(now + pause, this::step);
		}
	}

	private void endGroup(long now) {
		List<Session> remote = this.sessions.remote();
		long groups = Math.max(0, this.lastGroup - now) / PACE.toNanos() + 1;
		long longest = LONGEST_ABSENCE.toNanos();
		long until = now + (this.shared ? longest : Math.min(this.end - now, longest));
		remote.stream().limit((remote.size() + groups - 1) / groups).forEach((session) -> {
			this.absent.put(session.owner(), until);
			this.sessions.close(session, CloseCode.GOING_AWAY, "The server is stopping");
		});
	}

	private void finish() {
		Runnable done = this.whenDone;
		this.whenDone = null;
		if (done != null) {
			done.run();
		}
	}

}
