// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import jakarta.websocket.RemoteEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Writes to containers other than Tomcat, such as Jetty, which gathers what waits for its
 * socket by itself. All sends are asynchronous, because the Jakarta API limits the time
 * of no others: Jetty's blocking send waits forever for a peer that does not read. They
 * are complete at once if the socket takes the frame.
 */
final class AsyncFrameWriter implements FrameWriter {

	/** Frames that may wait in the container before the writer waits for them. */
	private static final int WINDOW = 64;

	private final PendingSend sends;

	private final List<CompletableFuture<@Nullable Void>> pending = new ArrayList<>();

	/** Whether the peer delayed the last write. */
	private boolean slow;

	AsyncFrameWriter(RemoteEndpoint.Async remote) {
		this.sends = new PendingSend(remote);
	}

	@Override
	public @Nullable CompletableFuture<@Nullable Void> send(byte[] frame, boolean more, boolean mayWait)
			throws IOException {
		CompletableFuture<@Nullable Void> sent = this.sends.start(frame);
		if (mayWait && !this.slow && frame.length < LARGE) {
			this.pending.add(sent);
			if (!more || this.pending.size() >= WINDOW) {
				await();
			}
			return null;
		}
		// Frames are sent in order: once this one is, those before it are.
		this.pending.clear();
		if (!sent.isDone()) {
			long start = System.nanoTime();
			return sent.whenComplete((done, failure) -> this.slow = System.nanoTime() - start > SLOW_NANOS);
		}
		this.slow = false;
		this.pending.add(sent);
		await();
		return null;
	}

	@Override
	public void closed() {
		this.sends.close();
	}

	private void await() throws IOException {
		long start = System.nanoTime();
		try {
			for (CompletableFuture<@Nullable Void> sent : this.pending) {
				sent.get();
			}
			this.slow = System.nanoTime() - start > SLOW_NANOS;
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
