// SPDX-License-Identifier: Apache-2.0

/**
 * A {@link dev.sodp.server.journal.Journal} that keeps the state in one file of H2's
 * MVStore.
 */
@NullMarked
package dev.sodp.journal.mvstore;

import org.jspecify.annotations.NullMarked;
