// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionAcceptor;
import dev.sodp.transport.SessionInput;
import dev.sodp.transport.SessionSocket;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/**
 * Puts a server on a real port of the loopback interface, for tests.
 */
final class SocketServer implements AutoCloseable {

	private final Listener listener;

	/** The value of the X-Test header of the last connection. */
	volatile String lastHeader = "";

	/** The name that the last connection was made with. */
	volatile String lastHost = "";

	private final CompletableFuture<Void> started = new CompletableFuture<>();

	/**
	 * Starts listening.
	 * @param port 0 for any
	 */
	SocketServer(SessionAcceptor acceptor, int port) {
		this.listener = new Listener(acceptor, port);
		this.listener.setReuseAddr(true);
		this.listener.setTcpNoDelay(true);
		this.listener.setDaemon(true);
		this.listener.start();
		this.started.orTimeout(10, TimeUnit.SECONDS).join();
	}

	int port() {
		return this.listener.getPort();
	}

	String url() {
		return "ws://127.0.0.1:" + port();
	}

	/** Cuts every connection without a close frame, and goes on listening. */
	void cut() {
		this.listener.getConnections().forEach((connection) -> connection.closeConnection(1006, "cut"));
	}

	@Override
	public void close() {
		try {
			this.listener.stop(500);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private final class Listener extends WebSocketServer {

		private final SessionAcceptor acceptor;

		private Listener(SessionAcceptor acceptor, int port) {
			super(new InetSocketAddress("127.0.0.1", port), 2);
			this.acceptor = acceptor;
		}

		@Override
		public void onStart() {
			SocketServer.this.started.complete(null);
		}

		@Override
		public void onOpen(WebSocket connection, ClientHandshake handshake) {
			SocketServer.this.lastHeader = handshake.getFieldValue("X-Test");
			SocketServer.this.lastHost = handshake.getFieldValue("Host").replaceAll(":.*", "");
			connection.setAttachment(this.acceptor.accept(new Socket(connection),
					Peer.remote(String.valueOf(connection.getRemoteSocketAddress()))));
		}

		@Override
		public void onMessage(WebSocket connection, ByteBuffer message) {
			connection.<SessionInput>getAttachment().received(message);
		}

		@Override
		public void onMessage(WebSocket connection, String message) {
			connection.<SessionInput>getAttachment().receivedText();
		}

		@Override
		public void onClose(WebSocket connection, int code, String reason, boolean remote) {
			SessionInput input = connection.getAttachment();
			if (input != null) {
				input.closed(code, reason);
			}
		}

		@Override
		public void onError(WebSocket connection, Exception ex) {
			SocketServer.this.started.completeExceptionally(ex);
		}

	}

	private record Socket(WebSocket connection) implements SessionSocket {

		@Override
		public void write(byte[] frame) throws IOException {
			if (!this.connection.isOpen()) {
				throw new IOException("closed");
			}
			this.connection.send(frame);
		}

		@Override
		public void flush() {
		}

		@Override
		public void close(int code, String reason) {
			this.connection.close(code, reason);
		}

	}

}
