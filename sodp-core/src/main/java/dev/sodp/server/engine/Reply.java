// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.OptionalLong;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.server.SodpCallException;
import dev.sodp.server.StateRejectedException;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The RESULT of a CALL (protocol section 5). */
final class Reply {

	private final Sessions sessions;

	private final Session session;

	private final Frame.Call call;

	/** Negative until someone asks. */
	private long size = -1;

	Reply(Sessions sessions, Session session, Frame.Call call) {
		this.sessions = sessions;
		this.session = session;
		this.call = call;
	}

	Session session() {
		return this.session;
	}

	Frame.Call call() {
		return this.call;
	}

	/** What the call takes of the heap, in bytes. */
	long size() {
		if (this.size < 0) {
			this.size = Values.heapSize(this.call.args());
		}
		return this.size;
	}

	void succeeded(JsonNode data) {
		this.sessions.send(this.session,
				new Frame.Result(Frame.CONTROL_STREAM, this.session.nextSeq(), this.call.callId(), true, data, null));
	}

	void failed(Throwable failure) {
		if (failure instanceof StateRejectedException refusal) {
			refused(refusal);
		}
		else if (failure instanceof SodpCallException refusal) {
			refused(this.sessions, this.session, this.call.callId(), refusal.code(),
					String.valueOf(refusal.getMessage()), null);
		}
		else {
			this.session.port().failed(this.call.method(), failure);
			refused(this.sessions, this.session, this.call.callId(), ErrorCode.INTERNAL, "The server failed", null);
		}
	}

	private void refused(StateRejectedException refusal) {
		OptionalLong current = refusal.currentVersion();
		refused(this.sessions, this.session, this.call.callId(), refusal.code(), String.valueOf(refusal.getMessage()),
				current.isPresent() ? (Long) current.getAsLong() : null);
	}

	static void refused(Sessions sessions, Session session, String callId, int code, String message,
			@Nullable Long version) {
		sessions.send(session, new Frame.Result(Frame.CONTROL_STREAM, session.nextSeq(), callId, false,
				JsonNodeFactory.instance.stringNode(message), code, version));
	}

}
