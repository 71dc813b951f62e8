// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import jakarta.websocket.RemoteEndpoint;

/**
 * Writes to containers other than Tomcat, such as Jetty, which gathers what waits for its
 * socket by itself. Waits for asynchronous sends, because the Jakarta API limits the time
 * of no others: Jetty's blocking send waits forever for a peer that does not read.
 */
final class AsyncFrameWriter implements FrameWriter {

	/** Frames that may wait in the container before the writer waits for them. */
	private static final int WINDOW = 64;

	private final RemoteEndpoint.Async remote;

	private final List<Future<Void>> pending = new ArrayList<>();

	AsyncFrameWriter(RemoteEndpoint.Async remote) {
		this.remote = remote;
		remote.setSendTimeout(SodpWebSocketHandler.SEND_TIMEOUT.toMillis());
	}

	@Override
	public void gather(byte[] frame) throws IOException {
		this.pending.add(this.remote.sendBinary(ByteBuffer.wrap(frame)));
		if (this.pending.size() >= WINDOW) {
			await();
		}
	}

	@Override
	public void sendLast(byte[] frame) throws IOException {
		this.pending.add(this.remote.sendBinary(ByteBuffer.wrap(frame)));
		await();
	}

	private void await() throws IOException {
		try {
			for (Future<Void> sent : this.pending) {
				sent.get();
			}
		}
		catch (ExecutionException ex) {
			throw new IOException("The frame could not be sent", ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted while sending");
		}
		finally {
			this.pending.clear();
		}
	}

}
