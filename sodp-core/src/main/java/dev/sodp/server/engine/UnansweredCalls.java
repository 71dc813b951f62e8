// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

import dev.sodp.server.engine.Session.TimerKind;

/**
 * Bounds the calls that wait for their answers, in number for each session and in bytes
 * over all of them. A session beyond is not read for a while; if that lasts, it is read
 * again, so that HEARTBEAT, pong and UNWATCH pass, and its further calls are refused.
 */
final class UnansweredCalls {

	static final int MOST_OF_A_SESSION = 512;

	static final long MOST_BYTES = 8 * 1024 * 1024;

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final Sessions sessions;

	/** Notified of sessions whose last call has been answered. */
	private final Consumer<Session> idle;

	private long bytes;

	/** Sessions with an unanswered call. */
	private int callers;

	/** Sessions that are not read, or whose calls are refused. */
	private final Set<Session> beyond = new LinkedHashSet<>();

	UnansweredCalls(Sessions sessions, Consumer<Session> idle) {
		this.idle = idle;
		this.sessions = sessions;
	}

	/**
	 * Whether another call of a session is accepted.
	 * @param session the session
	 * @return false if it has too many already
	 */
	boolean admits(Session session) {
		return this.beyond.isEmpty() || !this.beyond.contains(session);
	}

	void received(Session session, long size) {
		if (session.calls().unanswered() == 0) {
			this.callers++;
		}
		session.calls().received(size);
		this.bytes += size;
		if (isBeyond(session) && this.beyond.add(session)) {
			session.suspended(true);
			this.sessions.schedule(session, TimerKind.UNANSWERED, PATIENCE.toNanos(), () -> readAgain(session));
		}
	}

	void answered(Session session, long size) {
		session.calls().answered(size);
		this.bytes -= size;
		if (session.calls().unanswered() == 0) {
			this.callers--;
			this.idle.accept(session);
		}
		if (!this.beyond.isEmpty()) {
			new ArrayList<>(this.beyond).forEach(this::relieve);
		}
	}

	private void relieve(Session session) {
		if (session.isEnded()) {
			this.beyond.remove(session);
		}
		else if (!isBeyond(session)) {
			this.beyond.remove(session);
			this.sessions.cancel(session, TimerKind.UNANSWERED);
			readAgain(session);
		}
	}

	private void readAgain(Session session) {
		session.suspended(false);
		session.port().readable();
	}

	private boolean isBeyond(Session session) {
		SessionCalls calls = session.calls();
		return calls.unanswered() >= MOST_OF_A_SESSION
				|| (this.bytes > MOST_BYTES && calls.bytes() > MOST_BYTES / this.callers);
	}

}
