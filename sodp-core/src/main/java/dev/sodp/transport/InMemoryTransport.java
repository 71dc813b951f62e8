// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connects clients to a server in the same JVM, without a socket but with the same
 * frames. Sessions are {@link Peer#trusted trusted}. The address of a
 * {@link ConnectRequest} and its headers play no part.
 *
 * <p>
 * Neither side ever runs on a thread of the other's caller: frames are handed over by
 * tasks of an executor, in order for each direction of a link. A server that writes
 * faster than the client takes in waits, as it would for a socket.
 */
public final class InMemoryTransport implements Transport {

	private final SessionAcceptor acceptor;

	private final Executor executor;

	private final AtomicInteger links = new AtomicInteger();

	/**
	 * Connects to a server, using threads that end when idle and are shared by all such
	 * transports.
	 * @param acceptor the server
	 */
	public InMemoryTransport(SessionAcceptor acceptor) {
		this(acceptor, InMemoryThreads.SHARED);
	}

	/**
	 * Connects to a server.
	 * @param acceptor the server
	 * @param executor hands over the frames; must not run tasks on the calling thread,
	 * and needs two threads for each link that may be busy at the same time, because the
	 * server's side may wait for the client's
	 */
	public InMemoryTransport(SessionAcceptor acceptor, Executor executor) {
		this.acceptor = acceptor;
		this.executor = executor;
	}

	@Override
	public Link connect(ConnectRequest request, LinkListener listener) {
		InMemoryLink link = new InMemoryLink(this.executor, listener, request.maxMessageBytes());
		link.open(this.acceptor, Peer.trusted("in-memory-" + this.links.incrementAndGet()));
		return link;
	}

}
