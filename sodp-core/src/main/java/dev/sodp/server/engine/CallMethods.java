// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.OptionalLong;
import java.util.function.Consumer;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.MalformedFrameException;
import dev.sodp.server.ChangeOrigin;
import dev.sodp.server.SodpServerOptions;
import dev.sodp.server.StateRejectedException;
import dev.sodp.state.StatePath;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The methods of CALL (protocol section 5). Each call is answered with one RESULT, after
 * the delta it causes.
 */
final class CallMethods {

	/** Bounds what a session leaves behind to be removed when it ends. */
	private static final int MAX_PRESENCE = 10_000;

	private final SodpServerOptions options;

	private final ServerClock clock;

	private final Sessions sessions;

	private final UnansweredCalls unanswered;

	/** Registrations of presence received so far. */
	private long registrations;

	private final MutationPipeline pipeline;

	private final PresenceOwners presence;

	CallMethods(SodpServerOptions options, ServerClock clock, Sessions sessions, MutationPipeline pipeline,
			PresenceOwners presence, Consumer<Session> idle) {
		this.unanswered = new UnansweredCalls(sessions, idle);
		this.options = options;
		this.clock = clock;
		this.sessions = sessions;
		this.pipeline = pipeline;
		this.presence = presence;
	}

	void call(Session session, Frame.Call call, Verdict verdict) {
		try {
			if (!session.writes().tryAcquire(this.clock.nanos())) {
				throw new StateRejectedException(ErrorCode.RATE_LIMITED,
						"More than " + this.options.writesPerSecond() + " calls in a second");
			}
			if (!this.unanswered.admits(session)) {
				throw new StateRejectedException(ErrorCode.UNAVAILABLE,
						"Too many calls of this session wait for their answers");
			}
			long size = Values.heapSize(call.args());
			PendingMutation pending = mutation(session, call, new CallResult(session, call, size));
			Keys.check(pending.key());
			if (verdict.denies(pending.key())) {
				throw new StateRejectedException(ErrorCode.DENIED, "Not allowed to write '" + pending.key() + "'");
			}
			this.unanswered.received(session, size);
			this.pipeline.submit(session, pending);
		}
		catch (StateRejectedException ex) {
			fail(session, call.callId(), ex);
		}
	}

	/**
	 * Answers a CALL whose arguments could not be read, so that its caller need not guess
	 * which call an ERROR means.
	 */
	void refuseUnreadable(Session session, String callId, MalformedFrameException cause) {
		fail(session, callId, ErrorCode.BAD_REQUEST, String.valueOf(cause.getMessage()), null);
	}

	private PendingMutation mutation(Session session, Frame.Call call, PendingResult result) {
		CallArguments args = new CallArguments(call.args());
		boolean presence = call.method().equals(MethodCall.PRESENCE);
		Long ifVersion = args.ifVersion();
		if (presence && ifVersion != null) {
			throw new StateRejectedException(ErrorCode.BAD_REQUEST,
					"A presence is registered again in each session, so it cannot have 'if_version'");
		}
		Mutation mutation = new MethodCall(call.method(), call.args()).mutation();
		PendingMutation pending = new PendingMutation(ChangeOrigin.SESSION, session, args.key(), mutation, result);
		if (presence) {
			bind(session, pending, args.path());
		}
		return (ifVersion != null) ? pending.ifVersion(ifVersion) : pending;
	}

	private void bind(Session session, PendingMutation pending, StatePath path) {
		if (!this.presence.mayBind(session.owner(), pending.key(), path, MAX_PRESENCE)) {
			throw new StateRejectedException(ErrorCode.RATE_LIMITED,
					"A session may be present at " + MAX_PRESENCE + " paths at most");
		}
		pending.presence(path, ++this.registrations);
	}

	private void fail(Session session, String callId, StateRejectedException refusal) {
		OptionalLong current = refusal.currentVersion();
		fail(session, callId, refusal.code(), String.valueOf(refusal.getMessage()),
				current.isPresent() ? (Long) current.getAsLong() : null);
	}

	private void fail(Session session, String callId, int code, String message, @Nullable Long version) {
		this.sessions.send(session, new Frame.Result(Frame.CONTROL_STREAM, session.nextSeq(), callId, false,
				JsonNodeFactory.instance.stringNode(message), code, version));
	}

	/** The RESULT of a CALL. */
	private final class CallResult implements PendingResult {

		private final Session session;

		private final Frame.Call call;

		private final long size;

		CallResult(Session session, Frame.Call call, long size) {
			this.session = session;
			this.call = call;
			this.size = size;
		}

		@Override
		public void succeeded(long version) {
			CallMethods.this.sessions.send(this.session, new Frame.Result(Frame.CONTROL_STREAM, this.session.nextSeq(),
					this.call.callId(), true, JsonNodeFactory.instance.objectNode().put("version", version), null));
			CallMethods.this.unanswered.answered(this.session, this.size);
			if (this.session.isEnded() && this.call.method().equals(MethodCall.PRESENCE)) {
				CallMethods.this.sessions.present(this.session.owner());
			}
		}

		@Override
		public void failed(RuntimeException failure) {
			if (failure instanceof StateRejectedException refusal) {
				fail(this.session, this.call.callId(), refusal);
			}
			else {
				this.session.port().failed(this.call.method(), failure);
				fail(this.session, this.call.callId(), ErrorCode.INTERNAL, "The server failed", null);
			}
			CallMethods.this.unanswered.answered(this.session, this.size);
		}

	}

}
