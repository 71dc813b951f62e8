// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import dev.sodp.server.engine.Session;
import dev.sodp.transport.SessionSocket;

/**
 * Makes the thread that reads wait. One that others need too waits only for a moment, and
 * not again before the outbox is half empty. It never waits for calls that are
 * unanswered; its socket is left unread where the container can do that.
 */
final class WaitingReader implements ReaderBrake {

	/** How long a reader that others need waits for its client, once. */
	private static final Duration PATIENCE = Duration.ofMillis(20);

	/** Guards nothing; the reader waits for the outbox, which needs no lock. */
	private final ReentrantLock waiting = new ReentrantLock();

	private final Condition relieved = this.waiting.newCondition();

	private volatile boolean waits;

	/** Whether the socket is not read for calls that are unanswered. */
	private final AtomicBoolean unread = new AtomicBoolean();

	/** Whether the reader may wait for its client. Used by the reader only. */
	private boolean patient = true;

	private final Session session;

	private final SessionSocket socket;

	WaitingReader(Session session, SessionSocket socket) {
		this.session = session;
		this.socket = socket;
	}

	@Override
	public void hold() {
		if (this.session.isSuspended() && !this.socket.mayReaderWait()) {
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
		if (this.socket.suspendReading()) {
			this.unread.set(true);
			// It may have been about to be read again before it was suspended.
			if (!this.session.isSuspended()) {
				readAgain();
			}
		}
	}

	@Override
	public void readAgain() {
		if (this.unread.compareAndSet(true, false)) {
			this.socket.resumeReading();
		}
		release();
	}

	@Override
	public void release() {
		if (this.waits && !this.session.isCongested()) {
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
		boolean endless = this.socket.mayReaderWait();
		long left = PATIENCE.toNanos();
		this.waiting.lock();
		try {
			// Set before looking, so that a writer that makes room in between sees it.
			this.waits = true;
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
			this.waits = false;
			this.waiting.unlock();
		}
	}

}
