// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.engine.Session.TimerKind;

/**
 * Lets clients know that subscriptions have ended as access was taken away (protocol
 * section 3). Some clients blame the oldest unanswered call for any ERROR, so it waits
 * for a moment in which there is none, unless that takes too long.
 */
final class RevokedKeys {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Sessions sessions;

	private final Consumer<Session> due;

	/**
	 * Creates it.
	 * @param sessions sends
	 * @param due notified of sessions whose clients have waited long enough
	 */
	RevokedKeys(Sessions sessions, Consumer<Session> due) {
		this.sessions = sessions;
		this.due = due;
	}

	/**
	 * A subscription has ended.
	 * @param session of which session
	 * @param name the key, or the prefix
	 * @param stream the stream that announced it
	 */
	void add(Session session, String name, long stream) {
		session.revoked().put(name, stream);
		if (!session.timers().containsKey(TimerKind.REVOKED)) {
			this.sessions.schedule(session, TimerKind.REVOKED, PATIENCE.toNanos(), () -> this.due.accept(session));
		}
	}

	/** Whether it is time to report a key. */
	boolean isDue(Session session) {
		return !session.revoked().isEmpty()
				&& (session.calls().unanswered() == 0 || !session.timers().containsKey(TimerKind.REVOKED));
	}

	/** Reports a key. */
	void report(Session session) {
		Iterator<Map.Entry<String, Long>> keys = session.revoked().entrySet().iterator();
		Map.Entry<String, Long> next = keys.next();
		keys.remove();
		this.sessions.sendError(session, next.getValue(), ErrorCode.DENIED,
				"Not allowed to read '" + next.getKey() + "' any longer");
		if (session.revoked().isEmpty()) {
			this.sessions.cancel(session, TimerKind.REVOKED);
		}
	}

}
