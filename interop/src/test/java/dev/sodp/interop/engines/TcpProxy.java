// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.lettuce.core.RedisURI;

/** Forwards connections until one, or all, become black holes: open, and silent. */
final class TcpProxy implements AutoCloseable {

	private final ServerSocket listener;

	private final int target;

	private final List<Link> links = new CopyOnWriteArrayList<>();

	TcpProxy(int target) {
		this.target = target;
		try {
			this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		daemon(this::accept);
	}

	RedisURI uri() {
		return RedisURI.create("127.0.0.1", this.listener.getLocalPort());
	}

	/** The connections in the order in which they were made. */
	List<Link> links() {
		return this.links;
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.listener.accept();
				Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), this.target));
				this.links.add(link);
				daemon(() -> link.forward(link.client, link.server, true));
				daemon(() -> link.forward(link.server, link.client, false));
			}
		}
		catch (IOException ex) {
			// Closed.
		}
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task, "proxy");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		try {
			this.listener.close();
			for (Link link : this.links) {
				link.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** One connection. */
	static final class Link {

		private final Socket client;

		private final Socket server;

		private final ReentrantLock lock = new ReentrantLock();

		private final Condition open = this.lock.newCondition();

		private boolean hole;

		private volatile boolean follows;

		Link(Socket client, Socket server) {
			this.client = client;
			this.server = server;
		}

		/** Whether it carries XREAD. */
		boolean follows() {
			return this.follows;
		}

		/** From now on nothing passes, in either direction. */
		void swallow() {
			this.lock.lock();
			try {
				this.hole = true;
			}
			finally {
				this.lock.unlock();
			}
		}

		private void forward(Socket from, Socket to, boolean request) {
			byte[] buffer = new byte[65536];
			try {
				int length;
				while ((length = from.getInputStream().read(buffer)) >= 0) {
					if (request && new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains("XREAD")) {
						this.follows = true;
					}
					awaitOpen();
					to.getOutputStream().write(buffer, 0, length);
				}
				close();
			}
			catch (IOException ex) {
				// Closed by either side.
				close();
			}
		}

		private void awaitOpen() {
			this.lock.lock();
			try {
				while (this.hole) {
					this.open.awaitUninterruptibly();
				}
			}
			finally {
				this.lock.unlock();
			}
		}

		void close() {
			try {
				this.client.close();
				this.server.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
