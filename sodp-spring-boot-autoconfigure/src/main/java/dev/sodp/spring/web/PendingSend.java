// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import jakarta.websocket.RemoteEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Non-blocking sends of a session, one of which may be incomplete. A container does not
 * report every one whose session ends, so {@link #close} does.
 */
final class PendingSend {

	private final RemoteEndpoint.Async remote;

	private volatile CompletableFuture<@Nullable Void> last = CompletableFuture.completedFuture(null);

	private volatile boolean closed;

	PendingSend(RemoteEndpoint.Async remote) {
		this.remote = remote;
		remote.setSendTimeout(SodpWebSocketHandler.SEND_TIMEOUT.toMillis());
	}

	/**
	 * Sends a frame.
	 * @param frame the message
	 * @return completes when the socket has taken it
	 */
	CompletableFuture<@Nullable Void> start(byte[] frame) {
		CompletableFuture<@Nullable Void> sent = new CompletableFuture<>();
		this.last = sent;
		this.remote.sendBinary(ByteBuffer.wrap(frame), (result) -> {
			if (result.isOK()) {
				sent.complete(null);
			}
			else {
				sent.completeExceptionally(result.getException());
			}
		});
		if (this.closed) {
			fail(sent);
		}
		return sent;
	}

	void close() {
		this.closed = true;
		fail(this.last);
	}

	private static void fail(CompletableFuture<@Nullable Void> sent) {
		sent.completeExceptionally(new IOException("The socket is closed"));
	}

}
