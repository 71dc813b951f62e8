// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.journal.Commit;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.JournalListener;
import dev.sodp.server.journal.Proposal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proposals of one commit, and what becomes of each. A proposal counts only if what
 * it builds on does: others were computed on a value that never came to be.
 */
final class Batch {

	private static final Logger log = LoggerFactory.getLogger(Batch.class);

	private static final JournalFailure UNFOUNDED = new JournalFailure(ErrorCode.UNAVAILABLE,
			"A change that this one builds on was not stored", null);

	private final StoredState state;

	private final VersionBound versions;

	/**
	 * Keys with a failed proposal, on which others may build until its failure is known.
	 */
	private final Set<String> failedKeys;

	private final List<Answer> answers = new ArrayList<>();

	private long bytes;

	/**
	 * Creates an empty batch.
	 * @param state what it is written to
	 * @param versions gives the versions
	 * @param failedKeys keys whose last proposal failed; kept from batch to batch
	 */
	Batch(StoredState state, VersionBound versions, Set<String> failedKeys) {
		this.state = state;
		this.versions = versions;
		this.failedKeys = failedKeys;
	}

	static Set<String> noFailedKeys() {
		return new HashSet<>();
	}

	long bytes() {
		return this.bytes;
	}

	void add(Work work) {
		if (work instanceof Work.Append append) {
			add(append);
		}
		else if (work instanceof Work.Forget forget) {
			this.state.forget(forget.key(), forget.version());
		}
	}

	private void add(Work.Append append) {
		Proposal proposal = append.proposal();
		if (append.answered()) {
			write(proposal, append.version());
			return;
		}
		Answer answer = new Answer(proposal);
		this.answers.add(answer);
		if (!isFounded(proposal)) {
			fail(answer, UNFOUNDED);
			return;
		}
		long version = proposal.changesValue() ? this.versions.next() : 0;
		write(proposal, version);
		answer.commit = new Commit(proposal.toChange(version), proposal);
	}

	private boolean isFounded(Proposal proposal) {
		String key = proposal.key();
		if (proposal.baseVersion() < 0) {
			return !this.failedKeys.contains(key);
		}
		this.failedKeys.remove(key);
		return !proposal.persistent() || proposal.baseVersion() == this.state.version(key);
	}

	private void write(Proposal proposal, long version) {
		this.bytes += proposal.encodedOps().length + this.state.write(proposal, version);
	}

	/** The batch did not come to be. */
	void fail(JournalFailure failure) {
		this.answers.forEach((answer) -> {
			if (answer.failure == null) {
				fail(answer, failure);
			}
		});
	}

	private void fail(Answer answer, JournalFailure failure) {
		answer.commit = null;
		answer.failure = failure;
		this.failedKeys.add(answer.proposal.key());
	}

	/** A proposal that was not even tried. */
	void fail(Work work, JournalFailure failure) {
		if (work instanceof Work.Append append && !append.answered()) {
			Answer answer = new Answer(append.proposal());
			this.answers.add(answer);
			fail(answer, failure);
		}
	}

	/**
	 * Answers, in the order of the proposals. Whatever a listener throws, the others are
	 * answered too.
	 * @param listener to whom
	 * @return an error of the listener, or null
	 */
	@Nullable Error answer(JournalListener listener) {
		List<Commit> commits = new ArrayList<>();
		Error error = null;
		for (int i = 0; i < this.answers.size(); i++) {
			Answer answer = this.answers.get(i);
			if (answer.commit != null) {
				commits.add(answer.commit);
			}
			boolean last = i == this.answers.size() - 1 || this.answers.get(i + 1).commit == null;
			if (last && !commits.isEmpty()) {
				List<Commit> told = commits;
				commits = new ArrayList<>();
				error = tell(() -> listener.committed(told), error);
			}
			JournalFailure failure = answer.failure;
			if (failure != null) {
				error = tell(() -> listener.failed(answer.proposal, failure), error);
			}
		}
		return error;
	}

	private static @Nullable Error tell(Runnable call, @Nullable Error before) {
		try {
			call.run();
		}
		catch (RuntimeException ex) {
			log.error("An answer of the journal was not taken", ex);
		}
		catch (Error ex) {
			return ex;
		}
		return before;
	}

	private static final class Answer {

		private final Proposal proposal;

		private @Nullable Commit commit;

		private @Nullable JournalFailure failure;

		private Answer(Proposal proposal) {
			this.proposal = proposal;
		}

	}

}
