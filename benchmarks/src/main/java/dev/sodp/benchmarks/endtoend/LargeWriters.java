// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sessions that each replace a key of their own by one of two disjoint objects of about a
 * megabyte, over and over. What they send is encoded once, so that they need little of a
 * processor.
 */
final class LargeWriters implements AutoCloseable {

	private static final int WRITERS = 4;

	private static final int MEMBERS = 80_000;

	private static final int BINARY = 0x82;

	private static final int CLOSE_OR_PING = 0x08;

	private final List<Socket> sockets = new ArrayList<>();

	private final AtomicLong writes = new AtomicLong();

	private final int port;

	LargeWriters(int port) {
		this.port = port;
	}

	void open() throws IOException {
		for (int i = 0; i < WRITERS; i++) {
			Socket socket = new Socket("localhost", this.port);
			this.sockets.add(socket);
			socket.getOutputStream().write(Kind.SERVER.request(this.port));
			DataInputStream input = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
			skipHead(input);
			skipMessage(input);
			byte[][] calls = { call("large." + i, "a"), call("large." + i, "b") };
			Thread thread = new Thread(() -> write(socket, input, calls), "large-writer-" + i);
			thread.setDaemon(true);
			thread.start();
		}
	}

	private static byte[] call(String key, String prefix) {
		ObjectNode value = JsonNodeFactory.instance.objectNode();
		for (int i = 0; i < MEMBERS; i++) {
			value.put(prefix + "member" + i, i & 0x7F);
		}
		ObjectNode args = JsonNodeFactory.instance.objectNode().put("state", key);
		args.set("value", value);
		byte[] call = new FrameEncoder().encode(new Frame.Call(0, 1, "call", "state.set", args));
		// With a mask of zeros, which changes nothing.
		ByteBuffer frame = ByteBuffer.allocate(2 + Long.BYTES + Integer.BYTES + call.length);
		frame.put((byte) BINARY).put((byte) 0xFF).putLong(call.length).putInt(0).put(call);
		return frame.array();
	}

	private void write(Socket socket, DataInputStream input, byte[][] calls) {
		try {
			OutputStream output = socket.getOutputStream();
			for (int i = 0; !socket.isClosed(); i++) {
				output.write(calls[i % calls.length]);
				skipMessage(input);
				this.writes.incrementAndGet();
			}
		}
		catch (IOException ex) {
			// Closed, which ends the benchmark.
		}
	}

	private static void skipHead(DataInputStream input) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		while (!head.toString().endsWith("\r\n\r\n")) {
			head.write(input.readByte());
		}
		if (!head.toString().startsWith("HTTP/1.1 101")) {
			throw new IOException("Refused: " + head);
		}
	}

	/** Skips everything up to the end of the next message. */
	private static void skipMessage(DataInputStream input) throws IOException {
		boolean control = true;
		while (control) {
			control = (input.readUnsignedByte() & CLOSE_OR_PING) != 0;
			int length = input.readUnsignedByte();
			long bytes = (length == 126) ? input.readUnsignedShort() : (length == 127) ? input.readLong() : length;
			input.skipNBytes(bytes);
		}
	}

	/** Writes answered so far. */
	long writes() {
		return this.writes.get();
	}

	@Override
	public void close() throws IOException {
		for (Socket socket : this.sockets) {
			socket.close();
		}
		this.sockets.clear();
	}

}
