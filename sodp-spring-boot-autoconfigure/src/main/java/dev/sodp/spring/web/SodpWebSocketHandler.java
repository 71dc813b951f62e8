// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.sodp.server.SodpServer;
import dev.sodp.spring.SodpServerLifecycle;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionAcceptor;
import jakarta.websocket.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;

/**
 * Passes each WebSocket to a {@link SessionAcceptor}, usually a
 * {@link dev.sodp.server.SodpServer} (protocol section 1). Thread-safe.
 *
 * <p>
 * Receives messages in parts, so that a session that mostly sees small frames does not
 * own a buffer for the largest one. Writes through the container's native session,
 * because only that can gather several frames into one write and limit its time.
 */
public final class SodpWebSocketHandler implements WebSocketHandler, SmartLifecycle, DisposableBean {

	/**
	 * Phase of this lifecycle: it stops right after the server has closed its sessions
	 * and before the web server, which would cut off close frames that are still in
	 * transit.
	 */
	public static final int PHASE = SodpServerLifecycle.PHASE - 1;

	/**
	 * Maximum time, 10 s, for which a peer may delay a write by not reading, or the
	 * closing of a socket by not answering, before the connection is dropped.
	 */
	public static final Duration SEND_TIMEOUT = Duration.ofSeconds(10);

	/** Tomcat's name for what has no name in the Jakarta API. */
	private static final String TOMCAT_CLOSE_TIMEOUT = "org.apache.tomcat.websocket.SESSION_CLOSE_TIMEOUT";

	private static final String CONNECTION = SodpWebSocketHandler.class.getName() + ".CONNECTION";

	private static final int MAX_CLOSERS = 4;

	private static final Logger logger = LoggerFactory.getLogger(SodpWebSocketHandler.class);

	private final SessionAcceptor acceptor;

	/** Sends close frames, which may block, on behalf of callers that must not. */
	private final ThreadPoolExecutor closer;

	private final OpenSockets open = new OpenSockets();

	private final Patience patience = new Patience();

	private volatile boolean running;

	/**
	 * Creates a handler.
	 * @param acceptor notified of each new socket
	 */
	public SodpWebSocketHandler(SessionAcceptor acceptor) {
		this.acceptor = Objects.requireNonNull(acceptor, "acceptor must not be null");
		CustomizableThreadFactory threads = new CustomizableThreadFactory("sodp-close-");
		threads.setDaemon(true);
		this.closer = new ThreadPoolExecutor(MAX_CLOSERS, MAX_CLOSERS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				threads);
		this.closer.allowCoreThreadTimeOut(true);
	}

	/**
	 * Returns what is notified of each new socket.
	 * @return as passed to the constructor
	 */
	public SessionAcceptor acceptor() {
		return this.acceptor;
	}

	@Override
	public void afterConnectionEstablished(WebSocketSession session) {
		Session container = containerSession(session);
		container.getUserProperties().put(TOMCAT_CLOSE_TIMEOUT, SEND_TIMEOUT.toMillis());
		// Heartbeats find out who is gone; Jetty's default ends quiet sessions after 30
		// s.
		container.setMaxIdleTimeout(0);
		ContainerSessionSocket socket = new ContainerSessionSocket(container, FrameWriter.of(container, this.patience),
				this.closer);
		UpgradeUser user = UpgradeLogin.user(session.getAttributes());
		Connection connection = new Connection(socket, this.acceptor.maxMessageBytes(), user);
		session.getAttributes().put(CONNECTION, connection);
		this.open.add();
		Peer peer = Peer.remote(address(session.getRemoteAddress()));
		if (user != null && this.acceptor instanceof SodpServer server) {
			user.opened();
			connection.accepted(server.accept(socket, peer, user.identity()));
			user.accepted();
		}
		else {
			connection.accepted(this.acceptor.accept(socket, peer));
		}
	}

	private static Session containerSession(WebSocketSession session) {
		Session container = (session instanceof NativeWebSocketSession wrapper)
				? wrapper.getNativeSession(Session.class) : null;
		if (container == null) {
			throw new IllegalStateException("A SODP server needs a Jakarta WebSocket session, not a " + session);
		}
		return container;
	}

	private static String address(@Nullable InetSocketAddress address) {
		if (address == null) {
			return "unknown";
		}
		return ((address.getAddress() != null) ? address.getAddress().getHostAddress() : address.getHostString()) + ":"
				+ address.getPort();
	}

	@Override
	public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) {
		Connection connection = connection(session);
		if (connection == null) {
			return;
		}
		if (message instanceof BinaryMessage binary) {
			connection.received(binary.getPayload(), binary.isLast());
		}
		else if (message instanceof TextMessage text && text.isLast()) {
			connection.input().receivedText();
		}
		else if (message instanceof PongMessage pong) {
			connection.ponged(pong.getPayload());
		}
	}

	/** Only logged: the container closes the session and reports that separately. */
	@Override
	public void handleTransportError(WebSocketSession session, Throwable exception) {
		logger.debug("Socket of {} failed", session.getRemoteAddress(), exception);
	}

	@Override
	public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
		Connection connection = connection(session);
		if (connection != null) {
			connection.closed(status);
			this.open.remove();
		}
	}

	@Override
	public boolean supportsPartialMessages() {
		return true;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
	}

	/**
	 * Runs the callback when the last socket has been closed, which is the acceptor's
	 * job.
	 */
	@Override
	public void stop(Runnable callback) {
		stop();
		this.open.whenNone(callback);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * Shuts down the executor once the sockets passed to it have been closed.
	 */
	@Override
	public void destroy() {
		this.closer.shutdown();
	}

	private static @Nullable Connection connection(WebSocketSession session) {
		return (Connection) session.getAttributes().get(CONNECTION);
	}

}
