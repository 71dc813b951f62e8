// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.journal.JournalFailure;

/** What can become of proposals and requests beside their being carried out. */
final class LogFailures {

	/** It was not carried out. */
	static final JournalFailure UNREACHABLE = new JournalFailure(ErrorCode.UNAVAILABLE,
			"The cluster's log cannot be reached", null);

	/** It was not carried out. */
	static final JournalFailure FENCED = new JournalFailure(ErrorCode.UNAVAILABLE,
			"The cluster has taken this node for dead", null);

	/** It was not carried out. */
	static final JournalFailure BEHIND = new JournalFailure(ErrorCode.UNAVAILABLE,
			"This node is behind the others, and not catching up", null);

	/** It was not carried out. */
	static final JournalFailure CLOSED = new JournalFailure(ErrorCode.UNAVAILABLE, "The server is closed", null);

	/** It may have been carried out. */
	static final JournalFailure OUTCOME_UNKNOWN = new JournalFailure(ErrorCode.TIMEOUT,
			"The cluster's log has not answered, so that it is not known whether the change was made", null);

	/** It was carried out. */
	static final JournalFailure UNCONFIRMED = new JournalFailure(ErrorCode.TIMEOUT,
			"Not enough replicas have confirmed the change, so that it may be lost", null);

	private LogFailures() {
	}

}
