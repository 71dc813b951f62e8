// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

import dev.sodp.server.journal.SharedJournal;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what a journal answers in batches, no faster than watchers read, since a
 * session must not be ended by the size of a batch: in steps of a part of what its queue
 * holds, between which the writers of the sessions run. A watcher that does not read is
 * waited for once, and for a limited time.
 */
final class Telling {

	/** Part of a session's queue that a step may fill. */
	private static final int STEP_FRACTION = 8;

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private static final Duration RETRY = Duration.ofMillis(1);

	private final ServerClock clock;

	private final Timers timers;

	private final Watchers watchers;

	private final Outcomes outcomes;

	private final int stepSize;

	private final Queue<Answer> untold = new ArrayDeque<>();

	private Timers.@Nullable Timer next;

	/** The last version up to which everything was passed on. */
	private long told;

	/** When the first answer of the queue began to wait for a watcher. */
	private @Nullable Long stalledAt;

	Telling(ServerClock clock, Timers timers, Watchers watchers, Outcomes outcomes, int backpressureLimit) {
		this.clock = clock;
		this.timers = timers;
		this.watchers = watchers;
		this.outcomes = outcomes;
		this.stepSize = Math.max(1, backpressureLimit / STEP_FRACTION);
	}

	void add(Answer answer) {
		this.untold.add(answer);
	}

	/**
	 * Adds what another node has done.
	 * @param key the key, of which no mutation begins until this has been passed on
	 * @param content passes it on
	 */
	void addForeign(String key, Consumer<Outcomes> content) {
		KeyEntry entry = this.outcomes.expect(key);
		add(new Answer(key, (target) -> {
			content.accept(target);
			target.applied(entry);
		}));
	}

	/**
	 * Does something once all that was added before has been passed on.
	 * @param action called in a step
	 */
	void afterwards(Runnable action) {
		if (isBusy()) {
			add(new Answer("", (target) -> action.run()));
		}
		else {
			action.run();
		}
	}

	/** Goes on, unless the next step is planned already. */
	void run() {
		if (isReady()) {
			tell();
		}
	}

	/** Whether {@link #run()} has something to do. */
	boolean isReady() {
		return this.next == null && isBusy();
	}

	/** Whether there are answers that have not been passed on. */
	boolean isBusy() {
		return !this.untold.isEmpty();
	}

	/**
	 * Up to which version everything that happened anywhere has been passed on.
	 * @param journal the shared journal
	 */
	long told(SharedJournal journal) {
		if (!isBusy()) {
			this.told = journal.known();
		}
		return this.told;
	}

	private void tell() {
		for (int told = 0; told < this.stepSize; told++) {
			Answer answer = this.untold.peek();
			if (answer == null) {
				return;
			}
			if (!haveRoom(answer.key())) {
				schedule(RETRY.toNanos());
				return;
			}
			this.stalledAt = null;
			this.untold.remove();
			answer.content().accept(this.outcomes);
		}
		if (!this.untold.isEmpty()) {
			schedule(0);
		}
	}

	private boolean haveRoom(String key) {
		if (this.watchers.haveRoom(key)) {
			return true;
		}
		long now = this.clock.nanos();
		if (this.stalledAt == null) {
			this.stalledAt = now;
		}
		if (now - this.stalledAt >= PATIENCE.toNanos()) {
			this.watchers.giveUp(key);
			return true;
		}
		return false;
	}

	private void schedule(long delay) {
		this.next = this.timers.schedule(this.clock.nanos() + delay, () -> this.next = null);
	}

	/**
	 * One answer of the journal.
	 *
	 * @param key its key
	 * @param content passes it on
	 */
	record Answer(String key, Consumer<Outcomes> content) {
	}

}
