// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Tells the JVM that sends that everything has arrived: a byte over a connection of its
 * own.
 */
final class Signal {

	private final ServerSocket server;

	private Socket socket;

	private Signal(ServerSocket server, Socket socket) {
		this.server = server;
		this.socket = socket;
	}

	static Signal listen() throws IOException {
		return new Signal(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), new Socket());
	}

	static Signal connect(int port) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
		socket.setTcpNoDelay(true);
		return new Signal(null, socket);
	}

	int port() {
		return this.server.getLocalPort();
	}

	void give() {
		try {
			this.socket.getOutputStream().write(1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void await() {
		try {
			if (!this.socket.isConnected()) {
				this.socket = this.server.accept();
				this.socket.setSoTimeout(30_000);
			}
			if (this.socket.getInputStream().read() < 0) {
				throw new IllegalStateException("The other JVM is gone");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
