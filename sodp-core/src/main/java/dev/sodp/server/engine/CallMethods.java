// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.OptionalLong;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.MalformedFrameException;
import dev.sodp.server.SodpServerOptions;
import dev.sodp.server.StateRejectedException;
import dev.sodp.state.StatePath;
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

	private final MutationPipeline pipeline;

	private final PresenceOwners presence;

	CallMethods(SodpServerOptions options, ServerClock clock, Sessions sessions, MutationPipeline pipeline,
			PresenceOwners presence) {
		this.options = options;
		this.clock = clock;
		this.sessions = sessions;
		this.pipeline = pipeline;
		this.presence = presence;
	}

	void call(Session session, Frame.Call call) {
		try {
			if (!session.writes().tryAcquire(this.clock.nanos())) {
				throw new StateRejectedException(ErrorCode.RATE_LIMITED,
						"More than " + this.options.writesPerSecond() + " calls in a second");
			}
			succeed(session, call, run(session, call.method(), new CallArguments(call.args())));
		}
		catch (StateRejectedException ex) {
			OptionalLong current = ex.currentVersion();
			fail(session, call.callId(), ex.code(), String.valueOf(ex.getMessage()),
					current.isPresent() ? (Long) current.getAsLong() : null);
		}
		catch (RuntimeException ex) {
			session.port().failed(call.method(), ex);
			fail(session, call.callId(), ErrorCode.INTERNAL, "The server failed", null);
		}
	}

	/**
	 * Answers a CALL whose arguments could not be read, so that its caller need not guess
	 * which call an ERROR means.
	 */
	void refuseUnreadable(Session session, String callId, MalformedFrameException cause) {
		fail(session, callId, ErrorCode.BAD_REQUEST, String.valueOf(cause.getMessage()), null);
	}

	private long run(Session session, String method, CallArguments args) {
		return switch (method) {
			case "state.set" -> mutate(session, args, Edits.set(args.value()));
			case "state.patch" -> mutate(session, args, Edits.patch(args.patch()));
			case "state.set_in" -> mutate(session, args, PathEdits.set(args.path(), args.value()));
			case "state.remove_in" -> removeIn(session, args);
			case "state.delete" -> mutate(session, args, Edits.delete());
			case "state.append" -> mutate(session, args, Edits.append(args.value(), args.maxLength()));
			case "state.presence" -> registerPresence(session, args);
			default ->
				throw new StateRejectedException(ErrorCode.UNKNOWN_METHOD, "There is no method '" + method + "'");
		};
	}

	private long mutate(Session session, CallArguments args, Mutation mutation) {
		return this.pipeline.mutate(session, args.key(), mutation, args.ifVersion());
	}

	private long removeIn(Session session, CallArguments args) {
		StatePath path = args.path();
		long version = mutate(session, args, PathEdits.remove(path));
		this.presence.release(args.key(), path);
		return version;
	}

	private long registerPresence(Session session, CallArguments args) {
		if (args.ifVersion() != null) {
			throw new StateRejectedException(ErrorCode.BAD_REQUEST,
					"A presence is registered again in each session, so it cannot have 'if_version'");
		}
		StatePath path = args.path();
		if (!this.presence.mayBind(session, args.key(), path, MAX_PRESENCE)) {
			throw new StateRejectedException(ErrorCode.RATE_LIMITED,
					"A session may be present at " + MAX_PRESENCE + " paths at most");
		}
		long version = mutate(session, args, PathEdits.setMember(path, args.value()));
		this.presence.bind(session, args.key(), path);
		return version;
	}

	private void succeed(Session session, Frame.Call call, long version) {
		this.sessions.send(session, new Frame.Result(Frame.CONTROL_STREAM, session.nextSeq(), call.callId(), true,
				JsonNodeFactory.instance.objectNode().put("version", version), null));
	}

	private void fail(Session session, String callId, int code, String message, @Nullable Long version) {
		this.sessions.send(session, new Frame.Result(Frame.CONTROL_STREAM, session.nextSeq(), callId, false,
				JsonNodeFactory.instance.stringNode(message), code, version));
	}

}
