// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;

import dev.sodp.protocol.Frame;
import dev.sodp.server.engine.Session.TimerKind;

/**
 * HEARTBEAT in both directions (protocol section 2). Clients echo every HEARTBEAT, so one
 * that arrives while ours is unanswered is the answer, and only others are echoed;
 * otherwise both sides would echo forever.
 */
final class Heartbeats {

	private final Sessions sessions;

	private final long interval;

	Heartbeats(Sessions sessions, Duration interval) {
		this.sessions = sessions;
		this.interval = interval.toNanos();
	}

	void opened(Session session) {
		this.sessions.schedule(session, TimerKind.HEARTBEAT, this.interval, () -> beat(session));
	}

	void received(Session session) {
		if (session.isHeartbeatOutstanding()) {
			session.heartbeatOutstanding(false);
		}
		else {
			send(session);
		}
	}

	/**
	 * A WebSocket pong saves a session that does not answer HEARTBEAT.
	 * @param session the session
	 */
	void pong(Session session) {
		session.pongSeen(true);
	}

	private void beat(Session session) {
		if (!session.isHeartbeatOutstanding()) {
			session.heartbeatOutstanding(true);
			send(session);
		}
		else if (!session.isPongSeen()) {
			this.sessions.disconnect(session, CloseCode.SILENT, "No answer to HEARTBEAT");
			return;
		}
		session.pongSeen(false);
		opened(session);
	}

	private void send(Session session) {
		this.sessions.send(session, new Frame.Heartbeat(Frame.CONTROL_STREAM, session.nextSeq()));
	}

}
