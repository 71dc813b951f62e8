// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;

import dev.sodp.server.journal.Commit;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.JournalListener;
import dev.sodp.server.journal.Proposal;

/**
 * What the journal answers, in its order: at once if it answers while it is given the
 * proposal, since whoever writes never waits, and else at the pace of {@link Telling}.
 */
final class JournalAnswers implements JournalListener {

	private final MutationPipeline pipeline;

	private final Outcomes outcomes;

	private final Telling telling;

	/** Ends a step. */
	private final Runnable settle;

	JournalAnswers(MutationPipeline pipeline, Outcomes outcomes, Telling telling, Runnable settle) {
		this.pipeline = pipeline;
		this.outcomes = outcomes;
		this.telling = telling;
		this.settle = settle;
	}

	@Override
	public void committed(Proposal proposal, long version) {
		PendingMutation appending = this.pipeline.appending();
		if (appending != null && appending.proposal() == proposal && !this.telling.isBusy()) {
			this.outcomes.committed(appending, version);
		}
		else {
			JournalListener.super.committed(proposal, version);
		}
	}

	@Override
	public void committed(List<Commit> commits) {
		for (Commit commit : commits) {
			String key = commit.change().key();
			if (commit.proposal() == null) {
				this.telling.addForeign(key, (target) -> target.committed(commit));
			}
			else {
				this.telling.add(new Telling.Answer(key, (target) -> target.committed(commit)));
			}
		}
		settle();
	}

	@Override
	public void conflict(Proposal proposal) {
		this.outcomes.doom(proposal.key());
		this.telling.add(new Telling.Answer(proposal.key(), (target) -> target.conflict(proposal)));
		settle();
	}

	@Override
	public void failed(Proposal proposal, JournalFailure failure) {
		PendingMutation appending = this.pipeline.appending();
		if (appending != null && appending.proposal() == proposal) {
			this.outcomes.failed(appending, failure);
			return;
		}
		this.outcomes.doom(proposal.key());
		this.telling.add(new Telling.Answer(proposal.key(), (target) -> target.failed(proposal, failure)));
		settle();
	}

	/** What is answered in the middle of a step is passed on at its end. */
	private void settle() {
		if (this.pipeline.appending() == null) {
			this.settle.run();
		}
	}

}
