// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.util.List;
import java.util.concurrent.CompletionStage;

import dev.sodp.server.journal.ClusterStatus;
import dev.sodp.server.journal.JournalListener;
import dev.sodp.server.journal.JournalRecovery;
import dev.sodp.server.journal.JournalStatus;
import dev.sodp.server.journal.LogLimits;
import dev.sodp.server.journal.Proposal;
import dev.sodp.server.journal.SharedJournal;
import dev.sodp.server.journal.SharedJournalListener;
import org.jspecify.annotations.Nullable;

/** The journal of a node whose state is kept in a {@link SharedLog}. */
public final class SharedLogJournal implements SharedJournal {

	/**
	 * Creates a journal.
	 * @param log keeps the state; closed with the journal
	 * @param settings how it works
	 */
	public SharedLogJournal(SharedLog log, SharedLogSettings settings) {
		throw new UnsupportedOperationException();
	}

	@Override
	public String node() {
		throw new UnsupportedOperationException();
	}

	@Override
	public ClusterStatus cluster() {
		throw new UnsupportedOperationException();
	}

	@Override
	public @Nullable String refusal() {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<List<String>> keys(String prefix, @Nullable String after, int limit) {
		throw new UnsupportedOperationException();
	}

	@Override
	public String open(LogLimits limits, JournalRecovery recovery, JournalListener listener) {
		throw new UnsupportedOperationException();
	}

	@Override
	public JournalStatus status() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void share(SharedJournalListener listener) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void hold(String key) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void release(String key) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void follow(String prefix) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void unfollow(String prefix) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void synchronize(Synchronization result) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void removed(String node) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void append(Proposal proposal) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void forget(String key, long version) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void close() {
		throw new UnsupportedOperationException();
	}

}
