// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.journal;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import dev.sodp.journal.mvstore.MvStoreJournal;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.journal.Author;
import dev.sodp.server.journal.Change;
import dev.sodp.server.journal.Commit;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.JournalListener;
import dev.sodp.server.journal.JournalRecovery;
import dev.sodp.server.journal.LogLimits;
import dev.sodp.server.journal.PresenceChange;
import dev.sodp.server.journal.PresenceOwner;
import dev.sodp.server.journal.Proposal;
import dev.sodp.state.StatePath;
import tools.jackson.databind.JsonNode;

/**
 * Keeps a number of proposals in flight, as an engine with that many waiting callers
 * does: each answer is followed by the next proposal.
 */
final class Proposer implements JournalListener, JournalRecovery, AutoCloseable {

	private static final Author AUTHOR = new Author("ada", "session");

	private final ReentrantLock step = new ReentrantLock();

	private final FrameEncoder encoder = new FrameEncoder();

	private final MvStoreJournal journal;

	private final long[] started = new long[1 << 20];

	private Workload workload;

	private CompletableFuture<Void> done = new CompletableFuture<>();

	private int proposed;

	private int committed;

	private int wanted;

	private int recovered;

	private int recoveredChanges;

	Proposer(Path directory, LogLimits limits) {
		this.journal = MvStoreJournal.builder(directory).build();
		this.journal.open(limits, this, this);
	}

	MvStoreJournal journal() {
		return this.journal;
	}

	int recovered() {
		return this.recovered;
	}

	int recoveredChanges() {
		return this.recoveredChanges;
	}

	/**
	 * Makes changes and waits until all are committed.
	 * @param workload what to change
	 * @param changes how many
	 * @param inFlight how many at once
	 * @return how long each took, in nanoseconds
	 */
	long[] run(Workload workload, int changes, int inFlight) throws Exception {
		this.step.lock();
		try {
			this.workload = workload;
			this.done = new CompletableFuture<>();
			this.proposed = 0;
			this.committed = 0;
			this.wanted = changes;
			for (int i = 0; i < Math.min(inFlight, changes); i++) {
				propose();
			}
		}
		finally {
			this.step.unlock();
		}
		this.done.get(10, TimeUnit.MINUTES);
		return Arrays.copyOf(this.started, Math.min(changes, this.started.length));
	}

	private void propose() {
		Workload.Key key = this.workload.next(this.proposed);
		Workload.Step change = this.workload.change(key, this.encoder);
		this.started[this.proposed++ % this.started.length] = System.nanoTime();
		long base = (key.pending++ == 0) ? key.version : -1;
		this.journal.append(new Proposal(key.name, base, change.value(), true, change.ops(), change.encoded(),
				System.currentTimeMillis(), AUTHOR, PresenceChange.NONE, true));
	}

	@Override
	public void committed(List<Commit> commits) {
		this.step.lock();
		try {
			for (Commit commit : commits) {
				Workload.Key key = this.workload.key(commit.change().key());
				key.version = commit.change().version();
				key.pending--;
				int index = this.committed++ % this.started.length;
				this.started[index] = System.nanoTime() - this.started[index];
				if (this.proposed < this.wanted) {
					propose();
				}
			}
			if (this.committed == this.wanted) {
				this.done.complete(null);
			}
		}
		finally {
			this.step.unlock();
		}
	}

	@Override
	public void conflict(Proposal proposal) {
		this.done.completeExceptionally(new IllegalStateException("conflict"));
	}

	@Override
	public void failed(Proposal proposal, JournalFailure failure) {
		this.done.completeExceptionally(new IllegalStateException(failure.toString()));
	}

	@Override
	public void key(String key, long version, JsonNode value, long completeSince, List<Change> log) {
		this.recovered++;
		this.recoveredChanges += log.size();
	}

	@Override
	public void presence(String key, StatePath path, PresenceOwner owner) {
		// None is registered.
	}

	@Override
	public void gap(long first, long last) {
		// Nothing is resumed.
	}

	@Override
	public void counter(long version, long forgotten) {
		// The journal counts.
	}

	@Override
	public void close() {
		this.journal.close();
	}

}
