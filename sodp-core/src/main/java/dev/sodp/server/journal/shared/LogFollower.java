// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.util.List;

/** Learns from {@link LogConnection#follow} what changes. */
public interface LogFollower {

	/**
	 * Something has changed, or nothing for a while.
	 * @param entries the changes of keys that matter, in the order of their numbers
	 * @param last the number of the last change that was looked at, also of keys that do
	 * not matter
	 * @param complete false if some changes before these are missing, so that whatever is
	 * known may be out of date
	 */
	void advanced(List<LogEntry> entries, long last, boolean complete);

}
