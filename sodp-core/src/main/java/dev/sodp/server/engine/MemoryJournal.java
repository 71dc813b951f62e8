// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.Objects;

import dev.sodp.server.journal.Journal;
import dev.sodp.server.journal.JournalListener;
import dev.sodp.server.journal.JournalRecovery;
import dev.sodp.server.journal.JournalStatus;
import dev.sodp.server.journal.LogLimits;
import dev.sodp.server.journal.Proposal;
import org.jspecify.annotations.Nullable;

/**
 * Keeps nothing: every proposal is committed at once, and all is gone with the process.
 */
public final class MemoryJournal implements Journal {

	private final String epoch;

	private @Nullable JournalListener listener;

	private long version;

	/**
	 * Creates an empty journal.
	 * @param epoch identifies the history, so a different one for each start
	 */
	public MemoryJournal(String epoch) {
		this.epoch = epoch;
	}

	@Override
	public String open(LogLimits limits, JournalRecovery recovery, JournalListener newListener) {
		this.listener = newListener;
		return this.epoch;
	}

	@Override
	public void append(Proposal proposal) {
		long given = proposal.changesValue() ? ++this.version : 0;
		Objects.requireNonNull(this.listener, "The journal is not open").committed(proposal, given);
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
	}

}
