// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.util.List;

import dev.sodp.server.journal.Change;
import dev.sodp.server.journal.JournalRecovery;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A key as the server gets it back.
 *
 * @param name the key
 * @param version its version
 * @param value its value, null if it was deleted
 * @param completeSince the version after which no change is missing in the log
 * @param log its latest changes
 */
record RecoveredKey(String name, long version, @Nullable JsonNode value, long completeSince, List<Change> log) {

	void recover(JournalRecovery recovery) {
		recovery.key(this.name, this.version, this.value, this.completeSince, this.log);
	}

}
