// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.Optional;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameHeader;
import dev.sodp.protocol.MalformedFrameException;

/**
 * What clients send, and whose business it is (protocol sections 2 to 5).
 */
final class Requests {

	/** Called ACK in older texts; a server ignores it. */
	private static final int RESERVED_TYPE = 0x08;

	private final Sessions sessions;

	private final Authentication authentication;

	private final Heartbeats heartbeats;

	private final Subscriptions subscriptions;

	private final CallMethods calls;

	Requests(Sessions sessions, Authentication authentication, Heartbeats heartbeats, Subscriptions subscriptions,
			CallMethods calls) {
		this.sessions = sessions;
		this.authentication = authentication;
		this.heartbeats = heartbeats;
		this.subscriptions = subscriptions;
		this.calls = calls;
	}

	void received(Session session, Inbound message, Verdict verdict) {
		if (verdict.failure() != null) {
			session.port().failed("The access policy", verdict.failure());
		}
		if (message instanceof Inbound.Decoded decoded) {
			receive(session, decoded.frame(), verdict);
		}
		else if (message instanceof Inbound.TooLarge tooLarge) {
			session.port().oversized(tooLarge.bytes(), tooLarge.limit());
			this.sessions.refuse(session, ErrorCode.TOO_LARGE, CloseCode.TOO_BIG,
					"A message of " + tooLarge.bytes() + " bytes exceeds the limit of " + tooLarge.limit());
		}
		else if (this.authentication.admits(session)) {
			refuseUnreadable(session, message);
		}
	}

	private void receive(Session session, Frame frame, Verdict verdict) {
		if (frame instanceof Frame.Heartbeat) {
			this.heartbeats.received(session);
		}
		else if (frame instanceof Frame.Auth auth) {
			this.authentication.onAuth(session, auth.token());
		}
		else if (this.authentication.admits(session)) {
			request(session, frame, verdict);
		}
	}

	private void request(Session session, Frame frame, Verdict verdict) {
		if (frame instanceof Frame.Call call) {
			this.calls.call(session, call, verdict);
		}
		else if (frame instanceof Frame.Watch watch) {
			this.subscriptions.watch(session, watch, verdict);
		}
		else if (frame instanceof Frame.Resume resume) {
			this.subscriptions.resume(session, resume, verdict);
		}
		else if (frame instanceof Frame.Unwatch unwatch) {
			this.subscriptions.unwatch(session, unwatch);
		}
		else if (!(frame instanceof Frame.Unknown unknown) || unknown.type() != RESERVED_TYPE) {
			this.sessions.sendError(session, frame.stream(), ErrorCode.BAD_REQUEST,
					"Frame of a type that clients do not send");
		}
	}

	private void refuseUnreadable(Session session, Inbound message) {
		if (message instanceof Inbound.Malformed malformed) {
			MalformedFrameException cause = malformed.cause();
			Optional<String> callId = cause.callId();
			if (callId.isPresent()) {
				this.calls.refuseUnreadable(session, callId.get(), cause);
				return;
			}
			long stream = cause.header().map(FrameHeader::stream).orElse(Frame.CONTROL_STREAM);
			this.sessions.sendError(session, stream, ErrorCode.BAD_REQUEST, String.valueOf(cause.getMessage()));
		}
		else {
			this.sessions.sendError(session, Frame.CONTROL_STREAM, ErrorCode.BAD_REQUEST,
					"Text messages are not understood, send frames as binary messages");
		}
	}

}
