// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.io.IOException;

import dev.sodp.internal.FrameLog;
import dev.sodp.internal.Turn;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.engine.CloseCode;
import dev.sodp.server.engine.Mutation;
import dev.sodp.server.engine.Outbox;
import dev.sodp.server.engine.OutboxItem;
import dev.sodp.server.engine.Session;
import dev.sodp.transport.EventLoopSocket;
import dev.sodp.transport.SessionSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the outbox of one session into its socket.
 *
 * <p>
 * One thread at a time writes, the one that has the turn. What a session's reader has
 * caused it writes itself, since waking another thread costs more than the write, and so
 * does a thread of a journal with what it has for few sessions; anything else a task
 * writes that is started when the outbox gets its first frame. If the socket does not
 * take a frame at once and the thread may not wait for it, the turn passes to a task that
 * goes on when it has.
 *
 * <p>
 * If an event loop writes to the socket, the turn is always the loop's, which writes what
 * was queued for its sessions at the end of what it is doing.
 */
final class SessionWriter implements Runnable {

	private static final Logger log = LoggerFactory.getLogger(SessionWriter.class);

	private static final int REFILL_FRACTION = 4;

	/** Frames that a reader writes before it goes on reading. */
	private static final int ANSWERS = 64;

	/** Of a task, or of the session's reader, to empty the outbox. */
	private final Turn turn = new Turn(this::hasWork);

	/**
	 * Whether the socket may hold what it has not sent. Used by the writing thread only.
	 */
	private boolean unflushed;

	/** A large frame, encoded by another thread. Used by the writing thread only. */
	private byte @Nullable [] ready;

	private final Session session;

	private final FrameEncoder encoder;

	private final SessionConnection connection;

	private final EngineDriver driver;

	private final ReaderBrake brake;

	/** The same as the connection's socket if an event loop writes to it, or null. */
	private final @Nullable EventLoopSocket onLoop;

	SessionWriter(Session session, SessionConnection connection, Codec codec, EngineDriver driver, ReaderBrake brake) {
		this.session = session;
		this.connection = connection;
		this.encoder = codec.encoder();
		this.driver = driver;
		this.brake = brake;
		this.onLoop = (connection.socket() instanceof EventLoopSocket socket) ? socket : null;
	}

	/**
	 * Asks to be run.
	 * @return true if the caller has to see to it that {@link #run()} is called
	 */
	boolean claim() {
		return this.turn.take();
	}

	/** Has this run soon, after a {@link #claim()}. */
	void start() {
		if (this.onLoop != null) {
			this.onLoop.schedule(this);
		}
		else {
			this.driver.execute(this);
		}
	}

	/** An event loop writes a part, so that other sessions come to their turn. */
	@Override
	public void run() {
		if (this.onLoop != null) {
			answer();
			return;
		}
		do {
			if (!write(Integer.MAX_VALUE, true, false)) {
				return;
			}
		}
		while (this.turn.retake());
	}

	/**
	 * Called by the session's reader after it has claimed to run this, or by its event
	 * loop: writes what is there, and leaves the rest to a later turn if there is much,
	 * or if the socket does not take it and the thread must not wait.
	 */
	void answer() {
		write(this.connection.socket().mayReaderWait(), this.onLoop != null);
	}

	/**
	 * Called by a thread that others wait for, after this has been claimed: does the same
	 * without waiting, and leaves what is large to a task.
	 */
	void writeAtOnce() {
		write(false, true);
	}

	private void write(boolean mayWait, boolean brief) {
		if (write(ANSWERS, mayWait, brief) && this.turn.retake()) {
			start();
		}
	}

	private boolean hasWork() {
		return !this.session.outbox().isEmpty() || this.session.isWaiting();
	}

	/**
	 * Writes until the outbox is empty or enough has been written.
	 * @param brief whether the thread must not encode anything large
	 * @return false if a send is in progress, after which a task goes on
	 */
	private boolean write(int most, boolean mayWait, boolean brief) {
		SessionSocket socket = this.connection.socket();
		try {
			for (int written = 0; written < most && !socket.isSending(); written++) {
				byte[] frame = this.ready;
				this.ready = null;
				if (frame == null) {
					refill();
					OutboxItem item = this.session.outbox().poll();
					this.brake.release();
					if (item == null) {
						break;
					}
					if (item instanceof OutboxItem.Close close) {
						flush(socket, mayWait);
						// It sends what is in progress before it closes.
						this.connection.close(close.code(), close.reason());
						return true;
					}
					if (brief && isLarge(item)) {
						flush(socket, mayWait);
						this.driver.execute(() -> encodeLarge(item));
						return false;
					}
					frame = encoded(item, this.encoder);
				}
				this.unflushed = true;
				socket.write(frame, mayWait);
				if (FrameLog.isEnabled()) {
					FrameLog.sent(this.session, frame);
				}
			}
			if (!socket.isSending()) {
				flush(socket, mayWait);
			}
		}
		catch (IOException ex) {
			log.debug("Lost {}: {}", this.session, ex.toString());
			end("The socket is broken");
		}
		catch (RuntimeException | Error ex) {
			this.connection.writingFailed(ex);
			end("The server failed");
		}
		if (socket.isSending()) {
			socket.whenSent(this::start);
			return false;
		}
		return true;
	}

	/** The socket is left alone once it has been closed. */
	private void flush(SessionSocket socket, boolean mayWait) throws IOException {
		if (this.unflushed) {
			this.unflushed = false;
			socket.flush(mayWait);
		}
	}

	/** What takes long to encode. */
	private static boolean isLarge(OutboxItem item) {
		if (!(item instanceof OutboxItem.Single single)) {
			return false;
		}
		return (single.frame() instanceof Frame.StateInit init && Mutation.isLargePart(init.value()))
				|| (single.frame() instanceof Frame.Result result
						&& FrameEncoder.encodedSize(result.data(), Mutation.LARGE) > Mutation.LARGE);
	}

	/** Keeps the turn, as nothing may overtake the frame. */
	private void encodeLarge(OutboxItem item) {
		try {
			this.ready = encoded(item, new FrameEncoder());
		}
		catch (RuntimeException | Error ex) {
			this.connection.writingFailed(ex);
			end("The server failed");
			return;
		}
		if (this.onLoop != null) {
			this.onLoop.schedule(this);
		}
		else {
			run();
		}
	}

	private static byte[] encoded(OutboxItem item, FrameEncoder encoder) {
		if (item instanceof OutboxItem.LiveDelta live) {
			return live.delta().bytes();
		}
		if (item instanceof OutboxItem.ReplayedDelta replayed) {
			return replayed.delta().bytes();
		}
		if (item instanceof OutboxItem.Single single) {
			return encoder.encode(single.frame());
		}
		throw new IllegalArgumentException("Nothing to write: " + item);
	}

	private void refill() {
		Outbox outbox = this.session.outbox();
		if (this.session.isWaiting() && outbox.size() <= outbox.limit() / REFILL_FRACTION) {
			this.driver.run((engine) -> engine.pump(this.session));
		}
	}

	private void end(String reason) {
		this.driver.run((engine) -> engine.closed(this.session));
		this.connection.close(CloseCode.INTERNAL, reason);
	}

}
