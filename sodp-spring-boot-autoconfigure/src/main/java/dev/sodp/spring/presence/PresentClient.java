package dev.sodp.spring.presence;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import dev.sodp.client.ConnectionListener;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.SodpClient;

/**
 * Has the values of one client supplied, once in each of its sessions. Knows sessions
 * only by what it is told as a listener, so that none is counted twice.
 */
final class PresentClient implements ConnectionListener {

	private final SodpClient client;

	private final List<DeclaredPresence> presences = new CopyOnWriteArrayList<>();

	/** Keeps calls of the methods apart and in the order of the sessions. */
	private final ReentrantLock supplyLock = new ReentrantLock();

	private volatile boolean wanted;

	private volatile boolean live;

	/** Number of the session, so that a method is called once in each. */
	private final AtomicInteger session = new AtomicInteger(1);

	PresentClient(SodpClient client) {
		this.client = client;
		client.addConnectionListener(this);
		this.live = client.status().state().isLive();
	}

	@Override
	public void onStateChange(ConnectionState previous, ConnectionStatus status) {
		boolean begins = !this.live && status.state().isLive();
		if (begins) {
			this.session.incrementAndGet();
		}
		this.live = status.state().isLive();
		if (begins) {
			supply(this.presences);
		}
	}

	private void supply(List<DeclaredPresence> which) {
		this.supplyLock.lock();
		try {
			for (DeclaredPresence presence : which) {
				int current = this.session.get();
				if (isWanted()) {
					presence.supply(current, () -> isWanted() && this.session.get() == current);
				}
			}
		}
		finally {
			this.supplyLock.unlock();
		}
	}

	private boolean isWanted() {
		return this.wanted && this.live;
	}

	void add(DeclaredPresence presence) {
		this.presences.add(presence);
		if (isWanted()) {
			CompletableFuture.runAsync(() -> supply(List.of(presence)));
		}
	}

	/** Begins; in another thread, because the methods may block. */
	void start() {
		this.wanted = true;
		if (this.live) {
			CompletableFuture.runAsync(() -> supply(this.presences));
		}
	}

	/** Ends, after a call that is under way. */
	CompletableFuture<?> stop() {
		this.wanted = false;
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
