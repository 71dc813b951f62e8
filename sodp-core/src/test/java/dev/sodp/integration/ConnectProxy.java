// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP proxy that understands CONNECT and nothing else, for tests.
 */
final class ConnectProxy implements AutoCloseable {

	private final ServerSocket listening;

	final AtomicInteger tunnels = new AtomicInteger();

	ConnectProxy() throws IOException {
		this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		daemon(this::acceptAll);
	}

	int port() {
		return this.listening.getLocalPort();
	}

	private void acceptAll() throws IOException {
		while (!this.listening.isClosed()) {
			Socket client = this.listening.accept();
			daemon(() -> tunnel(client));
		}
	}

	private void tunnel(Socket client) throws IOException {
		BufferedReader reader = new BufferedReader(
				new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII), 1);
		String[] target = reader.readLine().split("[ :]");
		while (!reader.readLine().isEmpty()) {
			continue;
		}
		Socket server = new Socket(target[1], Integer.parseInt(target[2]));
		this.tunnels.incrementAndGet();
		client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		daemon(() -> server.getInputStream().transferTo(client.getOutputStream()));
		client.getInputStream().transferTo(server.getOutputStream());
	}

	private static void daemon(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException ex) {
				// The end of a connection is the end of its thread.
			}
		});
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.listening.close();
	}

	@FunctionalInterface
	private interface Work {

		void run() throws IOException;

	}

}
