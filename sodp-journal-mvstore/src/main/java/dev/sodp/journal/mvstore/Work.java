// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import dev.sodp.server.journal.Proposal;

/**
 * What waits for the journal's thread.
 */
sealed interface Work {

	/**
	 * A proposal.
	 *
	 * @param proposal the proposal
	 * @param version its version if it was answered already, else 0
	 * @param answered whether it was answered already
	 */
	record Append(Proposal proposal, long version, boolean answered) implements Work {
	}

	/**
	 * A deleted key that is not needed any more.
	 *
	 * @param key the key
	 * @param version the version of its deletion
	 */
	record Forget(String key, long version) implements Work {
	}

}
