// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A key as a {@link SharedJournal} knows it.
 *
 * @param key the key
 * @param version its version, 0 if it was never written or is forgotten
 * @param value its value, immutable; null if it does not exist
 * @param completeSince the version after which no change is missing in the log
 * @param log its latest changes, in the order of their versions
 * @param presence the presence paths and to whom they belong
 * @param presentSinceLoss null unless changes that had been reported of the key are lost;
 * else the presence paths that were registered after that
 */
public record HeldKey(String key, long version, @Nullable JsonNode value, long completeSince, List<Change> log,
		Map<StatePath, PresenceOwner> presence, @Nullable Set<StatePath> presentSinceLoss) {

	/**
	 * A key of which nothing was lost.
	 * @param key the key
	 * @param version its version, 0 if it was never written or is forgotten
	 * @param value its value, immutable; null if it does not exist
	 * @param completeSince the version after which no change is missing in the log
	 * @param log its latest changes, in the order of their versions
	 * @param presence the presence paths and to whom they belong
	 */
	public HeldKey(String key, long version, @Nullable JsonNode value, long completeSince, List<Change> log,
			Map<StatePath, PresenceOwner> presence) {
		this(key, version, value, completeSince, log, presence, null);
	}

}
