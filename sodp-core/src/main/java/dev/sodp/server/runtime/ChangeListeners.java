// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import dev.sodp.server.CommittedChange;
import dev.sodp.server.SodpServer;
import dev.sodp.server.StateListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of the hosting application. Each has its own queue, so that it sees the
 * changes in the order of their versions and a slow one delays no other.
 */
final class ChangeListeners implements Consumer<CommittedChange> {

	private static final Logger log = LoggerFactory.getLogger(ChangeListeners.class);

	private final List<Entry> entries = new CopyOnWriteArrayList<>();

	private final Consumer<Runnable> afterStep;

	/**
	 * Creates the registry.
	 * @param afterStep starts a task after the current step
	 */
	ChangeListeners(Consumer<Runnable> afterStep) {
		this.afterStep = afterStep;
	}

	SodpServer.Registration add(StateListener listener) {
		Entry entry = new Entry(listener);
		this.entries.add(entry);
		return () -> {
			this.entries.remove(entry);
			entry.closed = true;
		};
	}

	/**
	 * Queues a change for all listeners.
	 * @param change the change
	 */
	@Override
	public void accept(CommittedChange change) {
		for (Entry entry : this.entries) {
			entry.changes.add(change);
			if (entry.claim()) {
				this.afterStep.accept(entry);
			}
		}
	}

	private static final class Entry implements Runnable {

		private final Queue<CommittedChange> changes = new ConcurrentLinkedQueue<>();

		private final AtomicBoolean scheduled = new AtomicBoolean();

		private final StateListener listener;

		private volatile boolean closed;

		Entry(StateListener listener) {
			this.listener = listener;
		}

		boolean claim() {
			return this.scheduled.compareAndSet(false, true);
		}

		@Override
		public void run() {
			do {
				tell();
				this.scheduled.set(false);
			}
			while (!this.changes.isEmpty() && claim());
		}

		private void tell() {
			CommittedChange change = this.changes.poll();
			while (change != null) {
				if (!this.closed) {
					tell(change);
				}
				change = this.changes.poll();
			}
		}

		private void tell(CommittedChange change) {
			try {
				this.listener.onChange(change);
			}
			catch (RuntimeException | Error ex) {
				// An error too, or this queue would grow and never be emptied.
				log.error("A listener failed on version {} of '{}'", change.version(), change.key(), ex);
			}
		}

	}

}
