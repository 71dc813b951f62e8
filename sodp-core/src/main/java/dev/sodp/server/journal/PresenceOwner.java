// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal;

/**
 * A session that is present somewhere.
 *
 * @param life identifies one run of one node
 * @param session the number of the session in that run
 */
public record PresenceOwner(String life, long session) {
}
