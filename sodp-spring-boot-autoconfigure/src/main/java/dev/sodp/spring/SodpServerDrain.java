// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.Objects;

import dev.sodp.server.SodpServer;
import dev.sodp.server.SodpServerBuilder;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * {@linkplain SodpServer#drain() Drains} a server while the web server finishes the
 * requests in flight, if it has a {@link SodpServerBuilder#drainTime drain time}. What
 * those requests write still reaches the sessions that have not left. Does nothing
 * without a drain time: {@link SodpServerLifecycle} closes all sessions later then, as it
 * does with those that remain.
 */
public final class SodpServerDrain implements SmartLifecycle, ApplicationListener<ContextClosedEvent> {

	/** Phase of this lifecycle: that of the web server's graceful shutdown. */
	public static final int PHASE = Integer.MAX_VALUE - 1024;

	private final SodpServer server;

	private final ApplicationContext context;

	private volatile boolean running;

	private volatile boolean leaving;

	/**
	 * Creates a lifecycle.
	 * @param server the server to drain
	 * @param context the context that it belongs to
	 */
	public SodpServerDrain(SodpServer server, ApplicationContext context) {
		this.server = Objects.requireNonNull(server, "server must not be null");
		this.context = Objects.requireNonNull(context, "context must not be null");
	}

	/**
	 * Whether clients should connect to another server, as this one has a drain time and
	 * its application is stopping. True some time before the first session is closed:
	 * from the moment in which Spring Boot reports that it accepts no traffic.
	 * @return whether to refuse upgrades
	 */
	public boolean isLeaving() {
		return this.leaving;
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		// The events of child contexts arrive here too.
		if (event.getApplicationContext().equals(this.context)) {
			leave();
		}
	}

	private boolean leave() {
		this.leaving = !this.server.options().drainTime().isZero();
		return this.leaving;
	}

	@Override
	public void start() {
		this.leaving = false;
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		if (leave()) {
			this.server.drain();
		}
	}

	/** Runs the callback when the last remote session has been closed. */
	@Override
	public void stop(Runnable callback) {
		this.running = false;
		if (leave()) {
			this.server.drain().thenRun(callback);
		}
		else {
			callback.run();
		}
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
