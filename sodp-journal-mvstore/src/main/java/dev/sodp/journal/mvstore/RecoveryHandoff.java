// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.sodp.server.journal.JournalException;
import dev.sodp.server.journal.JournalRecovery;
import org.jspecify.annotations.Nullable;

/**
 * Brings what the journal's thread reads to the thread that opens the journal, which
 * decodes it, and of which nothing is held up for longer than it takes.
 */
final class RecoveryHandoff {

	private static final int CAPACITY = 8;

	private static final long CHECK_MILLIS = 100;

	private final BlockingQueue<Step> steps = new ArrayBlockingQueue<>(CAPACITY);

	private volatile boolean abandoned;

	void keys(List<Key> keys) {
		put((recovery) -> {
			// Decoding is most of the work, and the order of keys does not matter.
			List<RecoveredKey> decoded = keys.parallelStream().map((key) -> key.stored.decode(key.trimmed)).toList();
			decoded.forEach((key) -> key.recover(recovery));
			return null;
		});
	}

	void presence(List<StoredPresence> presence) {
		put((recovery) -> {
			presence.forEach((path) -> recovery.presence(path.key(), path.path(), path.owner()));
			return null;
		});
	}

	void done(String epoch, List<StoredMeta.Gap> gaps, long counter, long forgotten) {
		put((recovery) -> {
			gaps.forEach((gap) -> recovery.gap(gap.first(), gap.last()));
			recovery.counter(counter, forgotten);
			return epoch;
		});
	}

	/** What was handed over before does not count. */
	void failed(RuntimeException failure) {
		this.steps.clear();
		this.steps.add((recovery) -> {
			throw failure;
		});
	}

	private void put(Step step) {
		boolean put = false;
		while (!put) {
			if (this.abandoned) {
				throw new AbandonedException();
			}
			put = offer(step);
		}
	}

	/** The journal's thread ignores interrupts. */
	private boolean offer(Step step) {
		try {
			return this.steps.offer(step, CHECK_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

	boolean isAbandoned() {
		return this.abandoned;
	}

	/**
	 * Takes everything.
	 * @param recovery what to give it to
	 * @return the epoch
	 */
	String receive(JournalRecovery recovery) {
		boolean complete = false;
		try {
			String epoch = null;
			while (epoch == null) {
				epoch = this.steps.take().run(recovery);
			}
			complete = true;
			return epoch;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new JournalException("Interrupted while the journal was read", "Start again.", ex);
		}
		finally {
			this.abandoned = !complete;
		}
	}

	/**
	 * A key and how much of its log to leave out.
	 *
	 * @param stored the key
	 * @param trimmed how many of the oldest changes are beyond the limits
	 */
	record Key(StoredKey stored, int trimmed) {
	}

	/** The one who opens the journal gave up. */
	static final class AbandonedException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

	private interface Step {

		@Nullable String run(JournalRecovery recovery);

	}

}
