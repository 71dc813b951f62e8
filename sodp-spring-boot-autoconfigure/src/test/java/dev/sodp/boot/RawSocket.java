// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A WebSocket that knows nothing about SODP.
 */
final class RawSocket implements WebSocket.Listener {

	private static final int WAIT_SECONDS = 30;

	private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();

	private final StringBuilder partial = new StringBuilder();

	final CompletableFuture<Integer> closeCode = new CompletableFuture<>();

	/** What came with the code. */
	volatile String closeReason = "";

	final BlockingQueue<ByteBuffer> pongs = new LinkedBlockingQueue<>();

	WebSocket socket;

	static RawSocket open(URI uri, @Nullable String origin) {
		return openWith((origin != null) ? Map.of("Origin", origin) : Map.of(), uri);
	}

	static RawSocket openWith(Map<String, String> headers, URI uri) {
		WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
		headers.forEach(builder::header);
		RawSocket listener = new RawSocket();
		listener.socket = builder.buildAsync(uri, listener).join();
		return listener;
	}

	String awaitFrame() throws InterruptedException {
		String frame = this.frames.poll(WAIT_SECONDS, TimeUnit.SECONDS);
		assertThat(frame).as("frame").isNotNull();
		return frame;
	}

	/** The frames that have arrived and that no one has waited for. */
	BlockingQueue<String> frames() {
		return this.frames;
	}

	@Override
	public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
		while (data.hasRemaining()) {
			this.partial.append((char) (data.get() & 0xff));
		}
		if (last) {
			this.frames.add(this.partial.toString());
			this.partial.setLength(0);
		}
		webSocket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
		this.pongs.add(message);
		webSocket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
		this.closeReason = reason;
		this.closeCode.complete(statusCode);
		return null;
	}

}
