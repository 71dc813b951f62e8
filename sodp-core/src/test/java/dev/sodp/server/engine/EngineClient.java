// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameDecoder;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.SodpIdentity;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The far end of a session of an engine: real bytes, no thread. */
final class EngineClient implements SessionPort {

	final Session session;

	final List<String> tokens = new ArrayList<>();

	/** Requests that failed because the server or the application did. */
	final List<String> failures = new ArrayList<>();

	private final ServerEngine engine;

	private final FrameReader reader;

	private final Runnable compute;

	private final FrameEncoder encoder = new FrameEncoder();

	private final FrameDecoder decoder = new FrameDecoder(EngineFixture.clientLimits());

	private final FrameEncoder writer = new FrameEncoder();

	private int calls;

	private @Nullable Integer closeCode;

	private @Nullable String evictedBy;

	private boolean unread;

	private @Nullable Integer oversized;

	/** What the operator was informed of. */
	final List<String> limits = new ArrayList<>();

	/** How often it was asked to go on in another step. */
	int later;

	/** What the policy has been asked about prefixes, and has not answered. */
	final Deque<Question> questions = new ArrayDeque<>();

	/** Why there is no room for it. */
	@Nullable String turnedAway;

	/**
	 * Creates a client.
	 * @param compute computes what was too large for the step that this client caused
	 */
	EngineClient(ServerEngine engine, Session session, FrameReader reader, Runnable compute) {
		this.compute = compute;
		this.engine = engine;
		this.session = session;
		this.reader = reader;
	}

	EngineClient send(Frame frame) {
		return sendBytes(this.encoder.encode(frame));
	}

	EngineClient sendBytes(byte... bytes) {
		receive(this.reader.read(ByteBuffer.wrap(bytes)));
		this.compute.run();
		return this;
	}

	EngineClient sendText() {
		receive(new Inbound.Text());
		return this;
	}

	private void receive(Inbound message) {
		AccessControl access = this.engine.access();
		if (!this.engine.received(this.session, message, access.ask(this.session, message))) {
			throw new AssertionError("The policy has to be asked again");
		}
	}

	EngineClient watch(String... keys) {
		return send(new Frame.Watch(0, 1, List.of(keys), null));
	}

	EngineClient unwatch(String... keys) {
		return send(new Frame.Unwatch(0, 1, List.of(keys)));
	}

	EngineClient resume(String key, long since) {
		return send(new Frame.Resume(0, 1, key, since, null));
	}

	/** Sends a CALL and returns its id. */
	String call(String method, String args) {
		String id = "call-" + (++this.calls);
		send(new Frame.Call(0, 1, id, method, EngineFixture.tree(args)));
		return id;
	}

	/**
	 * Sends a CALL, reads everything, and returns the RESULT, which must be the last
	 * frame.
	 */
	Frame.Result result(String method, String args) {
		String id = call(method, args);
		List<Frame> frames = read();
		Frame.Result result = (Frame.Result) frames.get(frames.size() - 1);
		if (!result.callId().equals(id)) {
			throw new AssertionError("RESULT of another call: " + result);
		}
		return result;
	}

	/** All frames that are queued, as a fast reader sees them. */
	List<Frame> read() {
		List<Frame> frames = new ArrayList<>();
		while (true) {
			if (this.session.isWaiting() && this.session.outbox().hasRoom()) {
				this.engine.pump(this.session);
			}
			Frame frame = readOne();
			if (frame == null) {
				return frames;
			}
			frames.add(frame);
		}
	}

	@Nullable Frame readOne() {
		OutboxItem item = this.session.outbox().poll();
		if (item instanceof OutboxItem.Close close) {
			this.closeCode = close.code();
			return null;
		}
		byte[] bytes = bytes(item);
		return (bytes != null) ? this.decoder.decode(ByteBuffer.wrap(bytes)) : null;
	}

	private byte @Nullable [] bytes(@Nullable OutboxItem item) {
		if (item instanceof OutboxItem.LiveDelta delta) {
			return delta.delta().bytes();
		}
		if (item instanceof OutboxItem.ReplayedDelta delta) {
			return delta.delta().bytes();
		}
		return (item instanceof OutboxItem.Single single) ? this.writer.encode(single.frame()) : null;
	}

	<T extends Frame> T readOnly(Class<T> type) {
		List<Frame> frames = read();
		if (frames.size() != 1) {
			throw new AssertionError("Expected one " + type.getSimpleName() + " but got " + frames);
		}
		return type.cast(frames.get(0));
	}

	<T extends Frame> Stream<T> readAll(Class<T> type) {
		return read().stream().filter(type::isInstance).map(type::cast);
	}

	void accept(SodpIdentity identity) {
		this.engine.authenticated(this.session, identity);
	}

	void refuse(String message) {
		this.engine.refused(this.session, message);
	}

	void hangUp() {
		this.engine.closed(this.session);
		this.compute.run();
	}

	/** The code the socket was closed with, or null while it is open. Reads first. */
	@Nullable Integer closeCode() {
		read();
		return this.closeCode;
	}

	/** Whether it has been ended for not reading its answers. */
	boolean isUnread() {
		return this.unread;
	}

	@Nullable String evictedBy() {
		return this.evictedBy;
	}

	/** Size of the message that was reported as too large, if one was. */
	@Nullable Integer oversized() {
		return this.oversized;
	}

	static JsonNode version(long version) {
		return EngineFixture.json("{'version': " + version + "}");
	}

	@Override
	public void writable() {
	}

	@Override
	public void readable() {
	}

	@Override
	public void authenticate(String token) {
		this.tokens.add(token);
	}

	@Override
	public void disconnect(int code, String reason) {
		this.closeCode = code;
	}

	@Override
	public void unread(int answers) {
		this.unread = true;
	}

	@Override
	public void evicted(String key) {
		this.evictedBy = key;
	}

	@Override
	public void proceedLater() {
		this.later++;
	}

	@Override
	public void askAccess(long question, List<String> keys) {
		this.questions.add(new Question(question, keys));
	}

	/** Lets the policy answer what it is asked about prefixes. */
	void answerQuestions() {
		while (!this.questions.isEmpty()) {
			Question next = this.questions.remove();
			this.engine.readable(this.session, next.number(), next.keys(),
					this.engine.access().unreadable(this.session, next.keys(), (key, failure) -> {
					}));
		}
	}

	@Override
	public void limited(String reason) {
		this.limits.add(reason);
	}

	@Override
	public void turnedAway(String reason) {
		this.turnedAway = reason;
	}

	@Override
	public void failed(String what, Throwable cause) {
		this.failures.add(what);
	}

	@Override
	public void oversized(int bytes, int limit) {
		this.oversized = bytes;
	}

	/**
	 * A question to the access policy.
	 *
	 * @param number its number
	 * @param keys what it is about
	 */
	record Question(long number, List<String> keys) {
	}

}
