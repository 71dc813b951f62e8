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
 * @see SodpServer#statistics()
 */
public record ServerStatistics(int sessions, long sessionsOpened, int keys, long mutations, long evictions) {
}
