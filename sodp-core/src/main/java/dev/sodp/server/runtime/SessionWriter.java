// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;

import dev.sodp.internal.FrameLog;
import dev.sodp.internal.Turn;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.engine.CloseCode;
import dev.sodp.server.engine.Outbox;
import dev.sodp.server.engine.OutboxItem;
import dev.sodp.server.engine.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the outbox of one session into its socket.
 *
 * <p>
 * One thread at a time writes. What a session's reader has caused it writes itself, since
 * waking another thread costs more than the write; anything else a task writes that is
 * started when the outbox gets its first frame. The reader also writes when the outbox is
 * more than half full, so that a client which does not read its answers waits for itself.
 * The lock is fair and given away between frames, else that reader could wait for as long
 * as others produce deltas.
 */
final class SessionWriter implements Runnable {

	private static final Logger log = LoggerFactory.getLogger(SessionWriter.class);

	private static final int REFILL_FRACTION = 4;

	/** Frames that a reader writes before it goes on reading. */
	private static final int ANSWERS = 64;

	/** Guards the writing methods of the socket. */
	private final ReentrantLock writing = new ReentrantLock(true);

	/** Of a task, or of the session's reader, to empty the outbox. */
	private final Turn turn = new Turn(this::hasWork);

	private final Session session;

	private final FrameEncoder encoder = new FrameEncoder();

	private final SessionConnection connection;

	private final EngineDriver driver;

	SessionWriter(Session session, SessionConnection connection, EngineDriver driver) {
		this.session = session;
		this.connection = connection;
		this.driver = driver;
	}

	/**
	 * Asks to be run.
	 * @return true if the caller has to see to it that {@link #run()} is called
	 */
	boolean claim() {
		return this.turn.take();
	}

	@Override
	public void run() {
		do {
			write((written) -> true);
		}
		while (this.turn.retake());
	}

	/**
	 * Called by the session's reader after it has claimed to run this: writes what is
	 * there, and leaves the rest to a task if others go on producing.
	 */
	void answer() {
		write((written) -> written < ANSWERS);
		if (this.turn.retake()) {
			this.driver.execute(this);
		}
	}

	/** Called by the session's reader: blocks while the session is congested. */
	void relieve() {
		while (this.session.isCongested()) {
			write((written) -> this.session.isCongested());
		}
	}

	private boolean hasWork() {
		return !this.session.outbox().isEmpty() || this.session.isWaiting();
	}

	/** Writes until the outbox is empty or the number of written frames is enough. */
	private void write(IntPredicate more) {
		this.writing.lock();
		try {
			int written = 0;
			while (more.test(written)) {
				refill();
				OutboxItem item = this.session.outbox().poll();
				if (item == null) {
					break;
				}
				if (item instanceof OutboxItem.Close close) {
					this.connection.socket().flush();
					this.connection.close(close.code(), close.reason());
					return;
				}
				byte[] message = encoded(item);
				this.connection.socket().write(message);
				if (FrameLog.isEnabled()) {
					FrameLog.sent(this.session, message);
				}
				written++;
				giveWay();
			}
			if (written > 0) {
				this.connection.socket().flush();
			}
		}
		catch (IOException ex) {
			log.debug("Lost {}: {}", this.session, ex.toString());
			end("The socket is broken");
		}
		catch (RuntimeException | Error ex) {
			log.error("Cannot write to {}, closing it", this.session, ex);
			end("The server failed");
		}
		finally {
			this.writing.unlock();
		}
	}

	private byte[] encoded(OutboxItem item) {
		if (item instanceof OutboxItem.LiveDelta live) {
			return live.delta().bytes();
		}
		if (item instanceof OutboxItem.ReplayedDelta replayed) {
			return replayed.delta().bytes();
		}
		if (item instanceof OutboxItem.Single single) {
			return this.encoder.encode(single.frame());
		}
		throw new IllegalArgumentException("Nothing to write: " + item);
	}

	private void refill() {
		Outbox outbox = this.session.outbox();
		if (this.session.isWaiting() && outbox.size() <= outbox.limit() / REFILL_FRACTION) {
			this.driver.run((engine) -> engine.pump(this.session));
		}
	}

	private void giveWay() {
		if (this.writing.hasQueuedThreads()) {
			this.writing.unlock();
			this.writing.lock();
		}
	}

	private void end(String reason) {
		this.driver.run((engine) -> engine.closed(this.session));
		this.connection.close(CloseCode.INTERNAL, reason);
	}

}
