// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends each connection to one of several nodes in turn, and to the next one if that
 * cannot be reached or refuses the upgrade because it is not available.
 */
final class Balancer implements AutoCloseable {

	private static final int CONNECT_TIMEOUT = 2000;

	private static final int ANSWER_TIMEOUT = 10_000;

	/** The node has accepted the upgrade. */
	static final int SWITCHING = 101;

	/** No connection could be made, or it was closed without an answer. */
	static final int UNREACHABLE = 502;

	/** The node has refused the upgrade. */
	static final int UNAVAILABLE = 503;

	/** A connection was made, or begun, and nothing came. */
	static final int SILENT = 504;

	private static final int BACKLOG = 500;

	private final ServerSocket listener;

	private final List<NodeProcess> nodes;

	private final AtomicInteger turn = new AtomicInteger();

	private final AtomicInteger connections = new AtomicInteger();

	private final List<Attempt> attempts = new CopyOnWriteArrayList<>();

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	Balancer(List<NodeProcess> nodes) {
		this.nodes = new CopyOnWriteArrayList<>(nodes);
		try {
			this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		daemon(this::accept);
	}

	String url() {
		return "ws://127.0.0.1:" + this.listener.getLocalPort() + "/sodp";
	}

	/** Learns that a node takes no connections any more. */
	void remove(NodeProcess node) {
		this.nodes.remove(node);
	}

	/** What became of each connection at each node that was tried. */
	List<Attempt> attempts() {
		return this.attempts;
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.listener.accept();
				this.open.add(client);
				daemon(() -> serve(client));
			}
		}
		catch (IOException ex) {
			// Closed.
		}
	}

	private void serve(Socket client) {
		int connection = this.connections.incrementAndGet();
		try (client) {
			byte[] request = head(client.getInputStream());
			List<NodeProcess> candidates = new ArrayList<>(this.nodes);
			int first = this.turn.getAndIncrement();
			for (int i = 0; i < candidates.size(); i++) {
				NodeProcess node = candidates.get(Math.floorMod(first + i, candidates.size()));
				if (serve(client, request, node, connection)) {
					return;
				}
			}
			client.getOutputStream()
				.write("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
					.getBytes(StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			// One of both is gone, and so is the other.
		}
		finally {
			this.open.remove(client);
		}
	}

	private boolean serve(Socket client, byte[] request, NodeProcess node, int connection) throws IOException {
		try (Socket server = new Socket()) {
			this.open.add(server);
			byte[] answer;
			try {
				server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port()), CONNECT_TIMEOUT);
				server.setSoTimeout(ANSWER_TIMEOUT);
				server.getOutputStream().write(request);
				answer = head(server.getInputStream());
			}
			catch (SocketTimeoutException ex) {
				this.attempts.add(new Attempt(System.nanoTime(), connection, node, SILENT));
				return false;
			}
			catch (IOException ex) {
				this.attempts.add(new Attempt(System.nanoTime(), connection, node, UNREACHABLE));
				return false;
			}
			finally {
				this.open.remove(server);
			}
			int status = Integer.parseInt(new String(answer, StandardCharsets.ISO_8859_1).split(" ", 3)[1]);
			this.attempts.add(new Attempt(System.nanoTime(), connection, node, status));
			if (status == UNAVAILABLE) {
				return false;
			}
			client.getOutputStream().write(answer);
			if (status == SWITCHING) {
				this.open.add(server);
				server.setSoTimeout(0);
				daemon(() -> forward(client, server));
				forward(server, client);
			}
			this.open.remove(server);
			return true;
		}
	}

	// Byte by byte, so that what follows stays where it is.
	private static byte[] head(InputStream in) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		int end = 0;
		while (end < 4) {
			int next = in.read();
			if (next < 0) {
				throw new IOException("closed");
			}
			head.write(next);
			end = (next == "\r\n\r\n".charAt(end)) ? end + 1 : (next == '\r') ? 1 : 0;
		}
		return head.toByteArray();
	}

	private static void forward(Socket from, Socket to) {
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			byte[] buffer = new byte[8192];
			int size;
			while ((size = in.read(buffer)) >= 0) {
				out.write(buffer, 0, size);
			}
		}
		catch (IOException ex) {
			// Closed, by whichever side.
		}
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(null, task, "balancer", 128 * 1024);
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		try {
			this.listener.close();
			for (Socket socket : this.open) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A connection was sent to a node.
	 *
	 * @param nanos when it was answered
	 * @param connection the number of the connection
	 * @param node the node
	 * @param status the answer of the node
	 */
	record Attempt(long nanos, int connection, NodeProcess node, int status) {
	}

}
