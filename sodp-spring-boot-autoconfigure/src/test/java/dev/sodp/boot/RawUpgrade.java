// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A WebSocket upgrade with headers of its own and the bytes that answer it.
 */
final class RawUpgrade implements AutoCloseable {

	private final Socket socket;

	private final InputStream input;

	final String head;

	RawUpgrade(int port, String host, String... headers) throws IOException {
		this(InetAddress.getByName("localhost"), port, host, headers);
	}

	RawUpgrade(InetAddress address, int port, String host, String... headers) throws IOException {
		this.socket = new Socket(address, port);
		this.input = this.socket.getInputStream();
		StringBuilder request = new StringBuilder("GET /sodp HTTP/1.1\r\nHost: ").append(host)
			.append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n")
			.append("Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n");
		for (String header : headers) {
			request.append(header).append("\r\n");
		}
		this.socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
		StringBuilder answer = new StringBuilder();
		while (answer.indexOf("\r\n\r\n") < 0) {
			int next = this.input.read();
			if (next < 0) {
				throw new IOException("The server closed the connection");
			}
			answer.append((char) next);
		}
		this.head = answer.toString();
	}

	int readByte() throws IOException {
		return this.input.read();
	}

	String readText(int bytes) throws IOException {
		return new String(this.input.readNBytes(bytes), StandardCharsets.UTF_8);
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
