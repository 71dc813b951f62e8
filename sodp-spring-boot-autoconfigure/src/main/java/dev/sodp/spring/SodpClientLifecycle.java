// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.SodpClient;
import dev.sodp.internal.Durations;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Connects a client when the application context starts and disconnects it when the
 * context stops; the context may be restarted. Starts after the web server, which may
 * host the very server the client connects to, and before the listeners of messaging
 * libraries. Stops after those, and after the web server's graceful shutdown, so that the
 * requests and messages in progress can use the client.
 */
public final class SodpClientLifecycle implements SmartLifecycle {

	/**
	 * Phase of this lifecycle: below the web server's graceful shutdown
	 * ({@code Integer.MAX_VALUE - 1024}), and above its start
	 * ({@code Integer.MAX_VALUE - 2048}).
	 */
	public static final int PHASE = Integer.MAX_VALUE - 1280;

	/**
	 * Interval at which a start with {@link SodpStartup#FAIL} checks for a failed
	 * attempt: a client's listeners are fixed when it is built.
	 */
	private static final Duration LOOK = Duration.ofMillis(20);

	private final String name;

	private final SodpClient client;

	private final SodpStartup startup;

	private final Duration timeout;

	private volatile boolean running;

	/**
	 * Creates a lifecycle for the primary client.
	 * @param client the client to start and stop; it is not closed
	 * @param startup what to do if the server cannot be reached
	 * @param timeout maximum time to wait for a session, unless {@code startup} is
	 * {@link SodpStartup#CONTINUE}; must be positive
	 */
	public SodpClientLifecycle(SodpClient client, SodpStartup startup, Duration timeout) {
		this(SodpClients.PRIMARY, client, startup, timeout);
	}

	/**
	 * Creates a lifecycle for a named client.
	 * @param name name of the client, as in {@link SodpClients}
	 * @param client the client to start and stop; it is not closed
	 * @param startup what to do if the server cannot be reached
	 * @param timeout maximum time to wait for a session, unless {@code startup} is
	 * {@link SodpStartup#CONTINUE}; must be positive
	 */
	public SodpClientLifecycle(String name, SodpClient client, SodpStartup startup, Duration timeout) {
		this.name = Objects.requireNonNull(name, "name must not be null");
		this.client = Objects.requireNonNull(client, "client must not be null");
		this.startup = Objects.requireNonNull(startup, "startup must not be null");
		this.timeout = Durations.positive(timeout, "timeout");
	}

	/**
	 * Connects the client and, unless configured to continue, waits for its session.
	 * @throws SodpStartupException if a session is required and could not be established
	 */
	@Override
	public void start() {
		Throwable earlierFailure = this.client.status().lastFailure();
		this.client.start();
		if (this.startup != SodpStartup.CONTINUE) {
			awaitSession(earlierFailure);
		}
		this.running = true;
	}

	private void awaitSession(@Nullable Throwable earlierFailure) {
		long end = System.nanoTime() + Durations.toNanos(this.timeout);
		try {
			while (!isReady(end)) {
				ConnectionStatus status = this.client.status();
				boolean failed = this.startup == SodpStartup.FAIL && !status.state().isLive()
						&& isNew(status.lastFailure(), earlierFailure);
				if (failed || System.nanoTime() - end >= 0) {
					throw giveUp(status);
				}
			}
		}
		catch (ExecutionException ex) {
			throw giveUp(this.client.status());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw giveUp(this.client.status());
		}
	}

	private static boolean isNew(@Nullable Throwable failure, @Nullable Throwable earlier) {
		return failure != null && !failure.equals(earlier);
	}

	private boolean isReady(long end) throws ExecutionException, InterruptedException {
		long remaining = Math.max(0, end - System.nanoTime());
		long wait = (this.startup == SodpStartup.FAIL) ? Math.min(remaining, LOOK.toNanos()) : remaining;
		try {
			this.client.ready().get(wait, TimeUnit.NANOSECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
	}

	private SodpStartupException giveUp(ConnectionStatus status) {
		this.client.stop();
		return new SodpStartupException(this.name, status, this.startup, this.timeout);
	}

	@Override
	public void stop() {
		this.running = false;
		this.client.stop();
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
