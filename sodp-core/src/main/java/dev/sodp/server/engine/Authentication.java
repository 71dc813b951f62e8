// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.engine.Session.Phase;
import dev.sodp.server.engine.Session.TimerKind;
import org.jspecify.annotations.Nullable;

/**
 * AUTH, its timeout, and the expiry of what was accepted (protocol section 2).
 */
final class Authentication {

	/** Sent to clients that present a token where none is needed. */
	private static final String ANONYMOUS = "anonymous";

	private static final String EXPIRED = "Token expired";

	/**
	 * The system clock may be changed, so a distant expiry is checked from time to time.
	 */
	private static final Duration LONGEST_WAIT = Duration.ofHours(1);

	private final Sessions sessions;

	private final ServerClock clock;

	private final Duration timeout;

	Authentication(Sessions sessions, ServerClock clock, Duration timeout) {
		this.sessions = sessions;
		this.clock = clock;
		this.timeout = timeout;
	}

	void opened(Session session) {
		if (session.phase() == Phase.AWAITING_AUTH) {
			this.sessions.schedule(session, TimerKind.AUTH_TIMEOUT, this.timeout.toNanos(), () -> tooLate(session));
		}
		SodpIdentity identity = session.identity();
		if (identity != null) {
			watchExpiry(session, identity.expiresAt());
		}
	}

	private void tooLate(Session session) {
		String reason = "Not authenticated in time";
		session.port().limited(reason);
		refuse(session, reason);
	}

	/**
	 * Whether a session may be given anything but HELLO, HEARTBEAT and the answer to
	 * AUTH.
	 * @param session the session
	 * @return false if it was just sent 401
	 */
	boolean admits(Session session) {
		if (session.phase() == Phase.LIVE) {
			return true;
		}
		refuse(session, "Authentication required");
		return false;
	}

	/**
	 * AUTH (protocol section 2).
	 * @param session the session
	 * @param token what the client presents
	 */
	void onAuth(Session session, String token) {
		switch (session.phase()) {
			case AWAITING_AUTH -> {
				session.phase(Phase.VERIFYING);
				session.port().authenticate(token);
			}
			case LIVE -> {
				SodpIdentity identity = session.identity();
				if (identity == null || session.isKnown()) {
					this.sessions.send(session, new Frame.AuthOk(Frame.CONTROL_STREAM, session.nextSeq(),
							(identity != null) ? identity.subject() : ANONYMOUS));
				}
				else {
					this.sessions.sendError(session, Frame.CONTROL_STREAM, ErrorCode.BAD_REQUEST,
							"This session is already authenticated");
				}
			}
			default -> this.sessions.sendError(session, Frame.CONTROL_STREAM, ErrorCode.BAD_REQUEST,
					"The token of an earlier AUTH is being checked");
		}
	}

	void accepted(Session session, SodpIdentity identity) {
		if (session.phase() != Phase.VERIFYING) {
			return;
		}
		Instant expiry = identity.expiresAt();
		if (expiry != null && !this.clock.instant().isBefore(expiry)) {
			refuse(session, EXPIRED);
			return;
		}
		this.sessions.cancel(session, TimerKind.AUTH_TIMEOUT);
		if (!this.sessions.identified(session, identity)) {
			return;
		}
		session.phase(Phase.LIVE);
		this.sessions.send(session, new Frame.AuthOk(Frame.CONTROL_STREAM, session.nextSeq(), identity.subject()));
		watchExpiry(session, expiry);
	}

	void refused(Session session, String message) {
		if (session.phase() == Phase.VERIFYING) {
			refuse(session, message);
		}
	}

	int expire(Predicate<SodpIdentity> identities) {
		int count = 0;
		for (Session session : this.sessions.all()) {
			SodpIdentity identity = session.identity();
			if (identity != null && identities.test(identity)) {
				refuse(session, EXPIRED);
				count++;
			}
		}
		return count;
	}

	private void watchExpiry(Session session, @Nullable Instant expiry) {
		if (expiry == null) {
			return;
		}
		Instant now = this.clock.instant();
		if (!now.isBefore(expiry)) {
			refuse(session, EXPIRED);
			return;
		}
		Instant lookAgain = now.plus(LONGEST_WAIT);
		Duration wait = lookAgain.isBefore(expiry) ? LONGEST_WAIT : Duration.between(now, expiry);
		this.sessions.schedule(session, TimerKind.EXPIRY, wait.toNanos(), () -> watchExpiry(session, expiry));
	}

	private void refuse(Session session, String message) {
		this.sessions.refuse(session, ErrorCode.UNAUTHENTICATED, CloseCode.UNAUTHENTICATED, message);
	}

}
