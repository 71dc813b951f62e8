// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.sodp.internal.FrameLog;
import dev.sodp.server.AuthenticationRefusedException;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.engine.AccessControl;
import dev.sodp.server.engine.ApplicationPart;
import dev.sodp.server.engine.CloseCode;
import dev.sodp.server.engine.Inbound;
import dev.sodp.server.engine.Mutation;
import dev.sodp.server.engine.Session;
import dev.sodp.server.engine.SessionPort;
import dev.sodp.server.engine.Verdict;
import dev.sodp.transport.EventLoopSocket;
import dev.sodp.transport.SessionInput;
import dev.sodp.transport.SessionSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attaches a socket to a session of the engine.
 */
final class SessionConnection implements SessionInput, SessionPort {

	private static final Logger log = LoggerFactory.getLogger(SessionConnection.class);

	private final EngineDriver driver;

	private final Codec codec;

	private final LargeTasks largeTasks;

	private final TokenVerifications verifications;

	private final AccessControl access;

	private final LimitWarnings limits;

	private final ApplicationFailures failures;

	private final SessionSocket socket;

	private final Session session;

	private final SessionWriter writer;

	private final ReaderBrake brake;

	/** Who takes the messages: this, unless an event loop reads the socket. */
	private final SessionInput input;

	/** Whether the current step handles a message of this session. Used in steps only. */
	private boolean handling;

	private volatile TokenVerifications.@Nullable Verification verification;

	/** Whether the reader has to run the writer. Used by the reader only. */
	private boolean answers;

	private final CompletableFuture<Void> finished = new CompletableFuture<>();

	SessionConnection(EngineDriver driver, Codec codec, LargeTasks largeTasks, TokenVerifications verifications,
			AccessControl access, ApplicationPart application, LimitWarnings limits, ApplicationFailures failures,
			SessionSocket socket, Session session) {
		this.driver = driver;
		this.codec = codec;
		this.largeTasks = largeTasks;
		this.verifications = verifications;
		this.access = access;
		this.limits = limits;
		this.failures = failures;
		this.socket = socket;
		this.session = session;
		if (socket instanceof EventLoopSocket onLoop) {
			LoopInput loop = new LoopInput(this, session, onLoop, application, driver);
			this.brake = loop;
			this.input = loop;
		}
		else {
			this.brake = new WaitingReader(session, socket);
			this.input = this;
		}
		this.writer = new SessionWriter(session, this, codec, driver, this.brake);
	}

	/** Where messages of the socket go. */
	SessionInput input() {
		return this.input;
	}

	/**
	 * Completes when the socket has been asked to close, or has closed.
	 * @return never fails
	 */
	CompletableFuture<Void> finished() {
		return this.finished;
	}

	SessionSocket socket() {
		return this.socket;
	}

	void close(int code, String reason) {
		this.socket.close(code, reason);
		ended();
	}

	@Override
	public void received(ByteBuffer message) {
		int bytes = message.remaining();
		handle((bytes > Mutation.LARGE) ? this.largeTasks.run(() -> read(message)) : read(message));
		this.brake.hold();
	}

	/** Decodes a message, on the thread of this session's codec. */
	Inbound read(ByteBuffer message) {
		return read(message, this.codec);
	}

	/** Decodes a message that takes long, on any thread. */
	Inbound readLarge(byte[] message) {
		return this.largeTasks.run(() -> read(ByteBuffer.wrap(message), this.codec.another()));
	}

	private Inbound read(ByteBuffer message, Codec reading) {
		int bytes = message.remaining();
		Inbound inbound = reading.reader().read(message);
		if (FrameLog.isEnabled()) {
			log(inbound, bytes);
		}
		return inbound;
	}

	private void log(Inbound inbound, int bytes) {
		if (inbound instanceof Inbound.Decoded decoded) {
			FrameLog.received(this.session, decoded.frame(), bytes);
		}
		else if (inbound instanceof Inbound.Malformed malformed) {
			FrameLog.received(this.session, malformed.cause(), bytes);
		}
		else {
			FrameLog.received(this.session, "a message that is too large", bytes);
		}
	}

	@Override
	public void receivedText() {
		handle(new Inbound.Text());
		this.brake.hold();
	}

	@Override
	public void pong() {
		this.driver.run((engine) -> engine.pong(this.session));
	}

	@Override
	public void closed(int code, String reason) {
		log.debug("The socket of {} is closed with code {} {}", this.session, code, reason);
		this.driver.run((engine) -> engine.closed(this.session));
		ended();
	}

	private void ended() {
		this.finished.complete(null);
		TokenVerifications.Verification unanswered = this.verification;
		if (unanswered != null) {
			unanswered.cancel();
		}
		this.brake.release();
	}

	@Override
	public void writable() {
		if (this.writer.claim()) {
			if (this.socket instanceof EventLoopSocket onLoop) {
				onLoop.schedule(this.writer);
			}
			else if (this.handling) {
				this.answers = true;
			}
			else {
				this.driver.afterStep(this.writer, this.socket.mayReaderWait());
			}
		}
	}

	@Override
	public void readable() {
		this.driver.afterStep(this.brake::readAgain);
	}

	@Override
	public void authenticate(String token) {
		TokenVerifications.Verification asked = this.verifications.of(token, this::authenticatorAnswered);
		this.verification = asked;
		this.driver.afterStep(asked::start);
	}

	@Override
	public void proceedLater() {
		this.driver.afterStep(() -> this.driver.run((engine) -> engine.proceed(this.session)));
	}

	@Override
	public void askAccess(long question, List<String> keys) {
		this.driver.afterStep(() -> {
			Set<String> denied = unreadable(keys);
			this.driver.run((engine) -> engine.readable(this.session, question, keys, denied));
		});
	}

	private Set<String> unreadable(List<String> keys) {
		Set<String> failed = new HashSet<>();
		Set<String> denied = this.access.unreadable(this.session, keys, (key, failure) -> {
			if (failed.isEmpty()) {
				logFailure(ApplicationFailures.POLICY, failure);
			}
			failed.add(key);
		});
		denied.addAll(failed);
		return denied;
	}

	@Override
	public void disconnect(int code, String reason) {
		this.driver.afterStep(() -> {
			if (!this.finished.isDone()) {
				this.limits.disconnecting(this.session, code, reason);
				close(code, reason);
			}
		});
	}

	@Override
	public void evicted(String key) {
		this.driver.afterStep(() -> this.limits.slow(this.session, key));
	}

	@Override
	public void unread(int answers) {
		this.driver.afterStep(() -> this.limits.unread(this.session, answers));
	}

	@Override
	public void oversized(int bytes, int limit) {
		this.driver.afterStep(() -> this.limits.oversized(this.session, bytes, limit));
	}

	@Override
	public void limited(String reason) {
		this.driver.afterStep(() -> this.limits.limited(this.session, reason));
	}

	@Override
	public void turnedAway(String reason) {
		this.driver.afterStep(() -> this.limits.refused(this.session.peer(), reason));
	}

	@Override
	public void failed(String what, Throwable cause) {
		this.driver.afterStep(() -> logFailure(what, cause));
	}

	private void logFailure(String source, Throwable cause) {
		this.failures.failed(source, source + " failed for " + this.session, cause);
	}

	/**
	 * The writer is about to close the session.
	 * @param cause what the container threw, instead of reporting a broken socket
	 */
	void writingFailed(Throwable cause) {
		logFailure("The socket", cause);
	}

	/**
	 * The session cannot go on.
	 * @param cause what was thrown while one of its messages was handled
	 */
	void readingFailed(Throwable cause) {
		logFailure("The handling of a message", cause);
		this.driver.run((engine) -> engine.closed(this.session));
		close(CloseCode.INTERNAL, "The server failed");
	}

	/** Handles a message, while no other thread does. */
	void handle(Inbound message) {
		try {
			Verdict verdict = this.access.ask(this.session, message);
			while (!handle(message, verdict)) {
				verdict = this.access.askAgain(this.session, message, verdict);
			}
		}
		finally {
			if (this.answers) {
				this.answers = false;
				this.writer.answer();
			}
		}
	}

	private boolean handle(Inbound message, Verdict verdict) {
		return this.driver.call((engine) -> {
			this.handling = true;
			try {
				return engine.received(this.session, message, verdict);
			}
			finally {
				this.handling = false;
			}
		});
	}

	private void authenticatorAnswered(@Nullable SodpIdentity identity, @Nullable Throwable failure) {
		this.verification = null;
		if (identity != null) {
			this.driver.run((engine) -> engine.authenticated(this.session, identity));
			return;
		}
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		String message = "Authentication failed";
		if (cause instanceof AuthenticationRefusedException refused) {
			message = String.valueOf(refused.getMessage());
			this.limits.unauthenticated(this.session, message);
		}
		else {
			logFailure(ApplicationFailures.AUTHENTICATOR,
					(cause != null) ? cause : new NullPointerException("It answered with null instead of an identity"));
		}
		String reason = message;
		this.driver.run((engine) -> engine.refused(this.session, reason));
	}

}
