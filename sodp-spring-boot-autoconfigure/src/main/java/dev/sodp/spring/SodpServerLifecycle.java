// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.Objects;

import dev.sodp.server.SodpServer;

import org.springframework.context.SmartLifecycle;

/**
 * Closes a server's sessions when the application context stops and accepts sessions
 * again when it is restarted. The server itself goes on until its bean is destroyed, so
 * the application can write to it until then.
 *
 * <p>
 * The web server's graceful shutdown waits for requests, not for WebSockets, so it is not
 * delayed by sessions that are still open. They are closed before the web server stops:
 * remote clients then see close code 1001 and reconnect at once, instead of 1006 as for a
 * lost connection. With a drain time, {@link SodpServerDrain} has closed most of them
 * before.
 */
public final class SodpServerLifecycle implements SmartLifecycle {

	/**
	 * Phase of this lifecycle: when the context stops, after the clients of this
	 * application and before the web server ({@code Integer.MAX_VALUE - 2048}).
	 */
	public static final int PHASE = SodpClientLifecycle.PHASE - 256;

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
