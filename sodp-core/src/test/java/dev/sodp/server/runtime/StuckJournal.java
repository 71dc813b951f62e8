// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.sodp.server.journal.Commit;
import dev.sodp.server.journal.Journal;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.JournalListener;
import dev.sodp.server.journal.JournalRecovery;
import dev.sodp.server.journal.JournalStatus;
import dev.sodp.server.journal.LogLimits;
import dev.sodp.server.journal.Proposal;
import org.jspecify.annotations.Nullable;

/** A journal that commits when a test asks for it, from another thread's view. */
final class StuckJournal implements Journal {

	private final Queue<Proposal> waiting = new ConcurrentLinkedQueue<>();

	private @Nullable JournalListener listener;

	private volatile @Nullable JournalFailure refusal;

	private long version;

	@Override
	public String open(LogLimits limits, JournalRecovery recovery, JournalListener newListener) {
		this.listener = newListener;
		return "epoch";
	}

	@Override
	public void append(Proposal proposal) {
		JournalFailure current = this.refusal;
		if (current != null) {
			listener().failed(proposal, current);
		}
		else {
			this.waiting.add(proposal);
		}
	}

	void commit() {
		List<Commit> commits = new ArrayList<>();
		Proposal next = this.waiting.poll();
		while (next != null) {
			commits.add(new Commit(next.toChange(++this.version), next));
			next = this.waiting.poll();
		}
		listener().committed(commits);
	}

	void refuse(JournalFailure failure) {
		this.refusal = failure;
	}

	private JournalListener listener() {
		return Objects.requireNonNull(this.listener, "not open");
	}

	@Override
	public void forget(String key, long deletion) {
	}

	@Override
	public JournalStatus status() {
		JournalFailure current = this.refusal;
		return new JournalStatus((current != null) ? current.message() : null, this.waiting.size(), 0, 0);
	}

	@Override
	public void close() {
	}

}
