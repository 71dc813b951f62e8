// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import dev.sodp.transport.SessionSocket;
import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to a socket of a WebSocket container.
 *
 * <p>
 * Holds each frame back until it is known whether another one follows before the flush. A
 * single frame goes straight to the socket; several are gathered into one write. Batching
 * is enabled only between a write and the next flush: a container answers pings by
 * itself, and in an idle session those answers would sit in the batch until the peer
 * gives up on the session.
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

	private final RemoteEndpoint.Basic remote;

	private final Executor closer;

	/**
	 * Tomcat flushes at the end of a batch by itself; flushing twice would cost a system
	 * call.
	 */
	private final boolean flushesAtBatchEnd;

	/** The frame that was written last. Only used by the writing thread. */
	private byte @Nullable [] held;

	/** Only used by the writing thread. */
	private boolean batching;

	private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

	private volatile CloseReason closeReason = new CloseReason(CloseReason.CloseCodes.GOING_AWAY, "");

	ContainerSessionSocket(Session session, Executor closer) {
		this.session = session;
		this.remote = session.getBasicRemote();
		this.closer = closer;
		this.flushesAtBatchEnd = this.remote.getClass().getName().startsWith("org.apache.tomcat.");
	}

	@Override
	public void write(byte[] frame) throws IOException {
		byte[] before = this.held;
		this.held = frame;
		if (before != null) {
			write(() -> gather(before));
		}
		else if (this.state.get() != State.IDLE) {
			throw closed();
		}
	}

	private void gather(byte[] frame) throws IOException {
		if (!this.batching) {
			this.remote.setBatchingAllowed(true);
			this.batching = true;
		}
		this.remote.sendBinary(ByteBuffer.wrap(frame));
	}

	@Override
	public void flush() throws IOException {
		byte[] last = this.held;
		if (last != null) {
			this.held = null;
			write(() -> sendLast(last));
		}
	}

	private void sendLast(byte[] frame) throws IOException {
		this.remote.sendBinary(ByteBuffer.wrap(frame));
		if (this.batching) {
			if (!this.flushesAtBatchEnd) {
				this.remote.flushBatch();
			}
			this.remote.setBatchingAllowed(false);
			this.batching = false;
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
