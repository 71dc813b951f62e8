// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
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
 * A client that sends whatever frames it is asked to, whether it may or not.
 */
final class WireClient implements WebSocket.Listener, AutoCloseable {

	private static final int WAIT_SECONDS = 30;

	private final FrameDecoder decoder = new FrameDecoder(CodecLimits.ofFrameBytes(1 << 20));

	private final FrameEncoder encoder = new FrameEncoder();

	private final ByteArrayOutputStream partial = new ByteArrayOutputStream();

	private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();

	private int calls;

	private WebSocket socket;

	/** Opens a session and logs in, unless there is no token. */
	static WireClient open(String port, @Nullable String token) throws InterruptedException {
		WireClient client = new WireClient();
		client.socket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create("ws://localhost:" + port + "/sodp"), client)
			.join();
		client.await(Frame.Hello.class);
		if (token != null) {
			client.send(new Frame.Auth(0, 1, token));
			client.await(Frame.AuthOk.class);
		}
		return client;
	}

	void send(Frame frame) {
		this.socket.sendBinary(ByteBuffer.wrap(this.encoder.encode(frame)), true).join();
	}

	void watch(String key) {
		send(new Frame.Watch(0, 1, List.of(key), null));
	}

	void resume(String key, long version) {
		send(new Frame.Resume(0, 1, key, version, null));
	}

	/** Calls a method. Single quotes stand for double ones. */
	Frame.Result call(String method, String args) throws InterruptedException {
		String id = "call" + this.calls++;
		send(new Frame.Call(0, 1, id, method, JsonMapper.shared().readTree(args.replace('\'', '"'))));
		Frame.Result result = await(Frame.Result.class);
		assertThat(result.callId()).isEqualTo(id);
		return result;
	}

	/** Returns the next frame of a type; others are skipped. */
	<T extends Frame> T await(Class<T> type) throws InterruptedException {
		while (true) {
			Frame frame = this.frames.poll(WAIT_SECONDS, TimeUnit.SECONDS);
			assertThat(frame).as(type.getSimpleName()).isNotNull();
			if (type.isInstance(frame)) {
				return type.cast(frame);
			}
		}
	}

	@Override
	public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
		byte[] bytes = new byte[data.remaining()];
		data.get(bytes);
		this.partial.writeBytes(bytes);
		if (last) {
			this.frames.add(this.decoder.decode(ByteBuffer.wrap(this.partial.toByteArray())));
			this.partial.reset();
		}
		webSocket.request(1);
		return null;
	}

	@Override
	public void close() {
		this.socket.abort();
	}

}
