// SPDX-License-Identifier: Apache-2.0

/**
 * The journal that the nodes of a cluster share.
 * {@link dev.sodp.server.journal.shared.SharedLogJournal} holds the rules; a
 * {@link dev.sodp.server.journal.shared.SharedLog} talks to what keeps the state for all
 * nodes. For implementers of such logs, not for applications.
 */
@NullMarked
package dev.sodp.server.journal.shared;

import org.jspecify.annotations.NullMarked;
