// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;

/** How a client that only counts gets its updates. */
enum Kind {

	/** SODP. */
	SERVER("/sodp") {

		@Override
		List<ByteBuffer> greeting() {
			Frame watch = new Frame.Watch(1 << 20, 1, List.of(Player.KEY), null);
			return List.of(masked(0x82, new FrameEncoder().encode(watch)));
		}

	},

	/** The container's session, one write a message. */
	BARE(BareEndpoints.SINK),

	/** The container's session, one write a burst. */
	BATCHED(BareEndpoints.SINK),

	/** Spring's STOMP. */
	STOMP(StompEndpoint.PATH) {

		@Override
		List<ByteBuffer> greeting() {
			return List.of(text("CONNECT\naccept-version:1.2\nheart-beat:0,0\n\n\0"),
					text("SUBSCRIBE\nid:0\ndestination:" + StompEndpoint.TOPIC + "\n\n\0"));
		}

	},

	/** Server-sent events. */
	SSE(SseEndpoint.PATH);

	private final String path;

	Kind(String path) {
		this.path = path;
	}

	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** What a client says once it is connected. */
	List<ByteBuffer> greeting() {
		return List.of();
	}

	byte[] request(int port) {
		String request = "GET " + this.path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n";
		if (this != SSE) {
			request += "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
					+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
		}
		return (request + "\r\n").getBytes(StandardCharsets.US_ASCII);
	}

	MessageCounter counter() {
		return (this == SSE) ? new EventCounter() : new WebSocketCounter();
	}

	private static ByteBuffer text(String text) {
		return masked(0x81, text.getBytes(StandardCharsets.UTF_8));
	}

	/** With a mask of zeros, which changes nothing. */
	private static ByteBuffer masked(int type, byte[] payload) {
		if (payload.length > 125) {
			throw new IllegalArgumentException("Too long: " + payload.length);
		}
		return ByteBuffer.allocate(payload.length + 6)
			.put((byte) type)
			.put((byte) (0x80 | payload.length))
			.putInt(0)
			.put(payload)
			.flip();
	}

}
