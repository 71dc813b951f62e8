// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.sodp.client.engine.KeyEvent;
import org.jspecify.annotations.Nullable;

/**
 * Passes the events of all keys with a prefix to one callback: one call at a time for
 * each key, like a watch of several keys. A key has a {@link Delivery} of its own while
 * it has events, and as long as it exists if something is remembered from one event to
 * the next.
 *
 * @param <T> type of the values
 */
final class PrefixDelivery<T> implements Registration {

	private final String pattern;

	private final Function<String, Delivery<T>> factory;

	private final Consumer<PrefixDelivery<T>> onClose;

	private Runnable viewed = () -> {
	};

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, Delivery<T>> deliveries = new HashMap<>();

	private volatile boolean ended;

	/**
	 * Creates it without a key.
	 * @param factory makes the delivery of a key
	 */
	PrefixDelivery(String pattern, Function<String, Delivery<T>> factory, Consumer<PrefixDelivery<T>> onClose) {
		this.pattern = pattern;
		this.factory = factory;
		this.onClose = onClose;
	}

	@Override
	public String key() {
		return this.pattern;
	}

	@Override
	public void accept(KeyEvent event) {
		this.lock.lock();
		try {
			if (!this.ended) {
				this.deliveries.computeIfAbsent(event.meta().key(), this::create).accept(event);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private Delivery<T> create(String key) {
		Delivery<T> delivery = this.factory.apply(key);
		delivery.whenIdle(() -> dispose(delivery));
		return delivery;
	}

	/** Events are added under the same lock, so none can be on its way. */
	private void dispose(Delivery<T> delivery) {
		this.lock.lock();
		try {
			if (delivery.isDisposable()) {
				this.deliveries.remove(delivery.key(), delivery);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void wake(String key) {
		Delivery<T> delivery = find(key);
		if (delivery != null) {
			delivery.wake(key);
		}
	}

	/**
	 * Has an action run whenever the view is complete and its keys have been woken. To be
	 * called before the first event.
	 */
	void whenViewed(Runnable action) {
		this.viewed = action;
	}

	/** An executor that refuses is asked again a little later, as for events. */
	void viewed() {
		if (this.ended) {
			return;
		}
		try {
			this.viewed.run();
		}
		catch (RuntimeException ex) {
			CompletableFuture.delayedExecutor(Delivery.REFUSED_DELAY_MILLIS, TimeUnit.MILLISECONDS)
				.execute(this::viewed);
		}
	}

	private @Nullable Delivery<T> find(String key) {
		this.lock.lock();
		try {
			return this.deliveries.get(key);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public int waiting() {
		this.lock.lock();
		try {
			return this.deliveries.values().stream().mapToInt(Delivery::waiting).sum();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Keys for which something is held. */
	int size() {
		this.lock.lock();
		try {
			return this.deliveries.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void end() {
		this.lock.lock();
		try {
			this.ended = true;
			this.deliveries.values().forEach(Delivery::end);
			this.deliveries.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public List<String> keys() {
		return List.of(this.pattern);
	}

	@Override
	public boolean isActive() {
		return !this.ended;
	}

	@Override
	public void close() {
		end();
		this.onClose.accept(this);
	}

}
