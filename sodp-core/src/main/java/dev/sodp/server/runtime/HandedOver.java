// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.sodp.internal.Turn;
import dev.sodp.server.engine.Inbound;
import dev.sodp.server.engine.Session;

/**
 * The messages of a session that its event loop leaves to a thread of the server, which
 * handles them one after another unless the session is held.
 */
final class HandedOver implements Runnable {

	private final Queue<Supplier<Inbound>> messages = new ConcurrentLinkedQueue<>();

	/** Of messages that have not been handled completely. */
	private final AtomicInteger size = new AtomicInteger();

	private final Turn turn = new Turn(this::mayGoOn);

	private final Session session;

	private final SessionConnection connection;

	private final ReaderBrake brake;

	HandedOver(Session session, SessionConnection connection, ReaderBrake brake) {
		this.session = session;
		this.connection = connection;
		this.brake = brake;
	}

	/**
	 * Adds a message; {@link #claim()} must be called afterwards.
	 * @param message decodes it, if that is still to be done
	 */
	void add(Supplier<Inbound> message) {
		this.size.incrementAndGet();
		this.messages.add(message);
	}

	/** Number of messages that have not been handled completely. */
	int size() {
		return this.size.get();
	}

	/**
	 * Asks to be run.
	 * @return true if the caller has to see to it that {@link #run()} is called
	 */
	boolean claim() {
		return mayGoOn() && this.turn.take();
	}

	private boolean mayGoOn() {
		return !this.messages.isEmpty() && !this.session.isHeld();
	}

	@Override
	public void run() {
		do {
			while (mayGoOn()) {
				handleNext();
			}
		}
		while (this.turn.retake());
		this.brake.release();
	}

	private void handleNext() {
		Supplier<Inbound> next = this.messages.poll();
		if (next != null) {
			try {
				this.connection.handle(next.get());
			}
			catch (Throwable ex) {
				this.connection.readingFailed(ex);
			}
			this.size.decrementAndGet();
		}
	}

}
