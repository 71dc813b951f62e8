package dev.sodp.server;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

import dev.sodp.protocol.FrameEncoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the outbox of one session into its socket.
 *
 * <p>
 * One thread at a time writes: as a rule a task that is started when the outbox gets its
 * first frame, and the session's reader when the outbox is more than half full, so that a
 * client which does not read its answers waits for itself. The lock is fair and given
 * away between frames, else that reader could wait for as long as others produce deltas.
 */
final class SessionWriter implements Runnable {

	private static final Logger log = LoggerFactory.getLogger(SessionWriter.class);

	private static final int REFILL_FRACTION = 4;

	/** Guards the writing methods of the socket. */
	private final ReentrantLock writing = new ReentrantLock(true);

	private final AtomicBoolean scheduled = new AtomicBoolean();

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
		return this.scheduled.compareAndSet(false, true);
	}

	@Override
	public void run() {
		do {
			write(false);
			this.scheduled.set(false);
		}
		while (hasWork() && claim());
	}

	/** Called by the session's reader: blocks while the session is congested. */
	void relieve() {
		while (this.session.isCongested()) {
			write(true);
		}
	}

	private boolean hasWork() {
		return !this.session.outbox().isEmpty() || this.session.isWaiting();
	}

	private void write(boolean untilRelieved) {
		this.writing.lock();
		try {
			boolean written = false;
			while (!untilRelieved || this.session.isCongested()) {
				refill();
				Outbound item = this.session.outbox().poll();
				if (item == null) {
					break;
				}
				if (item instanceof Outbound.Close close) {
					this.connection.socket().flush();
					this.connection.close(close.code(), close.reason());
					return;
				}
				this.connection.socket().write(encoded(item));
				written = true;
				giveWay();
			}
			if (written) {
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

	private byte[] encoded(Outbound item) {
		if (item instanceof Outbound.LiveDelta live) {
			return live.delta().bytes();
		}
		if (item instanceof Outbound.ReplayedDelta replayed) {
			return replayed.delta().bytes();
		}
		if (item instanceof Outbound.Single single) {
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
