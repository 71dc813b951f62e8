// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import org.jspecify.annotations.Nullable;

/**
 * Writes to Tomcat, which limits blocking writes by a property of the session.
 *
 * <p>
 * A blocking write is cheap and can be gathered with others, but the writing thread waits
 * for a peer that does not read. A non-blocking one needs a thread of the container when
 * it is complete. So threads that may wait write blocking, unless the peer is known to be
 * slow. Threads of the container do so only within a {@link ReadWindow}, where a socket
 * certainly has room.
 *
 * <p>
 * Batching is enabled only between a frame and the last one: a container answers pings by
 * itself, and in an idle session those answers would sit in the batch until the peer
 * gives up on the session. Tomcat flushes at the end of a batch by itself; flushing twice
 * would cost a system call.
 */
final class BatchingFrameWriter implements FrameWriter {

	/** Certainly less than Tomcat gathers before it writes, headers not counted. */
	private static final int MOST_GATHERED = 4 * 1024;

	private final Session session;

	private final RemoteEndpoint.Basic remote;

	private final PendingSend sends;

	private final Patience patience;

	private final ReadWindow window = new ReadWindow();

	private boolean batching;

	private int gathered;

	/** Whether the peer delayed the last write. */
	private boolean slow;

	BatchingFrameWriter(Session session, Patience patience) {
		this.session = session;
		this.remote = session.getBasicRemote();
		this.sends = new PendingSend(session.getAsyncRemote());
		this.patience = patience;
		patience.withhold(session);
	}

	@Override
	public @Nullable CompletableFuture<@Nullable Void> send(byte[] frame, boolean more, boolean mayWait)
			throws IOException {
		if (frame.length < LARGE) {
			if (mayWait ? sendPatiently(frame, more) : sendWithinWindow(frame, more)) {
				return null;
			}
		}
		return sendAsync(frame);
	}

	@Override
	public void closed() {
		this.sends.close();
	}

	@Override
	public void ponged(long nonce) {
		this.window.confirm(nonce);
	}

	private boolean sendPatiently(byte[] frame, boolean more) throws IOException {
		if (this.slow) {
			return false;
		}
		if (more && this.gathered + frame.length <= MOST_GATHERED) {
			sendBlocking(frame, true);
			return true;
		}
		if (!this.patience.giveToThread(this.session)) {
			return false;
		}
		try {
			long start = System.nanoTime();
			sendBlocking(frame, more);
			if (!more && this.window.isMissed()) {
				ping();
			}
			this.slow = System.nanoTime() - start > SLOW_NANOS;
			return true;
		}
		finally {
			this.patience.takeBackFromThread(this.session);
		}
	}

	private boolean sendWithinWindow(byte[] frame, boolean more) throws IOException {
		if (!this.window.admits(frame.length)) {
			return false;
		}
		sendBlocking(frame, more);
		if (!more && this.window.isHalfFull()) {
			ping();
		}
		return true;
	}

	private void sendBlocking(byte[] frame, boolean more) throws IOException {
		if (more && !this.batching) {
			this.remote.setBatchingAllowed(true);
			this.batching = true;
		}
		this.remote.sendBinary(ByteBuffer.wrap(frame));
		this.window.add(frame.length);
		this.gathered += frame.length;
		if (!more) {
			endBatch();
		}
	}

	private void endBatch() throws IOException {
		this.gathered = 0;
		if (this.batching) {
			this.batching = false;
			this.remote.setBatchingAllowed(false);
		}
	}

	private void ping() throws IOException {
		this.remote.sendPing(this.window.nextPing());
	}

	/** What was gathered before is within the window, or by a thread that may wait. */
	private CompletableFuture<@Nullable Void> sendAsync(byte[] frame) throws IOException {
		endBatch();
		this.window.add(frame.length);
		long start = System.nanoTime();
		CompletableFuture<@Nullable Void> sent = this.sends.start(frame);
		boolean patient = this.patience.giveToSend(this.session);
		return sent.whenComplete((done, failure) -> {
			if (patient) {
				this.patience.takeBackFromSend(this.session);
			}
			this.slow = System.nanoTime() - start > SLOW_NANOS;
		});
	}

}
