// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.MalformedFrameException;
import dev.sodp.server.ChangeOrigin;
import dev.sodp.server.SodpMethodHandler;
import dev.sodp.server.SodpServerOptions;
import dev.sodp.server.StateRejectedException;
import dev.sodp.state.StatePath;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The methods of CALL (protocol section 5). Each call is answered with one RESULT, after
 * the delta it causes.
 */
final class CallMethods {

	/** Bounds what a session leaves behind to be removed when it ends. */
	private static final int MAX_PRESENCE = 10_000;

	private final SodpServerOptions options;

	private final Sessions sessions;

	private final UnansweredCalls unanswered;

	/** Registrations of presence received so far. */
	private long registrations;

	private final MutationPipeline pipeline;

	private final PresenceOwners presence;

	private final ApplicationMethods application;

	/** All methods by name. */
	private final Map<String, Method> methods = new HashMap<>();

	CallMethods(SodpServerOptions options, Sessions sessions, MutationPipeline pipeline, PresenceOwners presence,
			CallSlots<Invocation> slots, Consumer<Session> idle) {
		this.unanswered = new UnansweredCalls(sessions, idle);
		this.options = options;
		this.sessions = sessions;
		this.pipeline = pipeline;
		this.presence = presence;
		MethodCall.NAMES.forEach((name) -> this.methods.put(name, this::change));
		this.application = new ApplicationMethods(slots, this.unanswered);
		options.methods().forEach(this::add);
	}

	/** Adds a method of the application. */
	void add(String name, SodpMethodHandler handler) {
		if (this.methods.putIfAbsent(name, this.application.method(handler)) != null) {
			throw new IllegalArgumentException("There is a method '" + name + "' already");
		}
	}

	void call(Session session, Frame.Call call, Verdict verdict) {
		Reply reply = new Reply(this.sessions, session, call);
		try {
			if (verdict.isLimited()) {
				throw limited(session, ErrorCode.RATE_LIMITED,
						"More than " + this.options.writesPerSecond() + " calls in a second");
			}
			if (!this.unanswered.admits(session)) {
				throw limited(session, ErrorCode.UNAVAILABLE, "Too many calls of this session wait for their answers");
			}
			Method method = this.methods.get(call.method());
			if (method == null) {
				throw MethodCall.unknown(call.method());
			}
			method.call(reply, verdict);
		}
		catch (StateRejectedException ex) {
			reply.failed(ex);
		}
	}

	/**
	 * Answers a CALL whose arguments could not be read, so that its caller need not guess
	 * which call an ERROR means.
	 */
	void refuseUnreadable(Session session, String callId, MalformedFrameException cause) {
		Reply.refused(this.sessions, session, callId, ErrorCode.BAD_REQUEST, String.valueOf(cause.getMessage()), null);
	}

	/** The method of every mutation. */
	private void change(Reply reply, Verdict verdict) {
		PendingMutation pending = mutation(reply);
		Keys.check(pending.key());
		if (verdict.denies(pending.key())) {
			throw new StateRejectedException(ErrorCode.DENIED, "Not allowed to write '" + pending.key() + "'");
		}
		this.unanswered.received(reply.session(), reply.size());
		this.pipeline.submit(reply.session(), pending);
	}

	private PendingMutation mutation(Reply reply) {
		Frame.Call call = reply.call();
		CallArguments args = new CallArguments(call.args());
		boolean isPresence = call.method().equals(MethodCall.PRESENCE);
		Long ifVersion = args.ifVersion();
		if (isPresence && ifVersion != null) {
			throw new StateRejectedException(ErrorCode.BAD_REQUEST,
					"A presence is registered again in each session, so it cannot have 'if_version'");
		}
		Mutation mutation = new MethodCall(call.method(), call.args()).mutation();
		PendingMutation pending = new PendingMutation(ChangeOrigin.SESSION, reply.session(), args.key(), mutation,
				new CallResult(reply));
		if (isPresence) {
			bind(reply.session(), pending, args.path());
		}
		return (ifVersion != null) ? pending.ifVersion(ifVersion) : pending;
	}

	private void bind(Session session, PendingMutation pending, StatePath path) {
		if (!this.presence.mayBind(session.owner(), pending.key(), path, MAX_PRESENCE)) {
			throw limited(session, ErrorCode.RATE_LIMITED,
					"A session may be present at " + MAX_PRESENCE + " paths at most");
		}
		pending.presence(path, ++this.registrations);
	}

	private static StateRejectedException limited(Session session, int code, String reason) {
		session.port().limited(reason);
		return new StateRejectedException(code, reason);
	}

	/** The result of a mutation that a session called. */
	private final class CallResult implements PendingResult {

		private final Reply reply;

		CallResult(Reply reply) {
			this.reply = reply;
		}

		@Override
		public void succeeded(long version) {
			this.reply.succeeded(JsonNodeFactory.instance.objectNode().put("version", version));
			end();
			Session session = this.reply.session();
			if (session.isEnded() && this.reply.call().method().equals(MethodCall.PRESENCE)) {
				CallMethods.this.sessions.present(session.owner());
			}
		}

		@Override
		public void failed(RuntimeException failure) {
			this.reply.failed(failure);
			end();
		}

		private void end() {
			CallMethods.this.unanswered.answered(this.reply.session(), this.reply.size());
		}

	}

}
