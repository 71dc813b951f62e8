// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.time.Duration;

/**
 * A node joins a partition.
 *
 * @param node identifies this run of the node
 * @param lease how long it counts as alive without a renewal
 * @param highest the highest number that the node has seen, 0 if none
 * @param newEpoch the epoch if there is no history yet
 */
public record JoinRequest(String node, Duration lease, long highest, String newEpoch) {
}
