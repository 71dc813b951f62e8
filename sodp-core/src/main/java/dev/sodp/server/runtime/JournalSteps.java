// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.List;
import java.util.function.Consumer;

import dev.sodp.server.journal.Commit;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.JournalListener;
import dev.sodp.server.journal.Proposal;

/**
 * Takes the answers of a journal into the engine: within the step in which it was given a
 * proposal, or in a step of their own.
 */
final class JournalSteps implements JournalListener {

	private final EngineDriver driver;

	private final JournalListener engine;

	JournalSteps(EngineDriver driver, JournalListener engine) {
		this.driver = driver;
		this.engine = engine;
	}

	@Override
	public void committed(List<Commit> commits) {
		answer((target) -> target.committed(commits));
	}

	@Override
	public void committed(Proposal proposal, long version) {
		if (this.driver.isStepping()) {
			this.engine.committed(proposal, version);
		}
		else {
			this.driver.run((target) -> this.engine.committed(proposal, version));
		}
	}

	@Override
	public void conflict(Proposal proposal) {
		answer((target) -> target.conflict(proposal));
	}

	@Override
	public void failed(Proposal proposal, JournalFailure failure) {
		answer((target) -> target.failed(proposal, failure));
	}

	private void answer(Consumer<JournalListener> content) {
		if (this.driver.isStepping()) {
			content.accept(this.engine);
		}
		else {
			this.driver.run((target) -> content.accept(this.engine));
		}
	}

}
