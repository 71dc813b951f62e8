// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A WebSocket as strict as the JDK's, which takes one send at a time and none after a
 * close frame, and notes what it was given.
 */
final class ScriptedWebSocket implements WebSocket {

	/** What was sent, in order: bytes of one byte frames, {@code PING}, {@code CLOSE}. */
	private final List<String> sent = new ArrayList<>();

	private final AtomicBoolean sending = new AtomicBoolean();

	private final AtomicInteger overlaps = new AtomicInteger();

	private final AtomicInteger aborts = new AtomicInteger();

	/** Runs what completes a send, at once or on another thread. */
	private final Consumer<Runnable> network;

	private boolean outputClosed;

	ScriptedWebSocket(Consumer<Runnable> network) {
		this.network = network;
	}

	List<String> sent() {
		return this.sent;
	}

	/** Number of sends that did not wait for the one before. */
	int overlaps() {
		return this.overlaps.get();
	}

	int aborts() {
		return this.aborts.get();
	}

	private CompletableFuture<WebSocket> send(String what) {
		if (!this.sending.compareAndSet(false, true)) {
			this.overlaps.incrementAndGet();
			return CompletableFuture.failedFuture(new IllegalStateException("Send pending"));
		}
		boolean refused = this.outputClosed;
		this.outputClosed |= what.equals("CLOSE");
		if (!refused) {
			this.sent.add(what);
		}
		CompletableFuture<WebSocket> result = new CompletableFuture<>();
		this.network.accept(() -> {
			this.sending.set(false);
			if (refused) {
				result.completeExceptionally(new IOException("Output closed"));
			}
			else {
				result.complete(this);
			}
		});
		return result;
	}

	@Override
	public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
		return send(Byte.toString(data.get(0)));
	}

	@Override
	public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
		return send("PING");
	}

	@Override
	public CompletableFuture<WebSocket> sendClose(int code, String reason) {
		return send("CLOSE");
	}

	@Override
	public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void request(long messages) {
	}

	@Override
	public String getSubprotocol() {
		return "";
	}

	@Override
	public boolean isOutputClosed() {
		return this.outputClosed;
	}

	@Override
	public boolean isInputClosed() {
		return false;
	}

	@Override
	public void abort() {
		this.aborts.incrementAndGet();
	}

}
