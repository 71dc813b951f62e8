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

/**
 * Has the values of one client supplied, once in each of its sessions. Asks the client
 * which one it is in: what it is told as a listener may come late.
 */
final class PresentClient implements ConnectionListener {

	/** Time after which a value is supplied again that was refused for the moment. */
	private static final int RETRY_SECONDS = 2;

	private final SodpClient client;

	private final List<DeclaredPresence> presences = new CopyOnWriteArrayList<>();

	/** Keeps calls of the methods apart and in the order of the sessions. */
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

	/** Number of the session, so that a method is called once in each. */
	private long session() {
		return this.client.statistics().connections().sessions();
	}

	void add(DeclaredPresence presence) {
		this.presences.add(presence);
		if (isWanted()) {
			this.client.callbackExecutor().execute(() -> supply(List.of(presence)));
		}
	}

	/** Begins; in another thread, because the methods may block. */
	void start() {
		this.wanted = true;
		if (isWanted()) {
			this.client.callbackExecutor().execute(() -> supply(this.presences));
		}
	}

	/**
	 * Ends, after a call of a method that is under way; waits for it in another thread.
	 */
	CompletableFuture<?> stop() {
		this.wanted = false;
		try {
			return CompletableFuture.supplyAsync(this::withdraw, this.client.callbackExecutor())
				.thenCompose((withdrawn) -> withdrawn);
		}
		catch (RejectedExecutionException ex) {
			// An executor of the application may end before this registry does.
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
