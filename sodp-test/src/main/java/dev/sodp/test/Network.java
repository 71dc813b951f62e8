// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The simulated network between the clients and the server of a test: forwards bytes
 * between the port that clients know and the port of the WebSocket server, or simulates
 * faults.
 */
final class Network implements AutoCloseable {

	private static final int BACKLOG = 50;

	private final int serverPort;

	private final ServerSocket listening;

	private final Gate gate = new Gate();

	/** By address of the client. */
	private final Map<String, NetworkConnection> connections = new ConcurrentHashMap<>();

	/** Addresses of clients by the port from which the server sees them connect. */
	private final Map<Integer, String> clients = new ConcurrentHashMap<>();

	private volatile boolean refusing;

	/**
	 * Starts listening.
	 * @param port port on the loopback interface, 0 for a free one
	 * @param serverPort port of the WebSocket server
	 */
	Network(int port, int serverPort) {
		this.serverPort = serverPort;
		try {
			this.listening = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot listen on port " + port, ex);
		}
		Daemon.start("sodp-test-network", this::acceptAll);
	}

	int port() {
		return this.listening.getLocalPort();
	}

	/**
	 * Returns the address of a client.
	 * @param port the port from which the server sees it connect
	 * @return an address such as {@code 127.0.0.1:40312}
	 */
	String clientAt(int port) {
		return this.clients.getOrDefault(port, "unknown");
	}

	/**
	 * Holds back all bytes of all connections.
	 * @param stall false to let them pass again, starting with those held back
	 */
	void stall(boolean stall) {
		this.gate.shut(stall);
	}

	/**
	 * Resets new connections.
	 * @param refuse false to accept them again
	 */
	void refuse(boolean refuse) {
		this.refusing = refuse;
	}

	/**
	 * Resets a connection.
	 * @param client address of the client
	 */
	void cut(String client) {
		NetworkConnection connection = this.connections.get(client);
		if (connection != null) {
			connection.reset();
		}
	}

	/**
	 * Resets all connections.
	 * @return the addresses of their clients
	 */
	Set<String> cutAll() {
		Set<String> cut = Set.copyOf(this.connections.keySet());
		cut.forEach(this::cut);
		return cut;
	}

	@Override
	public void close() {
		try {
			this.listening.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		cutAll();
	}

	private void acceptAll() {
		while (!this.listening.isClosed()) {
			try {
				accept(this.listening.accept());
			}
			catch (IOException ex) {
				// The socket has been closed, or the client is already gone.
			}
		}
	}

	@SuppressWarnings("AddressSelection") // An address of this machine, not a name.
	private void accept(Socket client) throws IOException {
		if (this.refusing) {
			NetworkConnection.reset(client);
			return;
		}
		Socket server;
		try {
			server = new Socket(InetAddress.getLoopbackAddress(), this.serverPort);
		}
		catch (IOException ex) {
			NetworkConnection.reset(client);
			throw ex;
		}
		String address = client.getInetAddress().getHostAddress() + ":" + client.getPort();
		int port = server.getLocalPort();
		NetworkConnection connection = new NetworkConnection(client, server, this.gate, () -> {
			this.connections.remove(address);
			this.clients.remove(port, address);
		});
		this.connections.put(address, connection);
		this.clients.put(port, address);
		connection.start();
		if (this.listening.isClosed()) {
			connection.reset();
		}
	}

}
