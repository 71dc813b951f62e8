// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.util.List;

/**
 * What has become of the nodes.
 *
 * @param member false if others have taken this node for dead, so that it is not a member
 * any more
 * @param nodes all nodes that are alive
 * @param dead nodes that are not, whose presence this node is asked to remove; others are
 * not asked for a while
 */
public record Renewal(boolean member, List<String> nodes, List<String> dead) {
}
