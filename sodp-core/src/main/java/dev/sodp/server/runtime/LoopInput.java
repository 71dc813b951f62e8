// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import dev.sodp.server.engine.ApplicationPart;
import dev.sodp.server.engine.Inbound;
import dev.sodp.server.engine.Mutation;
import dev.sodp.server.engine.Session;
import dev.sodp.transport.EventLoopSocket;
import dev.sodp.transport.SessionInput;
import org.jspecify.annotations.Nullable;

/**
 * Takes the messages of a session whose socket belongs to an event loop.
 *
 * <p>
 * The loop handles a small message by itself, so that its answer needs no other thread. A
 * message that takes long to decode, or in which code of the application has a part, is
 * handed over to a thread of the server, and so is whatever follows it until it is done,
 * since messages are handled in their order.
 *
 * <p>
 * The loop never waits. While the session is congested, or has handed over much, its
 * socket is left unread.
 */
final class LoopInput implements SessionInput, ReaderBrake {

	private static final int MOST_HANDED_OVER = 32;

	private final SessionConnection connection;

	private final Session session;

	private final EventLoopSocket socket;

	private final ApplicationPart application;

	private final EngineDriver driver;

	/** Whether the socket is not read. */
	private final AtomicBoolean unread = new AtomicBoolean();

	/** Created with the first message in it, by the loop. */
	private volatile @Nullable HandedOver handedOver;

	/** Whether a large message is still to be decoded; there is never a second one. */
	private volatile boolean large;

	LoopInput(SessionConnection connection, Session session, EventLoopSocket socket, ApplicationPart application,
			EngineDriver driver) {
		this.connection = connection;
		this.session = session;
		this.socket = socket;
		this.application = application;
		this.driver = driver;
	}

	@Override
	public void received(ByteBuffer message) {
		if (message.remaining() > Mutation.LARGE) {
			receivedLarge(message);
		}
		else {
			take(this.connection.read(message));
		}
		hold();
	}

	@Override
	public void receivedText() {
		take(new Inbound.Text());
		hold();
	}

	@Override
	public void pong() {
		this.connection.pong();
	}

	@Override
	public void closed(int code, String reason) {
		this.connection.closed(code, reason);
	}

	private void take(Inbound message) {
		HandedOver earlier = this.handedOver;
		boolean behind = earlier != null && earlier.size() > 0;
		if (behind || this.session.isHeld() || this.application.isIn(this.session, message)) {
			handOver(() -> message);
		}
		else {
			this.connection.handle(message);
		}
	}

	private void receivedLarge(ByteBuffer message) {
		byte[] bytes = new byte[message.remaining()];
		message.get(bytes);
		this.large = true;
		handOver(() -> {
			Inbound decoded = this.connection.readLarge(bytes);
			this.large = false;
			return decoded;
		});
	}

	private void handOver(Supplier<Inbound> message) {
		HandedOver messages = this.handedOver;
		if (messages == null) {
			messages = new HandedOver(this.session, this.connection, this);
			this.handedOver = messages;
		}
		messages.add(message);
		if (messages.claim()) {
			this.driver.execute(messages);
		}
	}

	@Override
	public void hold() {
		if (isHeld()) {
			this.socket.suspendReading();
			this.unread.set(true);
			// It may have been released before it was suspended.
			release();
		}
	}

	@Override
	public void release() {
		HandedOver waiting = this.handedOver;
		if (waiting != null && waiting.claim()) {
			this.driver.execute(waiting);
		}
		if (this.unread.get() && !isHeld() && this.unread.compareAndSet(true, false)) {
			this.socket.resumeReading();
		}
	}

	@Override
	public void readAgain() {
		release();
	}

	private boolean isHeld() {
		HandedOver messages = this.handedOver;
		return this.large || this.session.isHeld() || (messages != null && messages.size() >= MOST_HANDED_OVER);
	}

}
