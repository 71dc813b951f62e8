// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.sodp.protocol.CodecLimits;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameDecoder;
import dev.sodp.protocol.FrameEncoder;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that presents any token, on a socket of its own, and sees the server's frames.
 */
final class TokenSession implements WebSocket.Listener, AutoCloseable {

	private static final int WAIT_SECONDS = 30;

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private final FrameDecoder decoder = new FrameDecoder(CodecLimits.ofFrameBytes(1024 * 1024));

	private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();

	private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();

	private final WebSocket socket;

	private TokenSession(String port) {
		this.socket = HTTP.newWebSocketBuilder()
			.buildAsync(URI.create("ws://localhost:" + port + "/sodp"), this)
			.join();
	}

	/** Presents a token without waiting for the answer. */
	static TokenSession present(String port, String token) {
		TokenSession session = new TokenSession(port);
		assertThat(session.nextFrame()).isInstanceOfSatisfying(Frame.Hello.class,
				(hello) -> assertThat(hello.auth()).isTrue());
		session.send(new Frame.Auth(0, 0, token));
		return session;
	}

	void send(Frame frame) {
		this.socket.sendBinary(ByteBuffer.wrap(new FrameEncoder().encode(frame)), true).join();
	}

	/** The next frame that is no heartbeat. */
	Frame nextFrame() {
		try {
			Frame frame = this.frames.poll(WAIT_SECONDS, TimeUnit.SECONDS);
			assertThat(frame).as("frame").isNotNull();
			return frame;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	void assertAcceptedAs(String subject) {
		assertThat(nextFrame()).isInstanceOfSatisfying(Frame.AuthOk.class,
				(answer) -> assertThat(answer.sub()).isEqualTo(subject));
	}

	/** Expects ERROR 401 and the end of the session. */
	String assertRefused() {
		Frame frame = nextFrame();
		assertThat(frame).isInstanceOf(Frame.Error.class);
		Frame.Error error = (Frame.Error) frame;
		assertThat(error.code()).isEqualTo(401);
		assertThat(this.closeCode.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join()).isEqualTo(4401);
		return error.message();
	}

	@Override
	public void close() {
		this.socket.abort();
	}

	@Override
	public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
		Frame frame = this.decoder.decode(data);
		if (!(frame instanceof Frame.Heartbeat)) {
			this.frames.add(frame);
		}
		webSocket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
		this.closeCode.complete(statusCode);
		return null;
	}

}
