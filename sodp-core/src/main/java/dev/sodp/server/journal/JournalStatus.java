// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal;

import org.jspecify.annotations.Nullable;

/**
 * How a {@link Journal} is doing, for health checks and meters.
 *
 * @param refusal why proposals are refused, or null if they are accepted
 * @param waiting number of proposals that wait for an answer
 * @param bytes bytes on disk, 0 if the journal keeps nothing there
 * @param commits number of batches committed since it was opened
 */
public record JournalStatus(@Nullable String refusal, int waiting, long bytes, long commits) {

	/** Accepts everything at once and stores nothing. */
	public static final JournalStatus MEMORY = new JournalStatus(null, 0, 0, 0);

	/**
	 * Returns whether changes are accepted.
	 * @return false if there is a {@link #refusal()}
	 */
	public boolean isWritable() {
		return this.refusal == null;
	}

}
