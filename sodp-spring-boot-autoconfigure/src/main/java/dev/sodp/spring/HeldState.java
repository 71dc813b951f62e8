// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import dev.sodp.client.AsyncStateChangeListener;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.DeliveryMode;
import dev.sodp.client.KeyState;
import dev.sodp.client.KeyStatus;
import dev.sodp.client.SodpClient;
import dev.sodp.client.StateChange;
import dev.sodp.client.StateChangeListener;
import dev.sodp.client.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * What all states have in common: the watch that is held from the beginning to the end,
 * and those who are notified of changes.
 *
 * @param <T> type of the value
 */
abstract class HeldState<T> implements SodpState<T> {

	private final SodpClient client;

	private final String key;

	private final Instant begun = Instant.now();

	private final ReentrantLock holdLock = new ReentrantLock();

	private volatile @Nullable Subscription hold;

	private volatile boolean closed;

	private final Set<ChangeSubscription<T>> subscribers = ConcurrentHashMap.newKeySet();

	/**
	 * Creates it.
	 * @param key the key, or a pattern that stands for all keys with a prefix
	 */
	HeldState(SodpClient client, String key) {
		this.client = client;
		this.key = key;
	}

	/** Begins to watch. */
	abstract Subscription hold();

	/** Has a listener notified of each change, by an executor or by the client's. */
	abstract Subscription subscribe(AsyncStateChangeListener<T> listener, DeliveryMode mode,
			@Nullable Executor executor);

	/** To be called once, by the constructor of each subclass at its end. */
	final void begin() {
		this.hold = hold();
	}

	/**
	 * Returns the client after making sure that it watches the key: an {@code unwatch}
	 * elsewhere ends every watch of the key, including this one.
	 */
	final SodpClient watching() {
		if (isLost() && this.client.status().state() != ConnectionState.CLOSED) {
			this.holdLock.lock();
			try {
				if (isLost()) {
					this.hold = hold();
				}
			}
			catch (IllegalStateException ex) {
				// Closed in the meantime, so there is nothing left to watch.
			}
			finally {
				this.holdLock.unlock();
			}
		}
		return this.client;
	}

	private boolean isLost() {
		Subscription current = this.hold;
		return !this.closed && (current == null || !current.isActive());
	}

	/** Returns the client as it is. */
	final SodpClient client() {
		return this.client;
	}

	@Override
	public final String key() {
		return this.key;
	}

	@Override
	public KeyStatus status() {
		return watching().keyStatus(this.key)
			.orElseGet(() -> new KeyStatus(this.key, KeyState.RESTORING, 0, false, this.begun, Optional.of(this.begun),
					0));
	}

	@Override
	public final CompletableFuture<T> await(Predicate<? super T> condition, Duration timeout) {
		ValueWait<T> wait = new ValueWait<>(condition, timeout, this);
		wait.begin((listener) -> subscribe(listener, DeliveryMode.EVERY, wait.executor()));
		return wait.future();
	}

	@Override
	public final Subscription onChange(StateChangeListener<T> listener) {
		return subscribe(AsyncStateChangeListener.of(listener), DeliveryMode.EVERY, null);
	}

	@Override
	public final Flow.Publisher<StateChange<T>> changes() {
		return (subscriber) -> {
			ChangeSubscription<T> subscription = new ChangeSubscription<>(subscriber,
					(listener) -> subscribe(listener, DeliveryMode.LATEST, null), this.subscribers::remove);
			this.subscribers.add(subscription);
			subscriber.onSubscribe(subscription);
			if (this.closed || this.client.status().state() == ConnectionState.CLOSED) {
				subscription.complete();
			}
		};
	}

	/** Releases the key and completes the subscribers. */
	void close() {
		this.holdLock.lock();
		try {
			this.closed = true;
			Subscription current = this.hold;
			if (current != null) {
				current.close();
			}
		}
		finally {
			this.holdLock.unlock();
		}
		List.copyOf(this.subscribers).forEach(ChangeSubscription::complete);
	}

	@Override
	public final String toString() {
		return "SodpState[" + this.key + "]";
	}

}
