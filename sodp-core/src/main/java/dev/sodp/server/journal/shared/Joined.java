// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.util.List;

/**
 * What a node has to know of the partition that it joined.
 *
 * @param member false if others have taken the node for dead, so that it is not a member
 * @param epoch identifies the history
 * @param last the number of the latest change, as {@link LogConnection#last()} says
 * @param lastTag its tag, empty if there is none
 * @param gaps numbers that may have been used for something that was lost
 */
public record Joined(boolean member, String epoch, long last, String lastTag, List<Gap> gaps) {
}
