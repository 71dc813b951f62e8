// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal;

import java.util.List;

import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Is given what a {@link Journal} holds when it is opened. Methods are called one at a
 * time, in any order.
 */
public interface JournalRecovery {

	/**
	 * A key that exists, or that was deleted and whose deletion is remembered.
	 * @param key the key
	 * @param version its version
	 * @param value its value, immutable; null if it was deleted
	 * @param completeSince the version after which no change of the key is missing in the
	 * log
	 * @param log its latest changes, in the order of their versions
	 */
	void key(String key, long version, @Nullable JsonNode value, long completeSince, List<Change> log);

	/**
	 * A presence path that belongs to a session of an earlier life.
	 * @param key the key
	 * @param path the path
	 * @param owner to whom it belonged
	 */
	void presence(String key, StatePath path, PresenceOwner owner);

	/**
	 * Versions that may have been used for something that was lost, so that a RESUME from
	 * one of them cannot be answered by a log (protocol section 3).
	 * @param first the first of them
	 * @param last the last of them
	 */
	void gap(long first, long last);

	/**
	 * The version to count on from, and the highest version of a deletion that is not
	 * remembered.
	 * @param version the highest version that may have been used
	 * @param forgotten 0 if every deletion is remembered
	 */
	void counter(long version, long forgotten);

}
