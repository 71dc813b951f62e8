// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How this node sees its cluster.
 *
 * @param node identifies this run of this node
 * @param nodes the nodes that are alive, this one included, as of the last renewal
 * @param refusal why sessions and proposals are not accepted, or null if they are
 * @param lag for how long the log has not been known to be followed to its end
 * @param roundTrip how long the last renewal of the membership took
 * @param lastLoss when a part of the history was last found to be lost, or null
 * @param heldKeys number of keys that this node holds
 * @param proposals changes proposed so far
 * @param conflicts proposals that had to be computed again, as another node was first
 * @param retries proposals sent again after the connection was lost
 * @param reloads keys read again, as their chain of changes was broken
 */
public record ClusterStatus(String node, List<String> nodes, @Nullable String refusal, Duration lag, Duration roundTrip,
		@Nullable Instant lastLoss, int heldKeys, long proposals, long conflicts, long retries, long reloads) {
}
