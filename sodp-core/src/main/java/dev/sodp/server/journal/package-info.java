// SPDX-License-Identifier: Apache-2.0

/**
 * The port between the server's engine and what keeps its state: a
 * {@link dev.sodp.server.journal.Journal} decides about every
 * {@link dev.sodp.server.journal.Proposal} and gives the versions; what it committed
 * comes back as a {@link dev.sodp.server.journal.Change}. For implementers of journals,
 * not for applications.
 */
@NullMarked
package dev.sodp.server.journal;

import org.jspecify.annotations.NullMarked;
