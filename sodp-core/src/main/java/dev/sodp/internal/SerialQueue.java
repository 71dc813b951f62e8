// SPDX-License-Identifier: Apache-2.0

package dev.sodp.internal;

import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Items that are handled one after another in the order they came in, by whichever thread
 * {@linkplain #run() runs} the queue. Many threads may add.
 *
 * @param <T> type of the items
 */
public final class SerialQueue<T> implements Runnable {

	private final Queue<T> items;

	private final Consumer<? super T> handler;

	private final BiConsumer<? super T, Throwable> onFailure;

	private final Turn turn;

	/**
	 * Creates a queue.
	 * @param items an empty queue, thread-safe; it decides how many items may wait
	 * @param handler handles one item
	 * @param onFailure takes the item and what the handler threw, errors included: the
	 * items behind it are handled all the same; must not throw
	 */
	public SerialQueue(Queue<T> items, Consumer<? super T> handler, BiConsumer<? super T, Throwable> onFailure) {
		this.items = items;
		this.handler = handler;
		this.onFailure = onFailure;
		this.turn = new Turn(() -> !items.isEmpty());
	}

	/**
	 * Adds an item, to be handled once a caller that {@linkplain #claim() claims} the
	 * queue runs it.
	 * @param item the item
	 * @return false if there is no room for it
	 */
	public boolean offer(T item) {
		return this.items.offer(item);
	}

	/**
	 * Asks for the queue to be run; must be called after each {@link #offer}, at once or
	 * a little later.
	 * @return true if the caller must make sure that {@link #run()} is called, or
	 * {@link #unclaim()} if that is impossible; false if another thread does, or there is
	 * nothing to handle
	 */
	public boolean claim() {
		return !this.items.isEmpty() && this.turn.take();
	}

	/** Leaves the waiting items to the next caller that claims the queue. */
	public void unclaim() {
		this.turn.giveBack();
	}

	/** Handles the items, also those that arrive meanwhile; called after a claim only. */
	@Override
	public void run() {
		do {
			for (T item = this.items.poll(); item != null; item = this.items.poll()) {
				handle(item);
			}
		}
		while (this.turn.retake());
	}

	private void handle(T item) {
		try {
			this.handler.accept(item);
		}
		catch (Throwable ex) {
			this.onFailure.accept(item, ex);
		}
	}

	/** Drops the waiting items. */
	public void clear() {
		this.items.clear();
	}

}
