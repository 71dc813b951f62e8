// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import dev.sodp.integration.Wire.Action;
import dev.sodp.integration.Wire.Direction;
import dev.sodp.integration.Wire.Phase;

/**
 * One connection through a {@link FaultyProxy}, with a thread for each direction.
 */
final class ProxiedConnection {

	private static final int BUFFER_BYTES = 8192;

	private static final int SPLIT_BYTES = 3;

	private static final int THROTTLED_BYTES = 256;

	private static final long THROTTLED_PAUSE_MILLIS = 2;

	private final FaultyProxy proxy;

	private final Socket client;

	private final Socket server;

	/** Guards phases and counts, which both directions need. */
	private final ReentrantLock lock = new ReentrantLock();

	private final WirePhases phases = new WirePhases();

	private final Map<Direction, Map<Phase, Long>> counts = new EnumMap<>(Direction.class);

	private final CountDownLatch ended = new CountDownLatch(1);

	private final AtomicInteger directions = new AtomicInteger(Direction.values().length);

	/** What is done to this connection from now on, or null. */
	private volatile Action mode;

	ProxiedConnection(FaultyProxy proxy, Socket client, Socket server) throws IOException {
		this.proxy = proxy;
		this.client = client;
		this.server = server;
		client.setTcpNoDelay(true);
		server.setTcpNoDelay(true);
		for (Direction direction : Direction.values()) {
			this.counts.put(direction, new EnumMap<>(Phase.class));
		}
	}

	void start() {
		Daemons.start("faulty-proxy-up", () -> pump(Direction.TO_SERVER, this.client, this.server));
		Daemons.start("faulty-proxy-down", () -> pump(Direction.TO_CLIENT, this.server, this.client));
	}

	/** How many bytes of a phase have come. */
	long bytes(Direction direction, Phase phase) {
		this.lock.lock();
		try {
			return this.counts.get(direction).getOrDefault(phase, 0L);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void pump(Direction direction, Socket from, Socket to) throws IOException {
		byte[] buffer = new byte[BUFFER_BYTES];
		InputStream in = from.getInputStream();
		OutputStream out = to.getOutputStream();
		try {
			for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
				int forwarded = 0;
				for (int i = 0; i < count; i++) {
					Action action = next(direction, buffer[i]);
					if (action != null) {
						forward(out, buffer, forwarded, i);
						forwarded = i;
						act(action);
					}
				}
				forward(out, buffer, forwarded, count);
			}
			if (this.mode != Action.HALF_OPEN) {
				to.shutdownOutput();
			}
		}
		catch (IOException ex) {
			if (this.mode != Action.HALF_OPEN) {
				end();
			}
		}
		finally {
			if (this.directions.decrementAndGet() == 0 && this.mode != Action.HALF_OPEN) {
				end();
			}
		}
	}

	private Action next(Direction direction, byte next) {
		this.lock.lock();
		try {
			Phase phase = this.phases.next(direction, next);
			this.counts.get(direction).merge(phase, 1L, Long::sum);
			return this.proxy.strike(direction, phase);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void forward(OutputStream out, byte[] bytes, int from, int to) throws IOException {
		int position = from;
		while (position < to) {
			Action now = this.mode;
			if (now == Action.HALF_OPEN) {
				return;
			}
			if (now == Action.STALL) {
				awaitEnd();
				return;
			}
			int size = (now == Action.SPLIT) ? SPLIT_BYTES : (now == Action.THROTTLE) ? THROTTLED_BYTES : to - position;
			size = Math.min(size, to - position);
			out.write(bytes, position, size);
			position += size;
			if (now == Action.THROTTLE) {
				pause();
			}
		}
	}

	/** Does something to this connection; what it does to bytes it does from now on. */
	void act(Action action) {
		this.mode = action;
		if (action == Action.CUT) {
			end();
		}
		else if (action == Action.RESET) {
			reset(this.client);
			reset(this.server);
			this.ended.countDown();
		}
	}

	/** Closes both sockets. */
	void end() {
		close(this.client);
		close(this.server);
		this.ended.countDown();
	}

	static void reset(Socket socket) {
		try {
			socket.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			// Closed already.
		}
		close(socket);
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// There is nothing left to close.
		}
	}

	private void awaitEnd() {
		try {
			this.ended.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Keeps the pace of a slow network, or ends at once with the connection. */
	private void pause() {
		try {
			this.ended.await(THROTTLED_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
