// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionAcceptor;
import dev.sodp.transport.SessionInput;
import dev.sodp.transport.SessionSocket;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;

/**
 * Accepts WebSockets on a port of the loopback interface and passes them to an acceptor.
 */
final class WebSocketHost extends WebSocketServer implements AutoCloseable {

	private static final int WORKERS = 2;

	private static final int START_SECONDS = 10;

	private static final int STOP_MILLIS = 500;

	private final SessionAcceptor acceptor;

	private final IntFunction<String> clientAddresses;

	private final CompletableFuture<@Nullable Void> started = new CompletableFuture<>();

	private WebSocketHost(SessionAcceptor acceptor, IntFunction<String> clientAddresses) {
		super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), WORKERS);
		this.acceptor = acceptor;
		this.clientAddresses = clientAddresses;
		setTcpNoDelay(true);
		setDaemon(true);
		// The SODP server detects dead sessions itself.
		setConnectionLostTimeout(0);
	}

	/**
	 * Starts listening on a free port.
	 * @param acceptor receives the sockets
	 * @param clientAddresses addresses of clients by the port from which they connect
	 * @return a host, to be closed after use
	 */
	static WebSocketHost start(SessionAcceptor acceptor, IntFunction<String> clientAddresses) {
		WebSocketHost host = new WebSocketHost(acceptor, clientAddresses);
		host.start();
		host.started.orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
		return host;
	}

	@Override
	public void close() {
		try {
			stop(STOP_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void onStart() {
		this.started.complete(null);
	}

	@Override
	public void onOpen(WebSocket connection, ClientHandshake handshake) {
		String client = this.clientAddresses.apply(connection.getRemoteSocketAddress().getPort());
		connection.setAttachment(this.acceptor.accept(new HostedSocket(connection), Peer.remote(client)));
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
		@Nullable SessionInput input = connection.<@Nullable SessionInput>getAttachment();
		if (input != null) {
			input.closed(code, reason);
		}
	}

	@Override
	public void onError(@Nullable WebSocket connection, Exception ex) {
		this.started.completeExceptionally(ex);
	}

	private record HostedSocket(WebSocket connection) implements SessionSocket {

		@Override
		public void write(byte[] frame) throws IOException {
			if (!this.connection.isOpen()) {
				throw new IOException("The WebSocket is closed");
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
