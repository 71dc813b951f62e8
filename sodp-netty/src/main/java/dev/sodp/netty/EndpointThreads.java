// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * Threads for what an event loop must not do: run the application's code, and the
 * signatures of TLS handshakes. They end when idle.
 */
final class EndpointThreads {

	/** Authenticators that block leave threads to one another. */
	private static final int MOST_AUTHENTICATORS = 16;

	private static final int MOST_WAITING = 1024;

	private final ThreadPoolExecutor authenticators = pool("sodp-netty-upgrade", MOST_AUTHENTICATORS, MOST_WAITING);

	/** What waits here is bounded by the time that a handshake may take. */
	private final ThreadPoolExecutor handshakes = pool("sodp-netty-tls", Runtime.getRuntime().availableProcessors(),
			Integer.MAX_VALUE);

	private static ThreadPoolExecutor pool(String name, int threads, int waiting) {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, 5, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(waiting), new DefaultThreadFactory(name, true));
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

	/**
	 * Runs an authenticator.
	 * @throws java.util.concurrent.RejectedExecutionException if too many wait
	 */
	void identify(Runnable task) {
		this.authenticators.execute(task);
	}

	/** Runs the expensive steps of TLS handshakes. */
	Executor handshakes() {
		return this.handshakes;
	}

	void close() {
		this.authenticators.shutdown();
		this.handshakes.shutdown();
	}

}
