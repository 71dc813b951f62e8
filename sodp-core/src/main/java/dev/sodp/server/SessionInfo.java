// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An open session, for operators.
 *
 * @param id counts up from 1 per server
 * @param peer address of the client
 * @param openedAt when the socket was accepted
 * @param subject who authenticated, or null
 * @param watchedKeys number of subscriptions
 * @param queuedFrames frames waiting to be written
 */
public record SessionInfo(long id, String peer, Instant openedAt, @Nullable String subject, int watchedKeys,
		int queuedFrames) {
}
