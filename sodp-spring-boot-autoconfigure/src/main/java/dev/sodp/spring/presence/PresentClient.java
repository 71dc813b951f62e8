// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.presence;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import dev.sodp.client.ConnectionListener;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.SodpClient;
import org.jspecify.annotations.Nullable;

/**
 * Registers the values of all methods of a single client, once per session. Asks the
 * client for its current session, because listener notifications may arrive late.
 */
final class PresentClient implements ConnectionListener {

	/** Delay before a value that was temporarily refused is supplied again. */
	private static final int RETRY_SECONDS = 2;

	private final SodpClient client;

	private final List<DeclaredPresence> presences = new CopyOnWriteArrayList<>();

	/** Serializes the calls of the methods, in the order of the sessions. */
	private final ReentrantLock supplyLock = new ReentrantLock();

	private volatile boolean wanted;

	PresentClient(SodpClient client) {
		this.client = client;
		client.addConnectionListener(this);
	}

	@Override
	public void onStateChange(ConnectionState previous, ConnectionStatus status) {
		if (!previous.isLive() && status.state().isLive()) {
			supply(this.presences);
		}
	}

	private void supply(List<DeclaredPresence> which) {
		this.supplyLock.lock();
		try {
			for (DeclaredPresence presence : which) {
				long current = session();
				if (isWanted()) {
					presence.supply(current, () -> supplyLater(presence, current));
				}
			}
		}
		finally {
			this.supplyLock.unlock();
		}
	}

	private void supplyLater(DeclaredPresence presence, long session) {
		CompletableFuture.delayedExecutor(RETRY_SECONDS, TimeUnit.SECONDS, this.client.callbackExecutor())
			.execute(() -> supplyAgain(presence, session));
	}

	private void supplyAgain(DeclaredPresence presence, long session) {
		this.supplyLock.lock();
		try {
			if (isWanted() && session() == session) {
				presence.supplyAgain(session, () -> supplyLater(presence, session));
			}
		}
		finally {
			this.supplyLock.unlock();
		}
	}

	private boolean isWanted() {
		return this.wanted && this.client.status().state().isLive();
	}

	/**
	 * Returns the number of the session, so that a method is called once per session.
	 */
	private long session() {
		return this.client.statistics().connections().sessions();
	}

	/** Returns the declaration for a place, or null. */
	@Nullable DeclaredPresence at(String key, String path) {
		return this.presences.stream()
			.filter((each) -> each.key().equals(key) && each.path().equals(path))
			.findFirst()
			.orElse(null);
	}

	void add(DeclaredPresence presence) {
		this.presences.add(presence);
		if (isWanted()) {
			this.client.callbackExecutor().execute(() -> supply(List.of(presence)));
		}
	}

	/**
	 * Starts to register values; on another thread, because the methods may block.
	 */
	void start() {
		this.wanted = true;
		if (isWanted()) {
			this.client.callbackExecutor().execute(() -> supply(this.presences));
		}
	}

	/**
	 * Withdraws the values once a method call in progress has returned; waits for it on
	 * another thread.
	 */
	CompletableFuture<?> stop() {
		this.wanted = false;
		try {
			return CompletableFuture.supplyAsync(this::withdraw, this.client.callbackExecutor())
				.thenCompose((withdrawn) -> withdrawn);
		}
		catch (RejectedExecutionException ex) {
			// An executor provided by the application may shut down before this registry
			// stops.
			return withdraw();
		}
	}

	private CompletableFuture<?> withdraw() {
		this.supplyLock.lock();
		try {
			return CompletableFuture
				.allOf(this.presences.stream().map(DeclaredPresence::withdraw).toArray(CompletableFuture[]::new));
		}
		finally {
			this.supplyLock.unlock();
		}
	}

	void close() {
		this.client.removeConnectionListener(this);
	}

}
