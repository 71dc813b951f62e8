// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
 * way of a {@link FrameWriter}. What the socket does not take at once stays in progress
 * if the writing thread is one of the container's, or if the peer is slow.
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

	private final Reading reading;

	/** The frame that was written last. Only used by the writing thread. */
	private byte @Nullable [] held;

	/** The last send that was not complete when it returned. */
	private volatile CompletableFuture<@Nullable Void> sending = CompletableFuture.completedFuture(null);

	/** Of that send. */
	private volatile @Nullable Throwable failure;

	private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

	private volatile CloseReason closeReason = new CloseReason(CloseReason.CloseCodes.GOING_AWAY, "");

	ContainerSessionSocket(Session session, FrameWriter writer, Executor closer) {
		this.session = session;
		this.writer = writer;
		this.closer = closer;
		this.reading = Reading.of(session);
	}

	@Override
	public void write(byte[] frame) throws IOException {
		write(frame, true);
	}

	@Override
	public void flush() throws IOException {
		flush(true);
	}

	@Override
	public void write(byte[] frame, boolean mayWait) throws IOException {
		byte[] before = this.held;
		this.held = frame;
		if (before != null) {
			send(before, true, mayWait);
		}
		else if (this.state.get() != State.IDLE) {
			throw refusal();
		}
		// Not held beside the next one, which may be as large.
		if (frame.length >= FrameWriter.LARGE && !isSending()) {
			flush(mayWait);
		}
	}

	@Override
	public void flush(boolean mayWait) throws IOException {
		byte[] last = this.held;
		if (last != null) {
			this.held = null;
			send(last, false, mayWait);
		}
		else if (this.failure != null) {
			throw refusal();
		}
	}

	@Override
	public boolean isSending() {
		return !this.sending.isDone();
	}

	@Override
	public void whenSent(Runnable action) {
		this.sending.whenComplete((done, failed) -> action.run());
	}

	@Override
	public boolean mayReaderWait() {
		return false;
	}

	@Override
	public boolean suspendReading() {
		return this.reading.suspend();
	}

	@Override
	public void resumeReading() {
		this.reading.resume();
	}

	/** The peer answered a ping. */
	void ponged(long nonce) {
		this.writer.ponged(nonce);
	}

	/** The container has closed the socket and may not have said so to a send. */
	void closed() {
		this.writer.closed();
	}

	private void send(byte[] frame, boolean more, boolean mayWait) throws IOException {
		if (this.failure != null || !this.state.compareAndSet(State.IDLE, State.WRITING)) {
			throw refusal();
		}
		@Nullable CompletableFuture<@Nullable Void> rest = null;
		try {
			rest = this.writer.send(frame, more, mayWait);
		}
		catch (IllegalStateException ex) {
			// Containers throw this if the peer has closed the session in the meantime.
			throw new IOException(ex.getMessage(), ex);
		}
		finally {
			if (rest == null && !this.state.compareAndSet(State.WRITING, State.IDLE)) {
				this.state.set(State.CLOSED);
				closeAfterWrite(mayWait);
			}
		}
		if (rest != null) {
			this.sending = rest.whenComplete((done, failed) -> sent(failed));
		}
	}

	/** Called on a thread of the container. */
	private void sent(@Nullable Throwable failed) {
		this.failure = (failed instanceof CompletionException) ? failed.getCause() : failed;
		if (!this.state.compareAndSet(State.WRITING, State.IDLE)) {
			this.state.set(State.CLOSED);
			closeSoon();
		}
	}

	private void closeAfterWrite(boolean mayWait) {
		if (mayWait) {
			closeNow();
		}
		else {
			closeSoon();
		}
	}

	private IOException refusal() {
		return new IOException("The socket is closed", this.failure);
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

		/** A write is in progress, after which the socket is closed. */
		CLOSING,

		/** Closed or about to be closed. */
		CLOSED

	}

}
