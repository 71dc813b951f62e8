// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.Objects;

import dev.sodp.server.SodpServer;

import org.springframework.context.SmartLifecycle;

/**
 * Closes a server's sessions when the application context stops and accepts sessions
 * again when it is restarted. Stops before the web server: its graceful shutdown does not
 * wait for WebSockets, and cuts them without a close frame, which clients report as code
 * 1006. Sessions that are closed here end with 1001, so that clients know the reason.
 */
public final class SodpServerLifecycle implements SmartLifecycle {

	/**
	 * Phase of this lifecycle: between the web server's graceful shutdown and the
	 * clients.
	 */
	public static final int PHASE = Integer.MAX_VALUE - 512;

	private final SodpServer server;

	private volatile boolean running;

	/**
	 * Creates a lifecycle.
	 * @param server the server to start and stop; it is not closed
	 */
	public SodpServerLifecycle(SodpServer server) {
		this.server = Objects.requireNonNull(server, "server must not be null");
	}

	@Override
	public void start() {
		this.server.start();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.server.stop();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
