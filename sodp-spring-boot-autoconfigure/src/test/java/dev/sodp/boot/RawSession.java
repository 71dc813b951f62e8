// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.sodp.protocol.CodecLimits;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameDecoder;
import dev.sodp.protocol.FrameEncoder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that sends whatever frames it likes and sees all that come back.
 */
final class RawSession implements WebSocket.Listener, AutoCloseable {

	private static final int WAIT_SECONDS = 30;

	private final FrameDecoder decoder = new FrameDecoder(CodecLimits.ofFrameBytes(1024 * 1024));

	private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();

	private final ByteArrayOutputStream partial = new ByteArrayOutputStream();

	/** Why no more frames come. */
	private volatile String end = "open";

	private final WebSocket socket;

	private int calls;

	RawSession(URI uri) {
		this.socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, this).join();
		await(Frame.Hello.class);
	}

	RawSession(URI uri, String token) {
		this(uri);
		send(new Frame.Auth(0, 1, token));
		await(Frame.AuthOk.class);
	}

	void send(Frame frame) {
		this.socket.sendBinary(ByteBuffer.wrap(new FrameEncoder().encode(frame)), true).join();
	}

	/** Calls a method with arguments in JSON whose quotes are single ones. */
	String beginCall(String method, String args) {
		String id = String.valueOf(++this.calls);
		send(new Frame.Call(0, 1, id, method, JsonMapper.shared().readTree(args.replace('\'', '"'))));
		return id;
	}

	/** Calls a method with arguments of a single byte of MessagePack. */
	void callWithArguments(String method, int args) {
		byte[] call = new FrameEncoder()
			.encode(new Frame.Call(0, 1, "nonsense", method, JsonMapper.shared().createObjectNode()));
		call[call.length - 1] = (byte) args;
		this.socket.sendBinary(ByteBuffer.wrap(call), true).join();
	}

	Frame.Result call(String method, String args) {
		String id = beginCall(method, args);
		Frame.Result result = await(Frame.Result.class);
		assertThat(result.callId()).isEqualTo(id);
		return result;
	}

	/** Returns the next frame but heartbeats, which has to be of the given type. */
	<F extends Frame> F await(Class<F> type) {
		Frame frame = await();
		assertThat(frame).isInstanceOf(type);
		return type.cast(frame);
	}

	private Frame await() {
		try {
			Frame frame = this.frames.poll(WAIT_SECONDS, TimeUnit.SECONDS);
			assertThat(frame).as("frame of a session that is %s", this.end).isNotNull();
			return frame;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.socket.abort();
	}

	@Override
	public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
		byte[] part = new byte[data.remaining()];
		data.get(part);
		this.partial.writeBytes(part);
		if (last) {
			Frame frame = this.decoder.decode(ByteBuffer.wrap(this.partial.toByteArray()));
			this.partial.reset();
			if (!(frame instanceof Frame.Heartbeat)) {
				this.frames.add(frame);
			}
		}
		webSocket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
		this.end = "closed with " + statusCode + " " + reason;
		return null;
	}

	@Override
	public void onError(WebSocket webSocket, Throwable error) {
		this.end = "broken: " + error;
	}

}
