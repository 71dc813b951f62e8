// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A single connection through a {@link Network}, with a thread per direction.
 */
final class NetworkConnection {

	private static final int BUFFER_BYTES = 8192;

	private static final int DIRECTIONS = 2;

	private final Socket client;

	private final Socket server;

	private final Gate gate;

	private final Runnable onEnd;

	private final AtomicInteger openDirections = new AtomicInteger(DIRECTIONS);

	private final AtomicBoolean ended = new AtomicBoolean();

	NetworkConnection(Socket client, Socket server, Gate gate, Runnable onEnd) {
		this.client = client;
		this.server = server;
		this.gate = gate;
		this.onEnd = onEnd;
	}

	/**
	 * Starts to forward bytes.
	 * @throws IOException if the connection is already broken
	 */
	void start() throws IOException {
		this.client.setTcpNoDelay(true);
		this.server.setTcpNoDelay(true);
		Daemon.start("sodp-test-upstream", () -> pump(this.client, this.server));
		Daemon.start("sodp-test-downstream", () -> pump(this.server, this.client));
	}

	/** Resets both sides without a reason. */
	void reset() {
		reset(this.client);
		reset(this.server);
		end();
	}

	static void reset(Socket socket) {
		try {
			socket.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			// Already closed.
		}
		close(socket);
	}

	private void pump(Socket from, Socket to) {
		byte[] buffer = new byte[BUFFER_BYTES];
		try {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
				this.gate.pass(this.ended::get);
				out.write(buffer, 0, count);
			}
			// The end of a stream is held back like everything before it.
			this.gate.pass(this.ended::get);
			to.shutdownOutput();
		}
		catch (IOException ex) {
			end();
		}
		finally {
			if (this.openDirections.decrementAndGet() == 0) {
				end();
			}
		}
	}

	private void end() {
		if (this.ended.compareAndSet(false, true)) {
			close(this.client);
			close(this.server);
			this.gate.wake();
			this.onEnd.run();
		}
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// Nothing left to close.
		}
	}

}
