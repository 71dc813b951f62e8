// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import dev.sodp.integration.Wire.Action;
import dev.sodp.integration.Wire.Direction;
import dev.sodp.integration.Wire.Phase;

/**
 * A TCP proxy in front of a server that does to connections what networks do. A fault is
 * armed for a byte of a phase and a direction, and strikes once, on whichever connection
 * brings that byte.
 */
final class FaultyProxy implements AutoCloseable {

	private final int serverPort;

	private final ServerSocket listening;

	private final List<ProxiedConnection> connections = new CopyOnWriteArrayList<>();

	private final AtomicReference<Fault> armed = new AtomicReference<>();

	/** The phase in which each fault struck, oldest first. */
	private final List<Phase> struck = new CopyOnWriteArrayList<>();

	private volatile boolean refusing;

	private volatile boolean closed;

	FaultyProxy(int serverPort) {
		this.serverPort = serverPort;
		try {
			this.listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Daemons.start("faulty-proxy", this::acceptAll);
	}

	String url() {
		return "ws://127.0.0.1:" + this.listening.getLocalPort();
	}

	/**
	 * Arms a fault, in place of the one before.
	 * @param position number of bytes of that phase and direction, from now on, that
	 * still pass
	 */
	void arm(Action action, Phase phase, Direction direction, long position) {
		this.armed.set(new Fault(action, phase, direction, position));
	}

	/** Disarms what has not struck. */
	void disarm() {
		this.armed.set(null);
	}

	List<Phase> struck() {
		return this.struck;
	}

	/** Resets new connections before a byte has passed. */
	void refuse(boolean refuse) {
		this.refusing = refuse;
	}

	/** Ends every connection. */
	void cutAll() {
		this.connections.forEach((connection) -> connection.act(Action.CUT));
	}

	/** Does something to every connection that there is, from now on. */
	void actOnAll(Action action) {
		this.connections.forEach((connection) -> connection.act(action));
	}

	ProxiedConnection latest() {
		return this.connections.get(this.connections.size() - 1);
	}

	int accepted() {
		return this.connections.size();
	}

	/** Whether the fault that is armed strikes before this byte; then it is disarmed. */
	Action strike(Direction direction, Phase phase) {
		Fault fault = this.armed.get();
		if (fault == null || !fault.reached(direction, phase) || !this.armed.compareAndSet(fault, null)) {
			return null;
		}
		this.struck.add(phase);
		return fault.action;
	}

	private void acceptAll() throws IOException {
		while (!this.closed) {
			Socket client = this.listening.accept();
			if (this.refusing) {
				ProxiedConnection.reset(client);
				continue;
			}
			ProxiedConnection connection = new ProxiedConnection(this, client,
					new Socket("127.0.0.1", this.serverPort));
			this.connections.add(connection);
			connection.start();
		}
	}

	@Override
	public void close() {
		this.closed = true;
		try {
			this.listening.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.connections.forEach(ProxiedConnection::end);
	}

	private static final class Fault {

		private final Action action;

		private final Phase phase;

		private final Direction direction;

		private final AtomicLong remaining;

		private Fault(Action action, Phase phase, Direction direction, long position) {
			this.action = action;
			this.phase = phase;
			this.direction = direction;
			this.remaining = new AtomicLong(position);
		}

		private boolean reached(Direction ofByte, Phase phaseOfByte) {
			return ofByte == this.direction && phaseOfByte == this.phase && this.remaining.getAndDecrement() <= 0;
		}

	}

}
