// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

/**
 * What a server has done since it was built, and what it holds now.
 *
 * @param sessions sessions that are open now
 * @param sessionsOpened sessions opened so far
 * @param keys keys that exist, are watched, or were deleted recently
 * @param mutations changes applied so far, including those of the hosting application
 * @param evictions sessions closed so far because their client read too slowly
 * @param valueBytes what keys and values take of the heap, as the server estimates it
 * @param logBytes what the logs for clients that reconnect take of the heap
 * @param refusals writes and subscriptions refused so far because a limit of memory or of
 * the number of keys was reached
 * @see SodpServer#statistics()
 */
public record ServerStatistics(int sessions, long sessionsOpened, int keys, long mutations, long evictions,
		long valueBytes, long logBytes, long refusals) {
}
