// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import dev.sodp.transport.SessionSocket;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to a socket of a WebSocket container.
 *
 * <p>
 * Holds each frame back until it is known whether another one follows before the flush. A
 * single frame goes straight to the socket; several are gathered into one write, in the
 * way of a {@link FrameWriter}.
 *
 * <p>
 * Closing sends a frame, which a container sends only after the write in progress, and a
 * peer that does not read can delay that write until the send timeout. So a close during
 * a write is left to the writer, which may wait, and any other close is passed to an
 * executor: the caller, which may hold the lock on the state of all sessions, never
 * waits.
 */
final class ContainerSessionSocket implements SessionSocket {

	private static final Logger logger = LoggerFactory.getLogger(ContainerSessionSocket.class);

	private final Session session;

	private final FrameWriter writer;

	private final Executor closer;

	/** The frame that was written last. Only used by the writing thread. */
	private byte @Nullable [] held;

	private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

	private volatile CloseReason closeReason = new CloseReason(CloseReason.CloseCodes.GOING_AWAY, "");

	ContainerSessionSocket(Session session, FrameWriter writer, Executor closer) {
		this.session = session;
		this.writer = writer;
		this.closer = closer;
	}

	@Override
	public void write(byte[] frame) throws IOException {
		byte[] before = this.held;
		this.held = frame;
		if (before != null) {
			write(() -> this.writer.gather(before));
		}
		else if (this.state.get() != State.IDLE) {
			throw closed();
		}
	}

	@Override
	public void flush() throws IOException {
		byte[] last = this.held;
		if (last != null) {
			this.held = null;
			write(() -> this.writer.sendLast(last));
		}
	}

	private void write(Write action) throws IOException {
		if (!this.state.compareAndSet(State.IDLE, State.WRITING)) {
			throw closed();
		}
		try {
			action.run();
		}
		catch (IllegalStateException ex) {
			// Containers throw this if the peer has closed the session in the meantime.
			throw new IOException(ex.getMessage(), ex);
		}
		finally {
			if (!this.state.compareAndSet(State.WRITING, State.IDLE)) {
				this.state.set(State.CLOSED);
				closeNow();
			}
		}
	}

	private static IOException closed() {
		return new IOException("The socket is closed");
	}

	@Override
	public void close(int code, String reason) {
		CloseReason requested = new CloseReason(() -> code, reason);
		while (true) {
			State current = this.state.get();
			if (current == State.CLOSING || current == State.CLOSED) {
				return;
			}
			this.closeReason = requested;
			State next = (current == State.WRITING) ? State.CLOSING : State.CLOSED;
			if (this.state.compareAndSet(current, next)) {
				if (next == State.CLOSED) {
					closeSoon();
				}
				return;
			}
		}
	}

	private void closeSoon() {
		try {
			this.closer.execute(this::closeNow);
		}
		catch (RejectedExecutionException ex) {
			// The endpoint has been destroyed: the container closes the remaining
			// sockets.
			logger.debug("Closing the socket of session {} is left to its container", this.session.getId());
		}
	}

	private void closeNow() {
		try {
			// For a peer that does not answer the close frame.
			this.session.setMaxIdleTimeout(SodpWebSocketHandler.SEND_TIMEOUT.toMillis());
			this.session.close(this.closeReason);
		}
		catch (IOException | IllegalStateException ex) {
			logger.debug("Socket of session {} did not close cleanly", this.session.getId(), ex);
		}
	}

	private enum State {

		/** Open, no write in progress. */
		IDLE,

		/** Open, a write is in progress. */
		WRITING,

		/** A write is in progress, after which the writer closes the socket. */
		CLOSING,

		/** Closed or about to be closed. */
		CLOSED

	}

	@FunctionalInterface
	private interface Write {

		void run() throws IOException;

	}

}
