// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import dev.sodp.internal.FrameLog;
import dev.sodp.internal.Turn;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.engine.CloseCode;
import dev.sodp.server.engine.Outbox;
import dev.sodp.server.engine.OutboxItem;
import dev.sodp.server.engine.Session;
import dev.sodp.transport.SessionSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the outbox of one session into its socket.
 *
 * <p>
 * One thread at a time writes, the one that has the turn. What a session's reader has
 * caused it writes itself, since waking another thread costs more than the write;
 * anything else a task writes that is started when the outbox gets its first frame. If
 * the socket does not take a frame at once and the thread may not wait for it, the turn
 * passes to a task that goes on when it has.
 *
 * <p>
 * The reader waits while the outbox is more than half full, so that a client which does
 * not read its answers waits for itself. A reader that others need too waits only for a
 * moment, and not again before the outbox is half empty.
 */
final class SessionWriter implements Runnable {

	private static final Logger log = LoggerFactory.getLogger(SessionWriter.class);

	private static final int REFILL_FRACTION = 4;

	/** Frames that a reader writes before it goes on reading. */
	private static final int ANSWERS = 64;

	/** How long a reader that others need waits for its client, once. */
	private static final Duration READER_PATIENCE = Duration.ofMillis(20);

	/** Of a task, or of the session's reader, to empty the outbox. */
	private final Turn turn = new Turn(this::hasWork);

	/** Guards nothing; the reader waits for the outbox, which needs no lock. */
	private final ReentrantLock waiting = new ReentrantLock();

	private final Condition relieved = this.waiting.newCondition();

	private volatile boolean readerWaits;

	/** Whether the socket is not read for calls that are unanswered. */
	private final AtomicBoolean unread = new AtomicBoolean();

	/**
	 * Whether the socket may hold what it has not sent. Used by the writing thread only.
	 */
	private boolean unflushed;

	/** Whether the reader may wait for its client. Used by the reader only. */
	private boolean patient = true;

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
			if (!write(Integer.MAX_VALUE, true)) {
				return;
			}
		}
		while (this.turn.retake());
	}

	/**
	 * Called by the session's reader after it has claimed to run this: writes what is
	 * there, and leaves the rest to a task if there is much, or if the socket does not
	 * take it and the reader must not wait.
	 */
	void answer() {
		if (write(ANSWERS, this.connection.socket().mayReaderWait()) && this.turn.retake()) {
			this.driver.execute(this);
		}
	}

	/**
	 * Called by the session's reader: waits while the session is congested. A thread that
	 * others need never waits for calls that are unanswered; its socket is left unread
	 * where the container can do that.
	 */
	void relieve() {
		if (this.session.isSuspended() && !this.connection.socket().mayReaderWait()) {
			suspendReading();
		}
		else if (!this.session.isCongested()) {
			this.patient = true;
		}
		else if (this.patient) {
			awaitRelief();
		}
	}

	private void suspendReading() {
		if (this.connection.socket().suspendReading()) {
			this.unread.set(true);
			// It may have been about to be read again before it was suspended.
			if (!this.session.isSuspended()) {
				readAgain();
			}
		}
	}

	/** Calls of the session have been answered, or will be refused from now on. */
	void readAgain() {
		if (this.unread.compareAndSet(true, false)) {
			this.connection.socket().resumeReading();
		}
		releaseReader();
	}

	/** Lets the session's reader go on if it waits for no reason any more. */
	void releaseReader() {
		if (this.readerWaits && !this.session.isCongested()) {
			this.waiting.lock();
			try {
				this.relieved.signalAll();
			}
			finally {
				this.waiting.unlock();
			}
		}
	}

	private void awaitRelief() {
		boolean endless = this.connection.socket().mayReaderWait();
		long left = READER_PATIENCE.toNanos();
		this.waiting.lock();
		try {
			// Set before looking, so that a writer that makes room in between sees it.
			this.readerWaits = true;
			while (left > 0 && this.session.isCongested()) {
				if (endless) {
					this.relieved.awaitUninterruptibly();
				}
				else {
					left = this.relieved.awaitNanos(left);
				}
			}
			this.patient = left > 0;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.readerWaits = false;
			this.waiting.unlock();
		}
	}

	private boolean hasWork() {
		return !this.session.outbox().isEmpty() || this.session.isWaiting();
	}

	/**
	 * Writes until the outbox is empty or enough has been written.
	 * @return false if a send is in progress, after which a task goes on
	 */
	private boolean write(int most, boolean mayWait) {
		SessionSocket socket = this.connection.socket();
		try {
			for (int written = 0; written < most && !socket.isSending(); written++) {
				refill();
				OutboxItem item = this.session.outbox().poll();
				releaseReader();
				if (item == null) {
					break;
				}
				if (item instanceof OutboxItem.Close close) {
					flush(socket, mayWait);
					// It sends what is in progress before it closes.
					this.connection.close(close.code(), close.reason());
					return true;
				}
				byte[] frame = encoded(item);
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
			socket.whenSent(() -> this.driver.execute(this));
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

	private void end(String reason) {
		this.driver.run((engine) -> engine.closed(this.session));
		this.connection.close(CloseCode.INTERNAL, reason);
	}

}
