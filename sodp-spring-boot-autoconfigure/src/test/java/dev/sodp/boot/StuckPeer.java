// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A WebSocket that sends, and reads only when it is asked to.
 */
final class StuckPeer implements AutoCloseable {

	private static final byte[] MASK = { 0, 0, 0, 0 };

	private static final byte[] PING = { (byte) 0x89, (byte) 0x80, 0, 0, 0, 0 };

	private static final byte[] PONG = { (byte) 0x8a, (byte) 0x80, 0, 0, 0, 0 };

	private final Socket socket = new Socket();

	StuckPeer(URI uri) throws IOException {
		this.socket.setReceiveBufferSize(8 * 1024);
		this.socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
		this.socket.getOutputStream()
			.write(("GET " + uri.getPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority()
					+ "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
					+ "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
		assertThat(readHead()).startsWith("HTTP/1.1 101");
	}

	private String readHead() throws IOException {
		StringBuilder head = new StringBuilder();
		InputStream input = this.socket.getInputStream();
		while (head.indexOf("\r\n\r\n") < 0) {
			head.append((char) input.read());
		}
		return head.toString();
	}

	/** Sends a WATCH; the key must be shorter than 32 characters. */
	void watch(String key) throws IOException {
		ByteArrayOutputStream frame = new ByteArrayOutputStream();
		frame.writeBytes(new byte[] { (byte) 0x94, 0x02, 0x0a, 0x01, (byte) 0x81, (byte) 0xa5 });
		frame.writeBytes("state".getBytes(StandardCharsets.US_ASCII));
		frame.write(0xa0 | key.length());
		frame.writeBytes(key.getBytes(StandardCharsets.US_ASCII));
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		message.write(0x82);
		message.write(0x80 | frame.size());
		message.writeBytes(MASK);
		message.writeBytes(frame.toByteArray());
		this.socket.getOutputStream().write(message.toByteArray());
	}

	void ping() throws IOException {
		this.socket.getOutputStream().write(PING);
	}

	/**
	 * Reads what is there, a number of bytes at most.
	 * @return the number of bytes read, or -1 at the end
	 */
	int read(int most) throws IOException {
		return this.socket.getInputStream().read(new byte[most]);
	}

	/** Whether the other end has dropped the connection, found out without reading. */
	boolean isDropped() {
		try {
			this.socket.getOutputStream().write(PONG);
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
