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
 * @param subject the authenticated subject, or {@code null}
 * @param watchedKeys number of subscriptions
 * @param queuedFrames number of frames waiting to be written
 */
public record SessionInfo(long id, String peer, Instant openedAt, @Nullable String subject, int watchedKeys,
		int queuedFrames) {
}
