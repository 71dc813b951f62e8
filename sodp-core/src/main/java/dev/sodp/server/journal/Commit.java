// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal;

import org.jspecify.annotations.Nullable;

/**
 * A change that a {@link Journal} committed.
 *
 * @param change the change
 * @param proposal what this node proposed, or null if another node did
 */
public record Commit(Change change, @Nullable Proposal proposal) {
}
