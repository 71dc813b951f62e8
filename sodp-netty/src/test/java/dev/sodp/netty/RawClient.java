// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.sodp.protocol.CodecLimits;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameDecoder;
import dev.sodp.protocol.FrameEncoder;
import tools.jackson.databind.node.JsonNodeFactory;

/** A WebSocket client that sends any bytes, whether or not it is its turn. */
final class RawClient implements AutoCloseable {

	static final int CONTINUATION = 0;

	static final int TEXT = 1;

	static final int BINARY = 2;

	static final int CLOSE = 8;

	static final int PING = 9;

	static final int PONG = 10;

	private static final int READ_TIMEOUT_MILLIS = 30_000;

	private static final int MASK = 0x8BADF00D;

	private final Socket socket;

	private final OutputStream out;

	private final DataInputStream in;

	private final FrameDecoder decoder = new FrameDecoder(CodecLimits.ofFrameBytes(16 * 1024 * 1024));

	RawClient(Socket socket) {
		try {
			this.socket = socket;
			this.socket.setTcpNoDelay(true);
			this.socket.setSoTimeout(READ_TIMEOUT_MILLIS);
			this.out = socket.getOutputStream();
			this.in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static RawClient connect(int port) {
		try {
			return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Connects and becomes a WebSocket. */
	static RawClient open(int port) {
		RawClient client = connect(port);
		client.send(request());
		client.expectUpgrade();
		return client;
	}

	static byte[] request(String... headers) {
		return requestOf("/sodp", "localhost", headers);
	}

	static byte[] requestOf(String path, String host, String... headers) {
		String further = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
		return ("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
				+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" + further + "\r\n")
			.getBytes(StandardCharsets.US_ASCII);
	}

	static byte[] message(Frame frame) {
		return frame(BINARY, true, new FrameEncoder().encode(frame));
	}

	static Frame set(int seq, String key, String value) {
		return new Frame.Call(0, seq, "call-" + seq, "state.set",
				JsonNodeFactory.instance.objectNode().put("state", key).put("value", value));
	}

	static Frame watch(int seq, String key) {
		return new Frame.Watch(1 << 20, seq, List.of(key), null);
	}

	static byte[] frame(int opcode, boolean last, byte[] payload) {
		return frame((last ? 0x80 : 0) | opcode, 0x80, payload);
	}

	/** With other bits in its first two bytes than they should have. */
	static byte[] frame(int first, int masked, byte[] payload) {
		ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) first);
		if (payload.length < 126) {
			frame.put((byte) (masked | payload.length));
		}
		else if (payload.length < 0x1_0000) {
			frame.put((byte) (masked | 126)).putShort((short) payload.length);
		}
		else {
			frame.put((byte) (masked | 127)).putLong(payload.length);
		}
		frame.putInt(MASK);
		for (int i = 0; i < payload.length; i++) {
			frame.put((byte) (payload[i] ^ (MASK >>> (24 - 8 * (i % 4)))));
		}
		byte[] bytes = new byte[frame.flip().remaining()];
		frame.get(bytes);
		return bytes;
	}

	static byte[] joined(byte[]... parts) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			all.writeBytes(part);
		}
		return all.toByteArray();
	}

	void send(byte[]... parts) {
		try {
			this.out.write(joined(parts));
			this.out.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void send(Frame frame) {
		send(message(frame));
	}

	/** The status line and headers of the answer, each ended by a line break. */
	String readHead() {
		StringBuilder head = new StringBuilder();
		try {
			while (!head.toString().endsWith("\r\n\r\n")) {
				head.append((char) this.in.readUnsignedByte());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("After: " + head, ex);
		}
		return head.toString();
	}

	void expectUpgrade() {
		String head = readHead();
		if (!head.startsWith("HTTP/1.1 101 ") || !head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")) {
			throw new AssertionError(head);
		}
	}

	int readStatus() {
		return Integer.parseInt(readHead().split(" ")[1]);
	}

	/** What the server sends, without its own control frames in between. */
	Message read() {
		try {
			int opcode = this.in.readUnsignedByte() & 0x0F;
			long length = this.in.readUnsignedByte();
			length = (length == 126) ? this.in.readUnsignedShort() : length;
			length = (length == 127) ? this.in.readLong() : length;
			byte[] payload = new byte[(int) length];
			this.in.readFully(payload);
			return new Message(opcode, payload);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Frame readFrame() {
		Message message = read();
		if (message.opcode() != BINARY) {
			throw new AssertionError("No SODP frame: " + message);
		}
		return this.decoder.decode(ByteBuffer.wrap(message.payload()));
	}

	/** The next frame of a type, after any others. */
	<F extends Frame> F read(Class<F> type) {
		Frame frame = readFrame();
		while (!type.isInstance(frame)) {
			frame = readFrame();
		}
		return type.cast(frame);
	}

	/** The close code, after any messages. */
	int readClose() {
		Message message = read();
		while (message.opcode() != CLOSE) {
			message = read();
		}
		return (message.payload().length == 0) ? 1005 : ByteBuffer.wrap(message.payload()).getShort() & 0xFFFF;
	}

	/** Whether nothing but the end of the stream is left. */
	boolean isAtEnd() {
		try {
			this.in.readByte();
			return false;
		}
		catch (EOFException ex) {
			return true;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Loses the connection without a close frame. */
	void abort() {
		try {
			this.socket.setSoLinger(true, 0);
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A frame of the WebSocket protocol.
	 *
	 * @param opcode its type
	 * @param payload its content
	 */
	record Message(int opcode, byte[] payload) {

		@Override
		public String toString() {
			return "opcode " + this.opcode + ", " + this.payload.length + " bytes";
		}

	}

}
