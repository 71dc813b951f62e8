// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

import javax.net.ssl.SSLContext;

import dev.sodp.server.SodpServer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets clients connect to a {@link SodpServer} on a port of its own, without a web server
 * (protocol section 1). Uses io_uring, epoll or the JDK's selectors, see
 * {@link IoTransport}; its sessions cost less than those of a servlet container.
 *
 * <p>
 * Sessions live on event loops. A loop decodes small messages, changes the state and
 * writes what that causes by itself. What is large, and the application's code, runs on
 * threads of the server. Threads of the loops keep the JVM alive until {@link #stop()}.
 *
 * <p>
 * Nothing else protects the server, so the endpoint checks upgrades itself. Pages of
 * other sites are refused unless their origins are allowed, and a server that asks
 * nothing of its clients is open to clients on its own machine only.
 *
 * <p>
 * The server is not closed with the endpoint. Thread-safe; no method may be called on an
 * event loop.
 */
public final class NettySodpEndpoint implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(NettySodpEndpoint.class);

	private static final int BACKLOG = 1024;

	/** Unsent bytes at which a session is written no more, and is written again. */
	private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

	private final EndpointSettings settings;

	/** Guards what is started. */
	private final ReentrantLock lifecycleLock = new ReentrantLock();

	private volatile @Nullable SslContext tls;

	private volatile @Nullable Started started;

	NettySodpEndpoint(EndpointSettings settings) {
		this.settings = settings;
		this.tls = settings.tls();
	}

	/**
	 * Creates a builder.
	 * @param server where sessions are opened
	 * @return a builder with all defaults
	 */
	public static NettySodpEndpointBuilder builder(SodpServer server) {
		return new NettySodpEndpointBuilder(server);
	}

	/**
	 * Listens for clients; does nothing if it does so already. May be called again after
	 * {@link #stop()}.
	 * @throws UncheckedIOException if the address cannot be bound
	 * @throws IllegalStateException if the wanted transport does not work here
	 */
	public void start() {
		this.lifecycleLock.lock();
		try {
			if (this.started == null) {
				this.started = open();
			}
		}
		finally {
			this.lifecycleLock.unlock();
		}
	}

	private Started open() {
		EventLoops loops = EventLoops.open(LoopKind.of(this.settings.transport()), this.settings.loops());
		EndpointThreads threads = new EndpointThreads();
		Connections connections = new Connections(this.settings, threads);
		ServerBootstrap bootstrap = new ServerBootstrap().group(loops.group())
			.channel(loops.channel())
			.option(ChannelOption.SO_BACKLOG, BACKLOG)
			.option(ChannelOption.SO_REUSEADDR, true)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT)
			.handler(new AcceptBackoff())
			.childHandler(new ConnectionInitializer(connections, () -> this.tls, threads));
		ChannelFuture bound = bootstrap.bind(this.settings.address()).awaitUninterruptibly();
		Started opened = new Started(loops, threads, connections, bound.channel());
		if (!bound.isSuccess()) {
			opened.close();
			throw new UncheckedIOException("Cannot listen on " + this.settings.address(),
					(bound.cause() instanceof IOException cause) ? cause : new IOException(bound.cause()));
		}
		logger.info("SODP on Netty listens on {}, path {}", bound.channel().localAddress(), this.settings.path());
		return opened;
	}

	/**
	 * Returns the port that clients connect to.
	 * @return the port, also if any free one was asked for
	 * @throws IllegalStateException if the endpoint is not started
	 */
	public int localPort() {
		return ((InetSocketAddress) running().channel().localAddress()).getPort();
	}

	/**
	 * Returns what the event loops use.
	 * @return not {@link IoTransport#AUTO}
	 * @throws IllegalStateException if the endpoint is not started
	 */
	public IoTransport transport() {
		return running().loops().kind().transport();
	}

	/**
	 * Whether clients can connect.
	 * @return false unless started, and for half a second after a connection could not be
	 * accepted, as at the limit of open files
	 */
	public boolean isAccepting() {
		Started current = this.started;
		return current != null && current.channel().isActive() && current.channel().config().isAutoRead();
	}

	private Started running() {
		Started current = this.started;
		if (current == null) {
			throw new IllegalStateException("The endpoint is not started");
		}
		return current;
	}

	/**
	 * Encrypts new connections with another certificate. Those that exist go on.
	 * @param context what to encrypt them with
	 * @throws IllegalStateException if the endpoint was built without TLS
	 */
	public void reloadTls(SSLContext context) {
		reloadTls(TlsContexts.of(Objects.requireNonNull(context, "context must not be null")));
	}

	/**
	 * Encrypts new connections with another certificate. Those that exist go on.
	 * @param context of a server
	 * @throws IllegalStateException if the endpoint was built without TLS
	 */
	public void reloadTls(SslContext context) {
		if (this.tls == null) {
			throw new IllegalStateException("The endpoint was built without TLS");
		}
		this.tls = TlsContexts.check(context);
	}

	/**
	 * Answers further upgrades with 503, so that load balancers and clients turn to
	 * another server, and {@linkplain SodpServer#drain() drains} the server.
	 * @return completes when the sessions of remote clients have ended
	 */
	public CompletableFuture<Void> drain() {
		Started current = this.started;
		if (current != null) {
			current.connections().leave();
		}
		return this.settings.server().drain();
	}

	/**
	 * Listens no more and ends the sessions of this endpoint with close code 1001. Waits
	 * until they have ended, which clients can delay by the close timeout. Does nothing
	 * if the endpoint is not started.
	 */
	public void stop() {
		this.lifecycleLock.lock();
		try {
			Started current = this.started;
			this.started = null;
			if (current != null) {
				current.close();
			}
		}
		finally {
			this.lifecycleLock.unlock();
		}
	}

	/** Does the same as {@link #stop()}. */
	@Override
	public void close() {
		stop();
	}

	/** What there is between start and stop. */
	private record Started(EventLoops loops, EndpointThreads threads, Connections connections, Channel channel) {

		void close() {
			this.channel.close().awaitUninterruptibly();
			this.connections.close();
			this.loops.close();
			this.threads.close();
		}

	}

}
