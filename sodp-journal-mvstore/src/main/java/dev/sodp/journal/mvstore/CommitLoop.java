// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.JournalListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what waits, batch by batch: what comes in while one is on its way to the disk
 * goes into the next. Runs on the journal's thread.
 */
final class CommitLoop {

	private static final Logger log = LoggerFactory.getLogger(CommitLoop.class);

	/** A batch takes no more once it has this many bytes. */
	private static final long BATCH_BYTES = 1024 * 1024;

	/** How often a full disk is asked whether there is room again. */
	private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final String BROKEN = "the journal failed and needs a restart";

	private static final JournalFailure UNAVAILABLE = new JournalFailure(ErrorCode.UNAVAILABLE,
			"The server's storage is not available", null);

	private static final JournalFailure FULL = new JournalFailure(ErrorCode.FULL, "The server's storage is full", null);

	private final OpenStore store;

	private final StoredState state;

	private final VersionBound versions;

	private final WorkQueue queue;

	private final JournalState status;

	private final FreeSpace space;

	private final JournalListener listener;

	private final Maintenance maintenance;

	/** Time between commits; null to commit whenever something waits. */
	private final @Nullable Duration interval;

	private final Set<String> failedKeys = Batch.noFailedKeys();

	private long lastCommit = System.nanoTime();

	CommitLoop(OpenStore store, StoredState state, VersionBound versions, WorkQueue queue, JournalState status,
			FreeSpace space, JournalListener listener, Maintenance maintenance, @Nullable Duration interval) {
		this.store = store;
		this.state = state;
		this.versions = versions;
		this.queue = queue;
		this.status = status;
		this.space = space;
		this.listener = listener;
		this.maintenance = maintenance;
		this.interval = interval;
	}

	/** Goes on until the queue is closed and everything in it is answered. */
	void run() {
		boolean done = false;
		while (!done) {
			try {
				awaitWork();
				step();
				done = isDone();
			}
			catch (Throwable ex) {
				breakDown(ex);
			}
		}
	}

	private boolean isDone() {
		if (!this.queue.isClosing()) {
			return false;
		}
		if (this.queue.isEmpty()) {
			return true;
		}
		String refusal = this.status.refusal();
		if (refusal != null && this.interval != null) {
			log.error("{} changes that were acknowledged are lost, as the journal is closed and cannot be written: {}",
					this.queue.proposals(), refusal);
			return true;
		}
		return false;
	}

	private void awaitWork() {
		boolean refusing = this.status.refusal() != null;
		if (this.maintenance.hasWork() && !refusing) {
			return;
		}
		if (this.interval == null || this.queue.isEmpty()) {
			this.queue.await(refusing ? RETRY_NANOS : Long.MAX_VALUE, true);
		}
		if (this.interval != null) {
			long next = this.lastCommit + this.interval.toNanos();
			this.queue.await(refusing ? RETRY_NANOS : next - System.nanoTime(), false);
		}
	}

	private void step() {
		if (this.status.isBroken()) {
			refuse(UNAVAILABLE);
			return;
		}
		String refusal = this.space.refusal(this.queue.bytes() + this.state.largestValue());
		refuse(refusal);
		if (refusal == null) {
			commitBatch();
			return;
		}
		if (this.interval == null) {
			refuse(FULL);
		}
	}

	private void refuse(@Nullable String refusal) {
		if (refusal != null && this.status.refusal() == null) {
			log.error("The journal accepts no changes: {}", refusal);
		}
		else if (refusal == null && this.status.refusal() != null) {
			log.info("The journal accepts changes again");
		}
		this.status.refuse(refusal);
	}

	private void refuse(JournalFailure failure) {
		Batch refused = new Batch(this.state, this.versions, this.failedKeys);
		int lost = 0;
		Work work;
		while ((work = this.queue.poll()) != null) {
			refused.fail(work, failure);
			lost += (work instanceof Work.Append append && append.answered()) ? 1 : 0;
		}
		answer(refused);
		if (lost > 0) {
			log.error("{} changes that were acknowledged are lost, as the journal failed", lost);
		}
	}

	private void commitBatch() {
		Batch batch = new Batch(this.state, this.versions, this.failedKeys);
		try {
			if (take(batch)) {
				commit(batch);
			}
		}
		finally {
			answer(batch);
		}
		if (!this.status.isBroken()) {
			this.maintenance.afterCommit();
		}
	}

	private boolean take(Batch batch) {
		try {
			Work work;
			while (batch.bytes() < BATCH_BYTES && this.versions.hasNext() && (work = this.queue.poll()) != null) {
				batch.add(work);
			}
			this.versions.renew();
			this.maintenance.beforeCommit();
			return true;
		}
		catch (Throwable ex) {
			batch.fail(UNAVAILABLE);
			breakDown(ex);
			return false;
		}
	}

	private void commit(Batch batch) {
		try {
			this.lastCommit = System.nanoTime();
			if (this.store.commit()) {
				this.versions.synced();
				this.status.committed(this.store.bytes());
				this.maintenance.committed();
			}
		}
		catch (Throwable ex) {
			batch.fail(new JournalFailure(ErrorCode.TIMEOUT, "It is not known whether the change was stored", ex));
			breakDown(ex);
		}
	}

	/**
	 * A sync that failed is not tried again: the system may have dropped what it was
	 * about. And what a store looks like that ran out of memory is not known.
	 */
	private void breakDown(Throwable cause) {
		this.status.breakDown(BROKEN);
		try {
			Throwable reason = cause;
			for (Throwable next = cause; next != null; next = next.getCause()) {
				reason = next;
			}
			this.status.breakDown(BROKEN + ": " + reason);
			log.error("The journal accepts no changes until the server is started again", cause);
			this.maintenance.stop();
			this.store.abandon();
		}
		catch (Throwable ex) {
			// Such as having no memory even for that; nothing is written any more.
		}
	}

	private void answer(Batch batch) {
		Error failure = batch.answer(this.listener);
		if (failure != null) {
			breakDown(failure);
		}
	}

}
