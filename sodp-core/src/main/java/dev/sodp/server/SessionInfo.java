// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An open session, for monitoring.
 *
 * @param id number of the session; a server counts up from 1
 * @param peer address of the client
 * @param openedAt when the socket was accepted
 * @param identity who the client is, or {@code null} if that is not known
 * @param watchedKeys number of subscriptions
 * @param queuedFrames number of frames waiting to be written
 * @param queuedBytes size of the deltas among them
 */
public record SessionInfo(long id, String peer, Instant openedAt, @Nullable SodpIdentity identity, int watchedKeys,
		int queuedFrames, long queuedBytes) {

	/**
	 * Returns the subject of the identity.
	 * @return the subject, or {@code null} if it is not known who the client is
	 */
	public @Nullable String subject() {
		return (this.identity != null) ? this.identity.subject() : null;
	}

}
