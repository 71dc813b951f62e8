// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connects clients to a server in the same JVM, without a socket but with the same
 * frames. Sessions are {@linkplain Peer#trusted trusted}. The address and the headers of
 * a {@link ConnectRequest} are ignored.
 *
 * <p>
 * Neither side ever runs on a thread of the other side's caller: frames are passed on by
 * tasks of an executor, in order for each direction of a link. A server that writes
 * faster than the client reads waits, as it would for a socket.
 */
public final class InMemoryTransport implements Transport {

	private final SessionAcceptor acceptor;

	private final Executor executor;

	private final AtomicInteger links = new AtomicInteger();

	/**
	 * Creates a transport that uses threads shared by all such transports, which end when
	 * idle.
	 * @param acceptor the server
	 */
	public InMemoryTransport(SessionAcceptor acceptor) {
		this(acceptor, InMemoryThreads.SHARED);
	}

	/**
	 * Creates a transport.
	 * @param acceptor the server
	 * @param executor passes on the frames; must not run tasks on the calling thread, and
	 * needs two threads for each link that may be busy at the same time, because the
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
