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
 * Holds each frame until it is known whether another one follows before the flush. A
 * single one goes straight to the socket; several are gathered into one write. Batching
 * is on only between a write and the next flush: a container answers pings itself, and
 * those answers would wait in the batch of an idle session until its peer gives it up.
 *
 * <p>
 * Closing sends a frame, and a container sends one only after the write that is under
 * way, which a peer that does not read can hold until the send timeout. So a close during
 * a write is left to the writer, which is allowed to wait, and any other close goes to an
 * executor: the caller, which may hold the state of all sessions, never waits.
 */
final class ContainerSessionSocket implements SessionSocket {

	private static final Logger logger = LoggerFactory.getLogger(ContainerSessionSocket.class);

	private final Session session;

	private final RemoteEndpoint.Basic remote;

	private final Executor closer;

	/** Tomcat does, and flushing twice would cost a system call. */
	private final boolean flushesAtBatchEnd;

	/** The frame that was written last. Used by the one thread that writes. */
	private byte @Nullable [] held;

	/** Used by the one thread that writes. */
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
			// What containers throw when the session was closed by the peer in the
			// meantime.
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
			// The endpoint has been destroyed: the container closes what is left.
			logger.debug("Socket of session {} is left to its container", this.session.getId());
		}
	}

	private void closeNow() {
		try {
			this.session.close(this.closeReason);
		}
		catch (IOException | IllegalStateException ex) {
			logger.debug("Socket of session {} did not close in order", this.session.getId(), ex);
		}
	}

	private enum State {

		/** Open, nothing is being written. */
		IDLE,

		/** A thread writes. */
		WRITING,

		/** A thread writes and closes when it is done. */
		CLOSING,

		/** Closed, or about to be. */
		CLOSED

	}

	@FunctionalInterface
	private interface Write {

		void run() throws IOException;

	}

}
