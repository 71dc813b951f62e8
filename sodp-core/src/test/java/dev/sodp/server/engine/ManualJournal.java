// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.journal.Commit;
import dev.sodp.server.journal.Journal;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.JournalListener;
import dev.sodp.server.journal.JournalRecovery;
import dev.sodp.server.journal.JournalStatus;
import dev.sodp.server.journal.LogLimits;
import dev.sodp.server.journal.PresenceChange;
import dev.sodp.server.journal.Proposal;
import dev.sodp.state.DeltaOp;
import org.jspecify.annotations.Nullable;

/** A journal that answers when a test wants it to. */
final class ManualJournal implements Journal {

	private final Deque<Proposal> waiting = new ArrayDeque<>();

	private final boolean pipelined;

	private @Nullable JournalListener listener;

	private long version;

	ManualJournal() {
		this(true);
	}

	ManualJournal(boolean pipelined) {
		this.pipelined = pipelined;
	}

	@Override
	public String open(LogLimits limits, JournalRecovery recovery, JournalListener newListener) {
		this.listener = newListener;
		return "epoch-1";
	}

	@Override
	public void append(Proposal proposal) {
		this.waiting.add(proposal);
	}

	@Override
	public boolean isPipelined() {
		return this.pipelined;
	}

	/** Goes on counting after a version. */
	void countFrom(long last) {
		this.version = last;
	}

	/** What waits for an answer. */
	List<Proposal> waiting() {
		return List.copyOf(this.waiting);
	}

	/** Commits everything that waits, in one batch. */
	void commitAll() {
		List<Commit> commits = new ArrayList<>();
		while (!this.waiting.isEmpty()) {
			Proposal next = this.waiting.remove();
			commits.add(new Commit(next.toChange(next.changesValue() ? ++this.version : 0), next));
		}
		listener().committed(commits);
	}

	/** Commits what has waited for longest. */
	void commitNext() {
		Proposal next = this.waiting.remove();
		listener().committed(List.of(new Commit(next.toChange(next.changesValue() ? ++this.version : 0), next)));
	}

	/** Another node has changed a key. */
	void commitForeign(Proposal other) {
		listener().committed(List.of(new Commit(other.toChange(++this.version), null)));
	}

	/** What another node has proposed. */
	static Proposal foreign(String key, String value) {
		List<DeltaOp> ops = List.of(DeltaOp.add("/", EngineFixture.json(value)));
		return new Proposal(key, 0, EngineFixture.json(value), true, ops, new FrameEncoder().encodeOps(ops), 0, null,
				PresenceChange.NONE, true);
	}

	/** Another node's change came before what has waited for longest. */
	void conflictNext() {
		Proposal next = this.waiting.remove();
		this.waiting.removeIf((proposal) -> proposal.key().equals(next.key()));
		listener().conflict(next);
	}

	/** Fails everything that waits. */
	void failAll(int code) {
		List<Proposal> failing = waiting();
		this.waiting.clear();
		JournalFailure failure = new JournalFailure(code,
				(code == ErrorCode.TIMEOUT) ? "The sync failed" : "The journal is away", null);
		failing.forEach((proposal) -> listener().failed(proposal, failure));
	}

	private JournalListener listener() {
		return Objects.requireNonNull(this.listener, "not open");
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
