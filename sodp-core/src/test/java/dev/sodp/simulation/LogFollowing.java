// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Predicate;

import dev.sodp.server.journal.shared.LogEntry;
import dev.sodp.server.journal.shared.LogFollower;

/**
 * Follows a {@link SimulatedPartition} at its own pace, whatever commands are doing.
 */
final class LogFollowing {

	private static final Duration QUIET = Duration.ofSeconds(1);

	private static final int MOST = 64;

	private final SimulatedLogConnection connection;

	private final SimulatedStore store;

	private final SimulatedProcess process;

	private final StoreFaults faults;

	private final Predicate<String> interest;

	private final LogFollower listener;

	private long position;

	private boolean polling;

	private long lastPoll;

	private long lastDelivery;

	/** What the listener has yet to be called with. */
	private final Queue<Runnable> received = new ArrayDeque<>();

	/** Whether the thread that calls the listener does something else. */
	private boolean busy;

	LogFollowing(SimulatedLogConnection connection, SimulatedStore store, SimulatedProcess process, StoreFaults faults,
			long after, Predicate<String> interest, LogFollower listener) {
		this.connection = connection;
		this.store = store;
		this.process = process;
		this.faults = faults;
		this.position = after;
		this.interest = interest;
		this.listener = listener;
		poll();
		whenQuiet();
	}

	void poll() {
		if (!this.polling && !this.connection.isOver()) {
			this.polling = true;
			this.store.time().after(this.faults.lag(), () -> this.connection.execute(this::fetch));
		}
	}

	/** In spite of silence it is known how far the log goes. */
	private void whenQuiet() {
		this.store.time().after(QUIET, () -> {
			if (!this.connection.isOver() && !this.connection.isSevered()) {
				if (this.store.nanos() - this.lastPoll >= QUIET.toNanos()) {
					poll();
				}
				whenQuiet();
			}
		});
	}

	private void fetch() {
		SimulatedPartition partition = this.store.partition();
		this.polling = false;
		this.lastPoll = this.store.nanos();
		boolean complete = partition.isComplete(this.position);
		List<LogEntry> entries = partition.after(this.position, MOST);
		if (!entries.isEmpty()) {
			this.position = entries.get(entries.size() - 1).position().number();
		}
		long last = this.position;
		this.lastDelivery = Math.max(this.lastDelivery, this.connection.arrival());
		this.process.at(this.lastDelivery, () -> {
			if (!this.connection.isOver()) {
				receive(entries, last, complete);
			}
		});
		if (entries.size() == MOST) {
			poll();
		}
	}

	private void receive(List<LogEntry> entries, long last, boolean complete) {
		List<LogEntry> wanted = entries.stream().filter((entry) -> this.interest.test(entry.key())).toList();
		this.received.add(() -> this.listener.advanced(wanted, last, complete));
		if (this.busy) {
			return;
		}
		if (this.faults.rarely(10)) {
			this.busy = true;
			this.process.at(this.connection.arrival(), () -> {
				this.busy = false;
				tell();
			});
		}
		else {
			tell();
		}
	}

	private void tell() {
		while (!this.received.isEmpty() && !this.connection.isOver()) {
			this.received.remove().run();
		}
	}

}
