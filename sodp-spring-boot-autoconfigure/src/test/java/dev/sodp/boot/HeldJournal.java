// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import dev.sodp.server.journal.Commit;
import dev.sodp.server.journal.Journal;
import dev.sodp.server.journal.JournalListener;
import dev.sodp.server.journal.JournalRecovery;
import dev.sodp.server.journal.JournalStatus;
import dev.sodp.server.journal.LogLimits;
import dev.sodp.server.journal.Proposal;

/**
 * A journal that commits when a test wants it to.
 */
final class HeldJournal implements Journal {

	private final BlockingQueue<Proposal> waiting = new LinkedBlockingQueue<>();

	private JournalListener listener;

	private long version;

	@Override
	public String open(LogLimits limits, JournalRecovery recovery, JournalListener newListener) {
		this.listener = newListener;
		return "epoch";
	}

	@Override
	public void append(Proposal proposal) {
		this.waiting.add(proposal);
	}

	int waiting() {
		return this.waiting.size();
	}

	void commit() {
		List<Proposal> batch = new ArrayList<>();
		this.waiting.drainTo(batch);
		List<Commit> commits = new ArrayList<>();
		batch.forEach((proposal) -> commits.add(new Commit(proposal.toChange(++this.version), proposal)));
		this.listener.committed(commits);
	}

	@Override
	public void forget(String key, long deletion) {
	}

	@Override
	public JournalStatus status() {
		return JournalStatus.MEMORY;
	}

	@Override
	public void close() {
		commit();
	}

}
