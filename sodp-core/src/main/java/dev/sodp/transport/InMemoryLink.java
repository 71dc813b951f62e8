// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * Both ends of a connection inside the JVM. Each call on one end becomes a task in the
 * queue of the other end.
 */
final class InMemoryLink implements Link {

	private static final int MAX_QUEUED_FRAMES = 256;

	private static final int TOO_BIG = 1009;

	private final SerialTasks toServer;

	private final SerialTasks toClient;

	private final LinkListener listener;

	private final int maxMessageBytes;

	/**
	 * Room for frames the client has not processed yet; a server that needs more waits.
	 */
	private final Semaphore room = new Semaphore(MAX_QUEUED_FRAMES);

	/** Set by whichever side ends the connection first. */
	private final AtomicBoolean ending = new AtomicBoolean();

	/** Whether nothing may be delivered any more. */
	private volatile boolean aborted;

	/** Accessed only by the tasks to the server. */
	private @Nullable SessionInput input;

	InMemoryLink(Executor executor, LinkListener listener, int maxMessageBytes) {
		this.toServer = new SerialTasks(executor);
		this.toClient = new SerialTasks(executor);
		this.listener = listener;
		this.maxMessageBytes = maxMessageBytes;
	}

	void open(SessionAcceptor acceptor, Peer peer) {
		notifyClient(() -> this.listener.opened(this));
		this.toServer.add(() -> {
			try {
				this.input = acceptor.accept(new ServerEnd(), peer);
			}
			catch (Throwable ex) {
				end(LinkEnd.failed(ex), true);
			}
		});
	}

	@Override
	public void send(byte[] frame) {
		this.toServer.add(() -> {
			if (this.input != null && !this.aborted) {
				this.input.received(ByteBuffer.wrap(frame));
			}
		});
	}

	@Override
	public void ping() {
		notifyClient(this.listener::alive);
	}

	@Override
	public void close(int code, String reason) {
		end(LinkEnd.closed(code, reason), false);
	}

	@Override
	public void abort() {
		end(new LinkEnd(LinkEnd.ABNORMAL, "aborted", OptionalInt.empty(), null), true);
	}

	private void end(LinkEnd end, boolean atOnce) {
		if (atOnce) {
			this.aborted = true;
		}
		if (this.ending.compareAndSet(false, true)) {
			// A writer that waits for room must see the end, not the free room.
			this.room.release(MAX_QUEUED_FRAMES);
			this.toServer.add(() -> {
				if (this.input != null) {
					this.input.closed(end.code(), end.reason());
					this.input = null;
				}
			});
			this.toClient.add(() -> this.listener.closed(end));
		}
	}

	private void notifyClient(Runnable event) {
		if (!this.ending.get()) {
			this.toClient.add(() -> {
				if (!this.aborted) {
					event.run();
				}
			});
		}
	}

	/** The server's end. */
	private final class ServerEnd implements SessionSocket {

		@Override
		public void write(byte[] frame) throws IOException {
			if (frame.length > InMemoryLink.this.maxMessageBytes) {
				end(LinkEnd.closed(TOO_BIG, "A message of " + frame.length + " bytes exceeds the client's limit of "
						+ InMemoryLink.this.maxMessageBytes), true);
			}
			try {
				InMemoryLink.this.room.acquire();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IOException("Interrupted while waiting for the client to read", ex);
			}
			if (InMemoryLink.this.ending.get()) {
				throw new IOException("The connection is closed");
			}
			notifyClient(() -> {
				InMemoryLink.this.room.release();
				InMemoryLink.this.listener.received(ByteBuffer.wrap(frame));
			});
		}

		@Override
		public void flush() {
			// Every frame is passed on when it is written.
		}

		@Override
		public void close(int code, String reason) {
			end(LinkEnd.closed(code, reason), false);
		}

	}

}
