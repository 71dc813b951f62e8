// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

import dev.sodp.protocol.CodecLimits;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameDecoder;
import dev.sodp.protocol.MalformedFrameException;
import dev.sodp.test.RecordedWrite.Outcome;
import dev.sodp.test.WriteLog.Place;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionAcceptor;
import dev.sodp.transport.SessionInput;
import dev.sodp.transport.SessionSocket;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Observes a session and records the writes that its client requests and how they are
 * answered.
 */
final class RecordedSession {

	private static final String PRESENCE = "state.presence";

	private static final String REMOVE = "state.remove_in";

	private final WriteLog log;

	/** Numbers of unanswered writes by the id of their CALL. */
	private final Map<String, Unanswered> unanswered = new ConcurrentHashMap<>();

	private volatile @Nullable String subject;

	private volatile boolean closed;

	private RecordedSession(WriteLog log) {
		this.log = log;
	}

	/**
	 * Starts a recorded session.
	 * @param acceptor the acceptor of the server
	 * @param socket the socket of the client
	 * @param peer the client
	 * @param log the log to record to
	 * @param signal raised when the session may have been opened or authenticated
	 * @return where the container reports what it receives
	 */
	static SessionInput accept(SessionAcceptor acceptor, SessionSocket socket, Peer peer, WriteLog log, Signal signal) {
		RecordedSession session = new RecordedSession(log);
		SessionInput input = acceptor.accept(session.new Socket(socket, decoder()), peer);
		signal.raise();
		return session.new Input(input, decoder());
	}

	private static FrameDecoder decoder() {
		return new FrameDecoder(CodecLimits.ofFrameBytes(Integer.MAX_VALUE));
	}

	private void received(Frame frame) {
		if (frame instanceof Frame.Call call && call.method().startsWith("state.") && call.args().isObject()) {
			JsonNode args = call.args();
			String key = args.path("state").asString("");
			String path = text(args.get("path"));
			JsonNode value = args.has("value") ? args.get("value") : args.get("patch");
			long number = this.log.add(new RecordedWrite(this.subject, call.method(), key, path, value,
					Outcome.UNANSWERED, OptionalLong.empty(), null));
			this.unanswered.put(call.callId(),
					new Unanswered(number, call.method(), new Place(key, (path != null) ? path : "")));
		}
	}

	private static @Nullable String text(@Nullable JsonNode node) {
		return (node != null) ? node.asString() : null;
	}

	private void sent(Frame frame) {
		if (frame instanceof Frame.AuthOk accepted) {
			this.subject = accepted.sub();
		}
		else if (frame instanceof Frame.Result result) {
			Unanswered write = this.unanswered.remove(result.callId());
			if (write != null) {
				answered(write, result);
			}
		}
	}

	private void answered(Unanswered write, Frame.Result result) {
		if (!result.success()) {
			this.log.answer(write.number, (asked) -> new RecordedWrite(asked.subject(), asked.method(), asked.key(),
					asked.path(), asked.value(), Outcome.REFUSED, OptionalLong.empty(), result.data().asString()));
			return;
		}
		if (write.method.equals(PRESENCE)) {
			this.log.present(this, write.place);
			if (this.closed) {
				this.log.ended(this);
			}
		}
		else if (write.method.equals(REMOVE)) {
			this.log.absent(write.place);
		}
		OptionalLong version = OptionalLong.of(result.data().path("version").asLong());
		this.log.answer(write.number, (asked) -> new RecordedWrite(asked.subject(), asked.method(), asked.key(),
				asked.path(), asked.value(), Outcome.APPLIED, version, null));
	}

	private static @Nullable Frame decode(FrameDecoder decoder, ByteBuffer message) {
		try {
			return decoder.decode(message);
		}
		catch (MalformedFrameException ex) {
			// The server will answer it.
			return null;
		}
	}

	private record Unanswered(long number, String method, Place place) {
	}

	private final class Input implements SessionInput {

		private final SessionInput input;

		private final FrameDecoder decoder;

		private Input(SessionInput input, FrameDecoder decoder) {
			this.input = input;
			this.decoder = decoder;
		}

		@Override
		public void received(ByteBuffer message) {
			Frame frame = decode(this.decoder, message.duplicate());
			if (frame != null) {
				RecordedSession.this.received(frame);
			}
			this.input.received(message);
		}

		@Override
		public void receivedText() {
			this.input.receivedText();
		}

		@Override
		public void pong() {
			this.input.pong();
		}

		@Override
		public void closed(int code, String reason) {
			this.input.closed(code, reason);
			RecordedSession.this.closed = true;
			RecordedSession.this.log.ended(RecordedSession.this);
		}

	}

	private final class Socket implements SessionSocket {

		private final SessionSocket socket;

		private final FrameDecoder decoder;

		private Socket(SessionSocket socket, FrameDecoder decoder) {
			this.socket = socket;
			this.decoder = decoder;
		}

		@Override
		public void write(byte[] frame) throws IOException {
			// Recorded before the client can know, so that what a client has been
			// answered is always in the log.
			Frame decoded = decode(this.decoder, ByteBuffer.wrap(frame));
			if (decoded != null) {
				sent(decoded);
			}
			this.socket.write(frame);
		}

		@Override
		public void flush() throws IOException {
			this.socket.flush();
		}

		@Override
		public void close(int code, String reason) {
			this.socket.close(code, reason);
		}

	}

}
