// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import dev.sodp.internal.SerialQueue;
import dev.sodp.server.ChangeOrigin;
import dev.sodp.server.CommittedChange;
import dev.sodp.server.SodpServer;
import dev.sodp.server.StateListener;

/**
 * The listeners of the hosting application. Each has its own queue, so that it sees the
 * changes in the order of their versions and a slow one delays no other.
 */
final class ChangeListeners implements Consumer<CommittedChange> {

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
			if (change.origin() == ChangeOrigin.OTHER_NODE && !entry.listener.includesOtherNodes()) {
				continue;
			}
			entry.changes.offer(change);
			if (entry.changes.claim()) {
				this.afterStep.accept(entry.changes);
			}
		}
	}

	private static final class Entry {

		private final SerialQueue<CommittedChange> changes = new SerialQueue<>(new ConcurrentLinkedQueue<>(),
				this::notifyListener, this::failed);

		private final FailureLog failures = new FailureLog(System::nanoTime);

		private final StateListener listener;

		private volatile boolean closed;

		Entry(StateListener listener) {
			this.listener = listener;
		}

		private void notifyListener(CommittedChange change) {
			if (!this.closed) {
				this.listener.onChange(change);
			}
		}

		private void failed(CommittedChange change, Throwable failure) {
			this.failures.failed("A listener failed on version " + change.version() + " of '" + change.key() + "'",
					failure);
		}

	}

}
