// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;

/**
 * Sockets that each ask several times for a large key and never read an answer.
 */
final class UnreadPeers implements AutoCloseable {

	private static final int PEERS = 260;

	private static final int WATCHES = 12;

	private static final int RECEIVE_BUFFER = 8 * 1024;

	private final List<Socket> sockets = new ArrayList<>();

	private final int port;

	private final byte[] requests;

	UnreadPeers(int port, String key) {
		this.port = port;
		byte[] watch = new FrameEncoder().encode(new Frame.Watch(1 << 20, 1, List.of(key), null));
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (int i = 0; i < WATCHES; i++) {
			// With a mask of zeros, which changes nothing.
			frames.writeBytes(new byte[] { (byte) 0x82, (byte) (0x80 | watch.length), 0, 0, 0, 0 });
			frames.writeBytes(watch);
		}
		this.requests = frames.toByteArray();
	}

	void open() throws IOException {
		for (int i = 0; i < PEERS; i++) {
			Socket socket = new Socket();
			this.sockets.add(socket);
			socket.setReceiveBufferSize(RECEIVE_BUFFER);
			socket.connect(new InetSocketAddress("localhost", this.port));
			socket.getOutputStream().write(Kind.SERVER.request(this.port));
			awaitUpgrade(socket.getInputStream());
			socket.getOutputStream().write(this.requests);
		}
	}

	private static void awaitUpgrade(InputStream input) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int next = input.read();
			if (next < 0) {
				throw new IOException("Refused: " + head);
			}
			head.append((char) next);
		}
		if (!head.toString().startsWith("HTTP/1.1 101")) {
			throw new IOException("Refused: " + head);
		}
	}

	@Override
	public void close() throws IOException {
		for (Socket socket : this.sockets) {
			socket.close();
		}
		this.sockets.clear();
	}

}
